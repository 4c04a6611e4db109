//! The real program in a process of its own, as an example measures it.

use std::{
    error::Error,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

pub type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// So many requests are answered at once.
pub const PLACES: u32 = 256;

/// Who the sample owner is, as the program says.
const OWNER: &str = "sample@ewelists.example";

/// The program, on a folder of its own.
fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null());
    let place = folder.display();
    let settings = [
        ("SITE__ENVIRONMENT", "test".to_owned()),
        ("SERVER__LISTEN", "127.0.0.1:0".to_owned()),
        ("SERVER__MAX_REQUESTS", PLACES.to_string()),
        ("SERVER__MAX_CONNECTIONS_PER_NETWORK", "2000".to_owned()),
        ("STORE__URL", format!("rocksdb://{place}/db")),
        ("STORE__SECRET_FILE", format!("{place}/secret.key")),
        ("PICTURES__DIRECTORY", format!("{place}/pictures")),
        ("MAIL__SMTP_URL", "smtp://127.0.0.1:9".to_owned()),
        ("IDEAS__CATALOGUE", "false".to_owned()),
    ];
    for (key, value) in settings {
        command.env(format!("EWELISTS__{key}"), value);
    }
    // All come from one network address.
    for row in ["RESERVE", "POST", "UPLOAD", "API_TOKEN", "API_NETWORK"] {
        command.env(format!("EWELISTS__LIMITS__{row}__BURST"), "100000000");
    }
    command
}

/// Makes an account; answers a token by which it acts.
pub fn token(program: &Path, folder: &Path) -> Done<String> {
    let run = |words: &[&str]| -> Done<String> {
        let said = command(program, folder).args(words).output()?;
        if !said.status.success() {
            return Err(String::from_utf8_lossy(&said.stderr).into_owned().into());
        }
        Ok(String::from_utf8(said.stdout)?.trim().to_owned())
    };
    run(&["seed", "--sample"])?;
    run(&["token", "make", OWNER, "--scopes", "all"])
}

/// The program while it serves.
pub struct Serving {
    child: Child,
    /// What the addresses of its pages begin with.
    pub address: String,
    status: PathBuf,
}

impl Serving {
    /// Starts it, and waits until it listens.
    pub fn start(program: &Path, folder: &Path) -> Done<Self> {
        let mut command = command(program, folder);
        let log = fs::File::create(folder.join("log"))?;
        let mut child = command.arg("serve").stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("it says nothing")?).lines();
        let mut said = lines.by_ref().map_while(Result::ok);
        let address = said.find_map(|line| Some(line.strip_prefix("listening on ")?.to_owned()));
        // It must not wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        let mut serving = Self { child, address: String::new(), status };
        serving.address = format!("http://{}", address.ok_or("it does not serve")?);
        Ok(serving)
    }

    /// Megabytes of memory that it has taken for itself.
    pub fn memory(&self) -> Done<f64> {
        let told = fs::read_to_string(&self.status)?;
        let kinds = told.lines().filter_map(|line| line.split_once(':'));
        let taken = kinds.filter(|(kind, _)| ["RssAnon", "RssShmem"].contains(kind));
        let numbers =
            taken.filter_map(|(_, rest)| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
        Ok(numbers.sum::<u64>() as f64 * 1024.0 / 1e6)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended long since.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
