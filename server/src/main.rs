//! Runs the stand-in server until it is interrupted.

mod args;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use opik_attachments_server::{Server, start};
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
    let server = start(args.into_config()?).await?;
    let ready = if json { ready_json(&server) } else { ready_text(&server) };
    writeln!(io::stdout().lock(), "{ready}")?;

    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    server.stop().await;
    Ok(())
}

fn ready_json(server: &Server) -> String {
    let mut ready = json!({
        "apiUrl": server.api_url(),
        "pageUrl": server.page_url(),
        "storeUrl": server.store_url(),
        "mode": server.mode().as_str(),
        "data": server.data(),
    });
    if let (Some(url), Some(fields)) = (server.admin_url(), ready.as_object_mut()) {
        fields.insert("adminUrl".to_owned(), url.into());
    }
    ready.to_string()
}

fn ready_text(server: &Server) -> String {
    let admin = server.admin_url().map_or(String::new(), |url| format!("Admin: {url}\n"));
    format!(
        "API:   {}\nPage:  {}\nStore: {}\n{admin}Mode:  {}\nData:  {}\nStop with Ctrl-C.",
        server.api_url(),
        server.page_url(),
        server.store_url(),
        server.mode().as_str(),
        server.data().display()
    )
}
