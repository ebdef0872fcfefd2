//! Runs the stand-in server until it is interrupted.

mod args;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use opik_attachments_server::{Running, start};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    match run(args::Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "opik-attachments-server: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(args: args::Args) -> Result<(), Box<dyn std::error::Error>> {
    // Before anything is made that a signal would leave behind.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;

    let json = args.json;
    let running = start(args.into_config()?).await?;
    let ready = if json { ready_json(&running) } else { ready_text(&running) };
    writeln!(io::stdout().lock(), "{ready}")?;

    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    running.stop().await;
    Ok(())
}

fn ready_json(running: &Running) -> String {
    let mut ready = json!({
        "apiUrl": running.api_url(),
        "pageUrl": running.page_url(),
        "storeUrl": running.store_url(),
        "mode": running.mode().as_str(),
        "data": running.data(),
    });
    if let (Some(url), Some(fields)) = (running.admin_url(), ready.as_object_mut()) {
        fields.insert("adminUrl".to_owned(), url.into());
    }
    ready.to_string()
}

fn ready_text(running: &Running) -> String {
    let admin = running.admin_url().map_or(String::new(), |url| format!("Admin: {url}\n"));
    format!(
        "API:   {}\nPage:  {}\nStore: {}\n{admin}Mode:  {}\nData:  {}\nStop with Ctrl-C.",
        running.api_url(),
        running.page_url(),
        running.store_url(),
        running.mode().as_str(),
        running.data().display()
    )
}
