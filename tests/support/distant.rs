//! A standalone distant in this process, on a free port, with a database of its own; it plays faults when it is told
//! to.

use campagnodon::distant::standalone::{Standalone, StandaloneSettings};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const SITE_KEY: &str = "a-site-key-of-the-tests";
pub const API_KEY: &str = "an-api-key-of-the-tests";
const FAULTS_KEY: &str = "a-key-for-faults-of-the-tests";

/// A running server; its folder goes with it.
pub struct TestDistant {
    pub address: String,
    folder: PathBuf,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl TestDistant {
    /// Starts a server with `extra` in its settings.
    pub async fn start(extra: &str) -> Self {
        Self::without_faults(&format!("faults = {{ key = {{ file = \"faults.key\" }} }}\n{extra}")).await
    }

    /// Starts a server that plays none, with `extra` in its settings.
    pub async fn without_faults(extra: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("distant-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for (file, key) in [("site.key", SITE_KEY), ("api.key", API_KEY), ("faults.key", FAULTS_KEY)] {
            std::fs::write(folder.join(file), key).unwrap();
        }
        let text = format!("site_key = {{ file = \"site.key\" }}\napi_key = {{ file = \"api.key\" }}\n{extra}");
        std::fs::write(folder.join("distant.toml"), text).unwrap();
        let mut distant = Self { address: "127.0.0.1:0".to_owned(), folder, running: None };
        distant.listen().await;
        distant
    }

    /// Has it play a fault: `{"fault": "deadlock", "times": 2}`. `campagnodon::distant::standalone::Fault` lists them.
    pub async fn play(&self, order: &serde_json::Value) {
        let request = super::origin::client().post(format!("{}/faults", self.address)).bearer_auth(FAULTS_KEY);
        assert_eq!(request.json(order).send().await.unwrap().status(), 204, "{order}");
    }

    /// Ends every fault.
    pub async fn end_faults(&self) {
        let request = super::origin::client().delete(format!("{}/faults", self.address)).bearer_auth(FAULTS_KEY);
        assert_eq!(request.send().await.unwrap().status(), 204);
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
        let settings = StandaloneSettings::read(&self.folder.join("distant.toml")).unwrap();
        let distant = Standalone::open(&settings, &self.folder).unwrap();
        let listener = TcpListener::bind(&self.address).await.unwrap();
        self.address = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving =
            tokio::spawn(async move { distant.serve(listener, async { drop(stopped.await) }).await.unwrap() });
        self.running = Some((stop, serving));
    }
}

impl Drop for TestDistant {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
