//! A reference distant in this process, on a free port, with a database of its own.

use campagnodon::distant::reference::{Reference, ReferenceSettings};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const SITE_KEY: &str = "a-site-key-of-the-tests";
pub const API_KEY: &str = "an-api-key-of-the-tests";

/// A running server; its folder goes with it.
pub struct TestDistant {
    pub address: String,
    folder: PathBuf,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
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
        let mut distant = Self { address: "127.0.0.1:0".to_owned(), folder, running: None };
        distant.listen().await;
        distant
    }

    /// Stops it: nothing listens at its address any more. What it holds stays.
    pub async fn stop(&mut self) {
        let (stop, stopped) = self.running.take().unwrap();
        stop.send(()).unwrap();
        stopped.await.unwrap();
        self.address = self.address.trim_start_matches("http://").to_owned();
    }

    /// Starts it again, at the same address with what it held.
    pub async fn start_again(&mut self) {
        self.listen().await;
    }

    async fn listen(&mut self) {
        let settings = ReferenceSettings::read(&self.folder.join("distant.toml")).unwrap();
        let reference = Reference::open(&settings, &self.folder).unwrap();
        let listener = TcpListener::bind(&self.address).await.unwrap();
        self.address = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving =
            tokio::spawn(async move { reference.serve(listener, async { drop(stopped.await) }).await.unwrap() });
        self.running = Some((stop, serving));
    }
}

impl Drop for TestDistant {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
