//! A mail server for tests: it takes mails over TCP, or does what mail servers do on bad days.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What the server does with the next mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Takes it.
    Take,
    /// Refuses the recipient for good.
    Refuse,
    /// Refuses the recipient for now.
    Decline,
    /// Never answers what was sent.
    Hang,
    /// Cuts the line after all of the mail was sent.
    Reset,
    /// Does not let us in.
    LockOut,
}

/// A mail that was taken.
#[derive(Debug, Clone)]
pub(super) struct Caught {
    pub to: String,
    pub message: String,
}

impl Caught {
    /// A field of the head.
    pub fn field(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.message.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }
}

impl Caught {
    /// The plain text part, as people read it.
    pub fn text(&self) -> String {
        let (_, part) = self.message.split_once("Content-Type: text/plain").unwrap();
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        // Not at the line "-- " above what every mail ends with.
        let boundary = self.message.split_once("boundary=\"").unwrap().1.split('"').next().unwrap();
        let end = format!("\r\n--{boundary}");
        let body = body.split(&end).next().unwrap_or_default().to_owned();
        let body = match head.to_ascii_lowercase() {
            head if head.contains("quoted-printable") => unquoted(&body),
            head if head.contains("base64") => unreachable!("mostly Latin text"),
            _ => body,
        };
        body.replace("\r\n", "\n")
    }
}

/// Undoes the quoting of RFC 2045, 6.7.
fn unquoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut parts = joined.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).unwrap());
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).unwrap()
}

#[derive(Default)]
struct State {
    moods: VecDeque<Mood>,
    usual: Option<Mood>,
    /// Mailboxes for which there is no room now.
    full: Vec<String>,
    turns_away: bool,
    caught: Vec<Caught>,
    tries: usize,
    connections: usize,
}

/// A mail server on a port of its own. It ends when it is dropped.
pub(super) struct Catcher {
    port: u16,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Catcher {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                open.spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { port, state, task }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What it does with the next mails, one each.
    pub fn then(&self, moods: impl IntoIterator<Item = Mood>) {
        self.state.lock().unwrap().moods.extend(moods);
    }

    /// What it does with all others.
    pub fn always(&self, mood: Mood) {
        self.state.lock().unwrap().usual = Some(mood);
    }

    /// Declines whatever comes for a mailbox, such as `<me@example.org>`.
    pub fn fill(&self, mailbox: &str) {
        self.state.lock().unwrap().full.push(mailbox.to_owned());
    }

    /// Refuses whoever comes from now on, at once and for good, or no longer.
    pub fn turn_away(&self, all: bool) {
        self.state.lock().unwrap().turns_away = all;
    }

    pub fn caught(&self) -> Vec<Caught> {
        self.state.lock().unwrap().caught.clone()
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// How many mails it was offered.
    pub fn tries(&self) -> usize {
        self.state.lock().unwrap().tries
    }
}

impl Drop for Catcher {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut stream = BufReader::new(stream);
    // A client that goes away in the middle is no failure of the server.
    let _ = converse(&mut stream, &state).await;
}

async fn converse(stream: &mut BufReader<TcpStream>, state: &Mutex<State>) -> std::io::Result<()> {
    let mut mood = Mood::Take;
    let mut to = String::new();
    let turns_away = state.lock().unwrap().turns_away;
    if turns_away {
        return stream.write_all(b"554 5.7.1 No mail service for you\r\n").await;
    }
    stream.write_all(b"220 catcher\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-catcher\r\n250 8BITMIME\r\n",
            "MAIL" => {
                let mut state = state.lock().unwrap();
                state.tries += 1;
                let usual = state.usual.unwrap_or(Mood::Take);
                mood = state.moods.pop_front().unwrap_or(usual);
                match mood {
                    Mood::LockOut => b"530 5.7.0 Authentication required\r\n",
                    _ => b"250 ok\r\n",
                }
            }
            "RCPT" => {
                to = line.trim_end().to_owned();
                let is_full = state.lock().unwrap().full.iter().any(|full| to.contains(full));
                match mood {
                    Mood::Refuse => b"550 5.1.1 No such mailbox\r\n",
                    Mood::Decline => b"450 4.2.0 Greylisted\r\n",
                    _ if is_full => b"452 4.2.2 Mailbox full\r\n",
                    _ => b"250 ok\r\n",
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let message = read_message(stream).await?;
                match mood {
                    Mood::Hang => {
                        tokio::time::sleep(Duration::from_secs(3600)).await;
                        return Ok(());
                    }
                    Mood::Reset => return Ok(()),
                    _ => {
                        let caught = Caught { to: to.clone(), message };
                        state.lock().unwrap().caught.push(caught);
                        b"250 taken\r\n"
                    }
                }
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer).await?;
    }
}

async fn read_message(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut message = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(message);
        }
        message.push_str(&line);
    }
}
