//! A mail server that does what a test wants of it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use crate::program::signal;

/// What it does with mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Takes them.
    Takes,
    /// Turns everybody away before they have said anything.
    Refuses,
    /// Listens, and never says a word.
    Hangs,
    /// Takes a mail whole, says nothing about it, and hangs up.
    Lies,
    /// Takes a mail whole, and says nothing about it for as long as whoever brought it is there.
    Keeps,
    /// Takes a mail, says so, and kills this process.
    Kills(u32),
}

/// A mail server on a port of this machine.
#[derive(Clone)]
pub struct Catcher {
    pub port: u16,
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<String>>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Catcher {
    /// Begins in this manner.
    pub fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let manner = Arc::new(Mutex::new(manner));
        let catcher = Self { port, manner, taken: Arc::default(), heard: Arc::default() };
        let all = catcher.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let one = all.clone();
                // Whoever hangs up in the middle is no event.
                thread::spawn(move || one.converse(stream));
            }
        });
        catcher
    }

    /// Turns to another manner.
    pub fn turn(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// The mails that it said it took.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    /// Every mail that it heard to its end.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn converse(&self, mut stream: TcpStream) -> Option<()> {
        let manner = *self.manner.lock().unwrap();
        if manner == Manner::Hangs {
            thread::sleep(Duration::from_secs(60));
            return None;
        }
        if manner == Manner::Refuses {
            stream.write_all(b"421 not now\r\n").ok()?;
            return None;
        }
        stream.write_all(b"220 catcher\r\n").ok()?;
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
        loop {
            let line = lines.next()?.ok()?;
            match line.to_ascii_uppercase().as_str() {
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").ok()?;
                    let mail = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".");
                    let mail = mail.collect::<Vec<_>>().join("\n");
                    self.heard.lock().unwrap().push(mail.clone());
                    match manner {
                        Manner::Lies => return None,
                        Manner::Keeps => return lines.find(Result::is_err).map(drop),
                        _ => {}
                    }
                    self.taken.lock().unwrap().push(mail);
                    stream.write_all(b"250 taken\r\n").ok()?;
                    if let Manner::Kills(process) = manner {
                        signal(process, "KILL");
                    }
                }
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n").ok()?;
                    return Some(());
                }
                _ => stream.write_all(b"250 fine\r\n").ok()?,
            }
        }
    }
}

/// A header of a mail.
pub fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let found = mail.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    found.unwrap_or_default()
}
