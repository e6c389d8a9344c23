//! A client that writes what it wants, and no more than that: half a head, a body by drops, nothing.

use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// No test waits longer for one thing; all that it waits for has a limit well below.
const LONGEST: Duration = Duration::from_secs(40);

/// A connection.
pub struct Raw(TcpStream);

impl Raw {
    /// Connects to the relay at `http://…`.
    pub async fn to(origin: &str) -> Self {
        Self(TcpStream::connect(origin.trim_start_matches("http://")).await.unwrap())
    }

    /// Connects and writes.
    pub async fn saying(origin: &str, text: &str) -> Self {
        let mut raw = Self::to(origin).await;
        raw.say(text).await.unwrap();
        raw
    }

    /// Writes.
    ///
    /// # Errors
    /// If the relay has closed the connection.
    pub async fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.0.write_all(text.as_bytes()).await
    }

    /// Waits for the first line of an answer, without its end; empty if the connection was closed instead.
    pub async fn status(&mut self) -> String {
        let line = async {
            let mut line = Vec::new();
            while let Ok(byte) = self.0.read_u8().await {
                match byte {
                    b'\n' => break,
                    b'\r' => {}
                    byte => line.push(byte),
                }
            }
            String::from_utf8(line).unwrap()
        };
        tokio::time::timeout(LONGEST, line).await.expect("an answer, or the connection's end")
    }

    /// Returns everything until the connection is closed.
    pub async fn rest(&mut self) -> String {
        let rest = async {
            let mut rest = Vec::new();
            let _ = self.0.read_to_end(&mut rest).await;
            String::from_utf8_lossy(&rest).into_owned()
        };
        tokio::time::timeout(LONGEST, rest).await.expect("the connection's end")
    }
}

/// Returns the whole answer to one request on a connection of its own.
pub async fn ask(origin: &str, request: &str) -> String {
    Raw::saying(origin, request).await.rest().await
}
