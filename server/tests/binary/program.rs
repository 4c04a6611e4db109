//! The program in a folder of its own, run to its end or kept running.

use std::{
    env,
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Whatever is waited for comes within this time, even where what tries out a backup has the least
/// priority on a machine that others keep busy.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// Who the sample owner is, as the program says.
pub const OWNER: &str = "sample@ewelists.example";

/// How the program is started: its folder, its settings, and what stands before it.
pub struct Program {
    folder: TempDir,
    data: PathBuf,
    variables: Vec<(String, String)>,
    around: Vec<String>,
}

/// What a command came to.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Fails unless the command ended with this code; answers what it said.
    #[track_caller]
    pub fn with(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self.out + &self.err
    }
}

impl Program {
    /// On a free port, with a database in a folder of its own and a mail server that is not there.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_owned();
        Self::at(folder, data)
    }

    /// With its data in a folder below its own.
    pub fn within(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join(name);
        std::fs::create_dir(&data).unwrap();
        Self::at(folder, data)
    }

    fn at(folder: TempDir, data: PathBuf) -> Self {
        let mut program = Self { folder, data: data.clone(), variables: vec![], around: vec![] };
        let place = data.display().to_string();
        for (key, value) in [
            ("SITE__ENVIRONMENT", "test".to_owned()),
            ("SERVER__LISTEN", "127.0.0.1:0".to_owned()),
            ("STORE__URL", format!("rocksdb://{place}/db")),
            ("STORE__SECRET_FILE", format!("{place}/secret.key")),
            ("PICTURES__DIRECTORY", format!("{place}/pictures")),
            ("MAIL__SMTP_URL", "smtp://127.0.0.1:9".to_owned()),
            ("IDEAS__CATALOGUE", "false".to_owned()),
            ("WATCH__DISK_FREE", "1".to_owned()),
        ] {
            program.set(key, value);
        }
        program
    }

    /// Sets a setting, such as `SERVER__LISTEN`.
    pub fn set(&mut self, key: &str, value: impl ToString) {
        self.variable(&format!("EWELISTS__{key}"), value);
    }

    /// Sets any variable.
    pub fn variable(&mut self, name: &str, value: impl ToString) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_string()));
    }

    /// Has the program started by these words, such as those of `nsenter`.
    pub fn started_by(&mut self, words: &[&str]) {
        self.around = words.iter().map(|word| (*word).to_owned()).collect();
    }

    /// The folder that is its own.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder with its data.
    pub fn data(&self) -> &Path {
        &self.data
    }

    fn command(&self, words: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_ewelists");
        let around = self.around.iter().map(String::as_str);
        let mut all = around.chain([program]).chain(words.iter().copied());
        let mut command = Command::new(all.next().unwrap());
        command.args(all).current_dir(self.folder.path());
        for (name, _) in env::vars().filter(|(name, _)| name.starts_with("EWELISTS")) {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().cloned());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Said {
        self.run_with(words, "")
    }

    /// The same with something on its standard input.
    pub fn run_with(&self, words: &[&str], input: &str) -> Said {
        let mut child = self
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that reads nothing may be gone already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        Said {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Begins a command, and does not wait for it.
    pub fn begin(&self, words: &[&str]) -> Child {
        let mut command = self.command(words);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Serves, until what is answered is stopped or dropped.
    #[track_caller]
    pub fn serve(&self) -> Serving {
        let log = self.folder.path().join("log");
        let mut child = self
            .command(&["serve"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(&log).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.strip_prefix("listening on ").and_then(|address| address.parse().ok())
        });
        // It says nothing more of use, and must not wait for a reader.
        thread::spawn(move || lines.for_each(drop));
        let Some(address) = address else {
            panic!("the program does not serve: {}", std::fs::read_to_string(&log).unwrap())
        };
        Serving { child, address, log }
    }

    /// A token by which the sample owner acts, who is made for it.
    pub fn token(&self) -> String {
        self.run(&["seed", "--sample"]).with(0);
        let said = self.run(&["token", "make", OWNER, "--scopes", "all"]);
        assert_eq!(said.code, 0, "{}", said.err);
        said.out.trim().to_owned()
    }
}

/// The program while it serves.
pub struct Serving {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

/// What it answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Serving {
    /// Asks for a path; nothing where it is not there any more.
    pub fn get(&self, path: &str) -> Option<Answer> {
        self.send("GET", path, &[], "")
    }

    /// Sends a request; nothing where there is no answer.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Option<Answer> {
        send(self.address, method, path, headers, body)
    }

    /// Makes a list by the API; answers its status, or 0 where there was no answer.
    pub fn make_list(&self, token: &str, title: &str) -> u16 {
        let body = serde_json::json!({
            "title": title, "description": "For us.", "occasion": "Wedding", "imageUrl": "x"
        });
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let answer = self.send("POST", "/api/v1/lists", &headers, &body.to_string());
        answer.map_or(0, |answer| answer.status)
    }

    /// Changes what a list says of itself, by the API; answers as `make_list`.
    pub fn describe(&self, token: &str, list: &str, words: &str) -> u16 {
        let (path, bearer) = (format!("/api/v1/lists/{list}"), format!("Bearer {token}"));
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let body = serde_json::json!({ "description": words }).to_string();
        self.send("PUT", &path, &headers, &body).map_or(0, |answer| answer.status)
    }

    /// All lists, by the API.
    pub fn lists(&self, token: &str) -> Vec<serde_json::Value> {
        let bearer = format!("Bearer {token}");
        let path = "/api/v1/lists?limit=100";
        let answer = self.send("GET", path, &[("authorization", &bearer)], "").unwrap();
        let all: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        all["owned"].as_array().unwrap().clone()
    }

    /// The titles of all lists, by the API.
    pub fn titles(&self, token: &str) -> Vec<String> {
        let lists = self.lists(token);
        lists.iter().map(|list| list["title"].as_str().unwrap().to_owned()).collect()
    }

    /// Whether it says that it is ready.
    pub fn is_ready(&self) -> bool {
        self.get("/readyz").is_some_and(|answer| answer.status == 200)
    }

    /// What it wrote into its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal, such as `HUP`.
    pub fn signal(&self, name: &str) {
        signal(self.id(), name);
    }

    /// Tells it to end, and waits for its exit code.
    pub fn stop(mut self) -> Option<i32> {
        self.signal("TERM");
        self.ended()
    }

    /// Waits until it ends by itself.
    #[track_caller]
    pub fn ended(&mut self) -> Option<i32> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the program does not end: {}", self.log());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended long since.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request to whoever listens there; nothing where there is no answer.
pub fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        text += &format!("content-length: {}\r\n", body.len());
    }
    stream.write_all(format!("{text}\r\n{body}").as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
}

/// How often, or for how long, a test does what it does: as a variable says, or as usual. `make prove`
/// asks for more.
pub fn asked_for(variable: &str, usual: u64) -> u64 {
    env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// Sends a signal to a process.
pub fn signal(process: u32, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status();
    assert!(sent.unwrap().success());
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// An address of this process alone: no connection that is made meanwhile takes it while nobody listens.
pub fn own_address() -> SocketAddr {
    let [.., high, low] = std::process::id().to_be_bytes();
    SocketAddr::from(([127, 77, high, low], free_port()))
}

/// Waits until something is so.
#[track_caller]
pub fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "{what} does not come");
        thread::sleep(Duration::from_millis(50));
    }
}
