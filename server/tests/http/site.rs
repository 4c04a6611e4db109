//! A real server on a free port, and a client that sends exactly what it is told to.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use server::{
    Running,
    settings::{Rate, Settings},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Runs a test as the program runs: the database needs deeper stacks than usual.
pub fn run(test: impl Future<Output = ()> + Send + 'static) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .thread_stack_size(10 << 20)
        .build()
        .unwrap();
    runtime.block_on(runtime.spawn(test)).unwrap();
}

/// A running site, and the folder that goes with it.
pub struct TestSite {
    pub running: Running,
    pub folder: tempfile::TempDir,
}

/// Starts a site; `change` sets it up otherwise than usual.
pub async fn start(change: impl FnOnce(&mut Settings)) -> TestSite {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.server.listen = ([127, 0, 0, 1], 0).into();
    settings.store.url = "mem://".to_owned();
    settings.store.secret_file = folder.path().join("secret.key");
    settings.leptos.site_root = folder.path().join("site").to_string_lossy().into_owned();
    settings.limits.post = Rate::new(10_000, 1);
    settings.limits.api_token = Rate::new(10_000, 1);
    settings.limits.api_network = Rate::new(10_000, 1);
    settings.limits.api_wrong_token = Rate::new(10_000, 1);
    change(&mut settings);
    TestSite { running: server::start(settings).await.unwrap(), folder }
}

impl TestSite {
    pub fn address(&self) -> SocketAddr {
        self.running.address
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address()).await.unwrap()
    }

    /// Begins to send a form, and gives the connection once the site waits for the rest of it.
    pub async fn begin_post(&self) -> TcpStream {
        let mut stream = self.connect().await;
        stream
            .write_all(
                b"POST /fn/set_language HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\n\
                  content-type: application/x-www-form-urlencoded\r\nexpect: 100-continue\r\n\
                  content-length: 100\r\n\r\n",
            )
            .await
            .unwrap();
        // It is told to go on once its body is waited for.
        let mut said = [0; 25];
        stream.read_exact(&mut said).await.unwrap();
        assert_eq!(&said, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream
    }

    /// Asks for a path with some headers.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, None).await
    }

    /// Sends a form as our own pages do from a script.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], form: &str) -> Answer {
        let mut all = vec![("sec-fetch-site", "same-origin")];
        all.extend(headers);
        self.send("POST", path, &all, Some(form)).await
    }

    /// Sends any request.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        form: Option<&str>,
    ) -> Answer {
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        if let Some(form) = form {
            text += "content-type: application/x-www-form-urlencoded\r\n";
            if !headers.iter().any(|(name, _)| *name == "transfer-encoding") {
                text += &format!("content-length: {}\r\n", form.len());
            }
        }
        text += "\r\n";
        text += form.unwrap_or_default();
        self.raw(text.as_bytes()).await
    }

    /// Sends bytes and reads until the server closes.
    pub async fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        // A server that refuses may close before it has read everything.
        let _ = stream.write_all(bytes).await;
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(40), async {
            let mut chunk = [0; 8192];
            while let Ok(length @ 1..) = stream.read(&mut chunk).await {
                answer.extend_from_slice(&chunk[..length]);
            }
        });
        read.await.expect("the server answers and closes");
        Answer::read(&answer)
    }

    pub async fn stop(self) {
        self.running.shutdown().await;
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    headers: BTreeMap<String, Vec<String>>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let mut headers = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            headers.entry(name.to_ascii_lowercase()).or_default().push(value.to_owned());
        }
        Self { status: status.unwrap_or(0), body: body.to_owned(), headers }
    }

    /// A header that stands there once, or nothing.
    pub fn header(&self, name: &str) -> &str {
        match self.headers.get(name).map(Vec::as_slice) {
            Some([value]) => value,
            Some(values) => panic!("{name} stands there {} times", values.len()),
            None => "",
        }
    }

    /// Every header, by its name in small letters.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().flat_map(|(name, values)| {
            values.iter().map(move |value| (name.as_str(), value.as_str()))
        })
    }

    /// Holds for every answer, whatever it is.
    pub fn assert_guarded(&self) {
        assert_eq!(self.header("x-content-type-options"), "nosniff");
        assert_eq!(self.header("referrer-policy"), "same-origin");
        assert_eq!(self.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(self.header("cross-origin-resource-policy"), "same-origin");
        assert!(self.header("permissions-policy").contains("camera=()"));
        assert!(self.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(!self.header("cache-control").is_empty());
        assert_eq!(self.header("access-control-allow-origin"), "");
        assert_eq!(self.header("x-request-id").len(), 32);
    }
}
