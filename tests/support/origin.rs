//! A relay for tests: in this process on a free port, or as the real program that a test can kill.

use campagnodon::relay::settings::RelaySettings;
use campagnodon::relay::{Clock, Relay};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use super::distant::{API_KEY, SITE_KEY};

/// What the tests' forms are: `don` for donations, `adhesion` for memberships, `both`.
const SETTINGS: &str = r#"
    database = "relay.sqlite"
    secret = { file = "relay.secret" }
    privacy = "in_page"
    [options]
    recurring = true
    donation_frequencies = ["monthly", "yearly"]
    [options.fields]
    birth_date = "optional"
    phone = "optional"
    [delivery]
    probe_seconds = 1
    [distants.main]
    site_key = { file = "site.key" }
    api_key = { file = "api.key" }
    timeout_seconds = 5
    magazine_price = 12
    titles = [{ value = "1", label = "Mme" }]
    server = "DISTANT"
    [distants.main.membership_types]
    membership = "Member"
    magazine = "Magazine"
    [[distants.main.subscriptions]]
    key = "news"
    label = "News"
    type = "group"
    remote_key = "news"
    [forms.don]
    distant = "main"
    campaign = 1
    operations = "donation"
    recurring = true
    [forms.adhesion]
    distant = "main"
    campaign = 1
    operations = "membership"
    recurring = true
    [forms.lost]
    distant = "main"
    campaign = 99
    operations = "donation"
    [forms.both]
    distant = "main"
    campaign = 1
    operations = "both"
    recurring = true
"#;

/// The relays' own secret.
pub const SECRET: &str = "a secret of the tests, of forty characters";
/// Of `[tags]`, where a test adds it.
pub const TAGS_KEY: &str = "a key of the tests, of forty characters";

/// Of `[operators]`, where a test adds it.
pub const OPERATORS_KEY: &str = "a key of the operators, of forty letters";

/// What the distant of these forms must have.
pub const DISTANT: &str = r#"
    campaigns = [{ id = 1, title = "Spring" }]
    groups = [{ name = "news" }]
    membership_types = [{ name = "Member", period = "rolling" }, { name = "Magazine", period = "rolling" }]
"#;

/// A folder with settings for a relay of its own.
pub struct Origin {
    pub folder: PathBuf,
}

impl Origin {
    /// Settings for a relay that feeds the distant at `distant`.
    pub fn new(distant: &str) -> Self {
        Self::with(distant, "")
    }

