//! People who come and go, again and again: what each of them took is given back. `SOAK_SECONDS` says for
//! how long they do.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use crate::{
    giving::{Shared, unlimited},
    program::{PATIENCE, Program, Serving, asked_for, own_address, send, until},
};

/// So many times everybody comes, at least: what is lost each time has added up by then.
const TIMES: usize = 16;

/// After so many times whatever is made once is made.
const WARM: usize = 4;

/// So many of a kind come each time.
const EACH: usize = 3;

/// So many more of something there may be, since what goes on beside requests comes and goes as well.
/// Less than one for each time.
const MORE: u64 = 10;

/// After so many times another list is visited, so that none becomes longer than lists are.
const OF_A_LIST: usize = 200;

/// As many times the memory may a site have that was visited for long.
const MORE_MEMORY: f64 = 1.2;

/// What a process has taken.
#[derive(Debug, Clone, Copy)]
struct Taken {
    connections: u64,
    files: u64,
    threads: u64,
    tasks: u64,
    /// In kibibytes, without files that happen to be in memory.
    memory: u64,
}

impl Taken {
    /// What there may be no more of afterwards. Memory is no part of it.
    fn kinds(self) -> [(&'static str, u64); 4] {
        [
            ("connections", self.connections),
            ("files", self.files),
            ("threads", self.threads),
            ("tasks", self.tasks),
        ]
    }
}

/// A site that is visited.
struct Visited<'a> {
    serving: &'a Serving,
    shared: Shared,
    gift: String,
    figures: SocketAddr,
}

impl<'a> Visited<'a> {
    /// With a list of somebody's who has this token.
    fn new(serving: &'a Serving, figures: SocketAddr, token: &str) -> Self {
        let shared = Shared::begin(serving, token);
        let gift = shared.gift(serving, "Anything", 999);
        Self { serving, shared, gift, figures }
    }

    /// What it has taken now.
    fn taken(&self) -> Taken {
        let process = format!("/proc/{}", self.serving.id());
        let open = fs::read_dir(format!("{process}/fd")).unwrap().flatten();
        let leads = open.filter_map(|file| fs::read_link(file.path()).ok());
        let (connections, files): (Vec<_>, Vec<_>) =
            leads.partition(|to| to.to_string_lossy().starts_with("socket:"));
        let status = fs::read_to_string(format!("{process}/status")).unwrap();
        let figures = send(self.figures, "GET", "/metrics", &[], "").unwrap().body;
        Taken {
            connections: connections.len() as u64,
            files: files.len() as u64,
            threads: number(&status, "Threads:"),
            tasks: number(&figures, "ewelists_process_tasks "),
            memory: number(&status, "RssAnon:") + number(&status, "RssShmem:"),
        }
    }

    /// Everybody comes once.
    fn visit(&self, time: usize) {
        let Self { serving, shared, gift, .. } = self;
        let page = format!("/l/{}", shared.share);
        for path in ["/", &page, "/ideas", "/sign-in", "/healthz"] {
            let answer = serving.get(path).unwrap();
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        }
        assert_eq!(serving.get("/not/there").unwrap().status, 404);
        for number in 0..EACH {
            let who = format!("giver{number}x{time}");
            let reserved = shared.reserve(serving, gift, &who).unwrap();
            assert_eq!(reserved.status, 200, "{}", reserved.body);
            let cancelled = Shared::cancel(serving, &reserved, &who).unwrap();
            assert_eq!(cancelled.status, 200, "{}", cancelled.body);
            // Who listens, and goes away in the middle of it.
            self.hear(&format!("/live/share/{}", shared.share));
            // Who says half of what they want, and who does not wait for the answer.
            self.say(b"GET / HTTP/1.1\r\nhost: x\r\nx-half");
            self.say(format!("GET {page} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes());
            self.say(b"POST /fn/reserve HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nshare=");
        }
    }

    /// Says something, and goes.
    fn say(&self, words: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.serving.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(words).unwrap();
        stream
    }

    /// Listens until there is something to hear.
    fn hear(&self, path: &str) {
        let asked = format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n");
        let (mut stream, mut said) = (self.say(asked.as_bytes()), [0; 512]);
        let mut heard = String::new();
        while !heard.contains("data:") {
            let length = stream.read(&mut said).unwrap();
            assert_ne!(length, 0, "it ended: {heard}");
            heard += &String::from_utf8_lossy(&said[..length]);
        }
    }

    /// Waits until there is no more of anything than there was, but for a few.
    fn gives_back(&self, before: Taken) {
        for (of, (what, had)) in before.kinds().into_iter().enumerate() {
            until(&format!("as few {what} as of {before:?}"), || {
                self.taken().kinds()[of].1 <= had + MORE
            });
        }
    }
}

/// What stands behind a word at the beginning of a line.
#[track_caller]
fn number(text: &str, word: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(word));
    let found = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    found.unwrap_or_else(|| panic!("no {word} in {text}"))
}

/// What half of them are at most.
fn half(numbers: &[u64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2] as f64
}

#[test]
fn whoever_comes_and_goes_takes_nothing_along_for_good() {
    let figures = own_address();
    let mut program = Program::new();
    unlimited(&mut program);
    program.set("METRICS__LISTEN", figures);
    let token = program.token();
    let serving = program.serve();
    until("readiness", || serving.is_ready());
    let mut visited = Visited::new(&serving, figures, &token);

    let whole = Duration::from_secs(asked_for("SOAK_SECONDS", 0));
    let (begun, mut memory) = (Instant::now(), Vec::new());
    (0..WARM).for_each(|time| visited.visit(time));
    let before = visited.taken();
    for time in WARM.. {
        if time >= WARM + TIMES && begun.elapsed() >= whole {
            break;
        }
        if time % OF_A_LIST == 0 {
            visited = Visited::new(&serving, figures, &token);
        }
        visited.visit(time);
        memory.push(visited.taken().memory);
    }
    visited.gives_back(before);
    println!("{} times: {before:?}, and then {:?}", memory.len(), visited.taken());
    // What is kept to be quick fills up first. Only after a long while more is too much.
    if !whole.is_zero() {
        let quarter = memory.len() / 4;
        let (early, late) = (half(&memory[quarter..2 * quarter]), half(&memory[3 * quarter..]));
        println!("memory: {early:.0} kB in the second quarter, {late:.0} kB in the last one");
        assert!(late <= early * MORE_MEMORY, "{early} kB became {late} kB");
    }
    let log = serving.log();
    assert!(!log.contains("panicked"), "{log}");
    assert_eq!(serving.stop(), Some(0));
    assert!(program.run(&["doctor"]).out.contains("Its counts are right."));
}
