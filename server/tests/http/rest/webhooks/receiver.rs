//! A program that listens, and answers as it was told to beforehand.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{
        Mutex,
        mpsc::{UnboundedReceiver, unbounded_channel},
    },
};

/// How it answers.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// With this status.
    Status(u16),
    /// By leading elsewhere: back to itself.
    Redirect,
    /// Not at all.
    Hang,
    /// By hanging up.
    Close,
    /// Well, and without end.
    Long,
}

/// What was told.
#[derive(Debug)]
pub struct Message {
    pub method: String,
    pub path: String,
    pub body: String,
    headers: BTreeMap<String, String>,
}

impl Message {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// It listens until the test is over.
pub struct Receiver {
    address: SocketAddr,
    messages: Mutex<UnboundedReceiver<Message>>,
}

impl Receiver {
    /// Answers like this, one after another, and then always with 200.
    pub async fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (told, messages) = unbounded_channel();
        tokio::spawn(async move {
            let mut answers = answers.into_iter();
            while let Ok((mut stream, _)) = listener.accept().await {
                let Some(message) = read(&mut stream).await else { continue };
                let _ = told.send(message);
                let answer = answers.next().unwrap_or(Answer::Status(200));
                tokio::spawn(reply(stream, answer, address));
            }
        });
        Self { address, messages: Mutex::new(messages) }
    }

    pub fn url(&self) -> String {
        format!("http://{}/told?by=ewelists", self.address)
    }

    /// The next message, once it comes.
    pub async fn next(&self) -> Message {
        let mut messages = self.messages.lock().await;
        let next = tokio::time::timeout(Duration::from_secs(40), messages.recv()).await;
        next.expect("a message comes").unwrap()
    }

    /// Whether nothing comes for a while.
    pub async fn silent(&self) -> bool {
        let mut messages = self.messages.lock().await;
        tokio::time::timeout(Duration::from_secs(1), messages.recv()).await.is_err()
    }
}

async fn read(stream: &mut TcpStream) -> Option<Message> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 8192]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut lines = head.lines();
            let mut first = lines.next()?.split(' ');
            let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
            let headers: BTreeMap<_, _> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect();
            let length: usize = headers.get("content-length")?.parse().ok()?;
            if body.len() >= length {
                return Some(Message { method, path, body: body.to_owned(), headers });
            }
        }
        match stream.read(&mut chunk).await {
            Ok(length @ 1..) => bytes.extend_from_slice(&chunk[..length]),
            _ => return None,
        }
    }
}

async fn reply(mut stream: TcpStream, answer: Answer, address: SocketAddr) {
    let head = match answer {
        Answer::Status(status) => {
            format!("HTTP/1.1 {status} So\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        }
        Answer::Redirect => format!(
            "HTTP/1.1 302 Found\r\nlocation: http://{address}/elsewhere\r\n\
             content-length: 0\r\nconnection: close\r\n\r\n"
        ),
        Answer::Hang => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            return;
        }
        Answer::Close => return,
        Answer::Long => "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n".to_owned(),
    };
    let _ = stream.write_all(head.as_bytes()).await;
    if matches!(answer, Answer::Long) {
        // Until nobody reads any more.
        while stream.write_all(&[b' '; 4096]).await.is_ok() {}
    }
}
