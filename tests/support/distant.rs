//! A reference distant in this process, on a free port, with a database of its own.

use campagnodon::distant::reference::{Reference, ReferenceSettings};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;

pub const SITE_KEY: &str = "a-site-key-of-the-tests";
pub const API_KEY: &str = "an-api-key-of-the-tests";

/// A running server; its folder goes with it.
pub struct TestDistant {
    pub address: String,
    folder: PathBuf,
}

impl TestDistant {
    /// Starts a server with `extra` in its settings.
    pub async fn start(extra: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("distant-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("site.key"), SITE_KEY).unwrap();
        std::fs::write(folder.join("api.key"), API_KEY).unwrap();
        let text = format!("site_key = {{ file = \"site.key\" }}\napi_key = {{ file = \"api.key\" }}\n{extra}");
        std::fs::write(folder.join("distant.toml"), text).unwrap();
        let settings = ReferenceSettings::read(&folder.join("distant.toml")).unwrap();
        let reference = Reference::open(&settings, &folder).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(reference.serve(listener, std::future::pending()));
        Self { address, folder }
    }
}

impl Drop for TestDistant {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