    /// Does the same, with more tables at the end.
    pub fn with(distant: &str, tables: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("origin-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("site.key"), SITE_KEY).unwrap();
        std::fs::write(folder.join("api.key"), API_KEY).unwrap();
        std::fs::write(folder.join("relay.secret"), SECRET).unwrap();
        std::fs::write(folder.join("tags.key"), TAGS_KEY).unwrap();
        std::fs::write(folder.join("operators.key"), OPERATORS_KEY).unwrap();
        std::fs::write(folder.join("relay.toml"), [&SETTINGS.replace("DISTANT", distant), tables].concat()).unwrap();
        Self { folder }
    }

    /// Adds more keys before all tables.
    pub fn and(self, keys: &str) -> Self {
        let settings = std::fs::read_to_string(self.config()).unwrap();
        std::fs::write(self.config(), [keys, &settings].concat()).unwrap();
        self
    }

    fn config(&self) -> PathBuf {
        self.folder.join("relay.toml")
    }

    /// Runs another command of the program on these settings, while what the test serves goes on.
    pub async fn command(&self, arguments: &[&str]) -> Output {
        self.command_logging("info", arguments).await
    }

    /// Does the same with another `RUST_LOG`.
    pub async fn command_logging(&self, level: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_campagnodon"));
        command.args(arguments).arg("--config").arg(self.config()).env("RUST_LOG", level);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// Waits for a text in the log of the real program.
    pub async fn until_logged(&self, text: &str) {
        for _ in 0..500 {
            if std::fs::read_to_string(self.folder.join("relay.log")).unwrap().contains(text) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("not in relay.log: {text}");
    }

    /// Runs it in this process, and returns its address.
    pub async fn serve(&self) -> String {
        self.serve_at(Clock::default()).await
    }

    /// Does the same by a clock that the test sets.
    pub async fn serve_at(&self, clock: Clock) -> String {
        self.serve_for_now(clock).await.0
    }

    /// Does the same, until it is aborted.
    pub async fn serve_for_now(&self, clock: Clock) -> (String, AbortHandle) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut settings = RelaySettings::read(&self.config()).unwrap();
        settings.listen = listener.local_addr().unwrap();
        let relay = Relay::open_at(&settings, &self.folder, clock).unwrap();
        let serving = tokio::spawn(relay.serve(listener, std::future::pending()));
        (format!("http://{}", settings.listen), serving.abort_handle())
    }

    /// Does the same without a log, for a test that lets no file grow: see [`Running::let_files_grow`].
    #[cfg(target_os = "linux")]
    pub async fn spawn_on_a_small_disk(&self, listen: SocketAddr) -> Running {
        // The system would end a program that writes beyond the limit, where a full disk gives an error.
        let child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_campagnodon")])
            .args(["relay", "--listen", &listen.to_string(), "--config"])
            .arg(self.config())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = Running { child, address: format!("http://{listen}") };
        running.wait_until_it_serves().await;
        running
    }

    /// Runs the real program on `listen`, with everything it can log in `relay.log`; comes back when it serves.
    pub async fn spawn(&self, listen: SocketAddr) -> Running {
        self.spawn_after(listen, "").await
    }

    /// Does the same after a shell has done something to its own process, such as `ulimit`.
    pub async fn spawn_after(&self, listen: SocketAddr, words: &str) -> Running {
        let log = self.folder.join("relay.log");
        let log = std::fs::File::options().create(true).append(true).open(log).unwrap();
        let child = Command::new("sh")
            .args(["-c", &format!("{words}\nexec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_campagnodon")])
            .args(["relay", "--listen", &listen.to_string(), "--config"])
            .arg(self.config())
            .env("RUST_LOG", "trace")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let running = Running { child, address: format!("http://{listen}") };
        running.wait_until_it_serves().await;
        running
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// The real program, running.
pub struct Running {
    child: Child,
    pub address: String,
}

impl Running {
    async fn wait_until_it_serves(&self) {
        let client = client();
        for _ in 0..500 {
            if client.get(format!("{}/health", self.address)).send().await.is_ok() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the relay does not serve; see relay.log");
    }

    /// Sets whether what the program writes finds room on the disk.
    #[cfg(target_os = "linux")]
    pub fn let_files_grow(&self, grow: bool) {
        let limit = if grow { "--fsize=unlimited:" } else { "--fsize=1:" };
        let pid = self.child.id().to_string();
        assert!(Command::new("prlimit").args(["--pid", &pid, limit]).status().unwrap().success());
    }

    /// Returns the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, by SIGTERM.
    pub fn terminate(&self) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), rustix::process::Signal::TERM)
            .unwrap();
    }

    /// Returns whether it has ended well, or `None` while it runs.
    pub fn ended(&mut self) -> Option<bool> {
        self.child.try_wait().unwrap().map(|status| status.success())
    }

    /// Kills it, as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a free address of this machine, which stays free while a relay that has it is down: not of the range from
/// which the system gives ports.
pub fn free_address() -> SocketAddr {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = COUNT.fetch_add(1, Ordering::Relaxed) + std::process::id() * 7;
        let address = SocketAddr::from(([127, 0, 0, 1], 20_000 + (number % 10_000) as u16));
        if std::net::TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

/// Returns a client that follows no redirect, as a program would be.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}
