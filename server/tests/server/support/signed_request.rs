//! S3 requests that no library would send: any key in any escaping, correctly signed.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// Takes time and credential of a link that the server made, and its secret, which is public.
pub(crate) struct Signer {
    address: SocketAddr,
    bucket: String,
    date: String,
    credential: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Everything escaped but what the signature wants plain.
fn escaped(text: &str, plain: &[u8]) -> String {
    let keep = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_~".contains(byte) || plain.contains(byte);
    text.bytes().map(|byte| if keep(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

impl Signer {
    pub(crate) fn new(address: SocketAddr, link: &str) -> Self {
        let parameter = |name: &str| link.split(name).nth(1).unwrap().split('&').next().unwrap().to_owned();
        Self {
            address,
            bucket: link.split('/').nth(3).unwrap().to_owned(),
            date: parameter("X-Amz-Date="),
            credential: parameter("X-Amz-Credential="),
        }
    }

    fn query(&self, method: &str, key: &str) -> String {
        let Self { address, bucket, date, credential } = self;
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={date}&X-Amz-Expires=3600\
             &X-Amz-SignedHeaders=host"
        );
        let path = escaped(key, b"/.");
        let canonical = format!("{method}\n/{bucket}/{path}\n{query}\nhost:{address}\n\nhost\nUNSIGNED-PAYLOAD");
        let scope = credential.replace("%2F", "/").split_once('/').unwrap().1.to_owned();
        let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
        let key = scope.split('/').fold(b"AWS4local-secret-key".to_vec(), |key, step| hmac(&key, step));
        format!("{query}&X-Amz-Signature={}", hex(&hmac(&key, &to_sign)))
    }

    /// Sends it with dots and slashes as they are, or escaped as well. Status and body.
    pub(crate) fn send(&self, method: &str, key: &str, escape_all: bool, body: &[u8]) -> (u16, Vec<u8>) {
        let Self { address, bucket, .. } = self;
        let path = escaped(key, if escape_all { b"" } else { b"/." });
        let query = self.query(method, key);
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "{method} /{bucket}/{path}?{query} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
        (status, answer[head..].to_vec())
    }
}
