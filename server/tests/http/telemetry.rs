//! What the real program writes and sends of itself: its log into a file for each day, traces to whoever
//! takes them, and tests of its alarms by mail.

use std::{
    collections::BTreeSet,
    path::Path,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    sync::Mutex,
};

use crate::site::run;

/// The program, in a folder of its own.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ewelists"));
    let inside = |name: &str| folder.join(name).display().to_string();
    command
        .current_dir(folder)
        .env_remove("EWELISTS_CONFIG")
        .env("EWELISTS__SERVER__LISTEN", "127.0.0.1:0")
        .env("EWELISTS__STORE__URL", format!("rocksdb://{}?sync=every", inside("db")))
        .env("EWELISTS__STORE__SECRET_FILE", inside("secret.key"))
        // Nobody takes mails there.
        .env("EWELISTS__MAIL__SMTP_URL", "smtp://127.0.0.1:1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// The address that a program says it listens on.
async fn address(child: &mut Child) -> String {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let found = async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some(address) = line.strip_prefix("listening on ") {
                return address.to_owned();
            }
        }
        panic!("it ended before it listened");
    };
    tokio::time::timeout(Duration::from_secs(60), found).await.unwrap()
}

async fn ask(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// Ends a program as whoever supervises it does. Answers what it wrote to standard error.
async fn end(mut child: Child) -> String {
    let pid = child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let mut written = String::new();
    child.stderr.take().unwrap().read_to_string(&mut written).await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(40), child.wait()).await;
    assert!(ended.unwrap().unwrap().success(), "{written}");
    written
}

/// A span as it arrived: in which trace, and what it is called.
type Span = (String, String);

/// The fields of a message in protobuf's wire format: the number of each, and its bytes where it has a
/// length.
fn fields(mut bytes: &[u8]) -> Vec<(u64, &[u8])> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let (byte, rest) = bytes.split_first().unwrap();
            *bytes = rest;
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return value;
            }
        }
    }
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let length = match key & 7 {
            0 => {
                varint(&mut bytes);
                continue;
            }
            1 => 8,
            5 => 4,
            2 => usize::try_from(varint(&mut bytes)).unwrap(),
            kind => panic!("{kind} is no kind of field"),
        };
        let (field, rest) = bytes.split_at(length);
        bytes = rest;
        fields.push((key >> 3, field));
    }
    fields
}

fn of(bytes: &[u8], number: u64) -> impl Iterator<Item = &[u8]> {
    fields(bytes).into_iter().filter(move |(found, _)| *found == number).map(|(_, field)| field)
}

/// The spans of an `ExportTraceServiceRequest`.
fn spans(request: &[u8]) -> Vec<Span> {
    let scopes = of(request, 1).flat_map(|resource| of(resource, 2));
    let spans = scopes.flat_map(|scope| of(scope, 2));
    spans
        .map(|span| {
            let trace = of(span, 1).next().unwrap_or_default();
            let trace = trace.iter().map(|byte| format!("{byte:02x}")).collect();
            let name = of(span, 5).next().unwrap_or_default();
            (trace, String::from_utf8(name.to_vec()).unwrap())
        })
        .collect()
}

type Arrived = Arc<Mutex<Vec<Bytes>>>;

/// Somebody who takes traces.
async fn receiver() -> (String, Arrived) {
    let arrived = Arrived::default();
    let take = |State(arrived): State<Arrived>, body: Bytes| async move {
        arrived.lock().await.push(body);
        StatusCode::OK
    };
    let router = Router::new().route("/v1/traces", post(take)).with_state(arrived.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/traces", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, arrived)
}

/// The log files of a folder, the oldest first.
fn logs(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn the_log_is_kept_in_files_and_a_trace_goes_through_page_function_store_and_mail() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        std::fs::create_dir(&log).unwrap();
        for day in 1..=30 {
            std::fs::write(log.join(format!("ewelists.2020-01-{day:02}.log")), "old").unwrap();
        }
        std::fs::write(log.join("notes.txt"), "mine").unwrap();
        let (url, arrived) = receiver().await;
        let mut child = program(folder.path())
            .env("EWELISTS__LOG__FOLDER", &log)
            .env("EWELISTS__TRACES__ENDPOINT", url)
            .env("EWELISTS__SERVER__TRUSTED_PROXIES", "127.0.0.1/32")
            .env("EWELISTS__TRACES__FOLLOW_PROXIES", "true")
            .env("OTEL_BSP_SCHEDULE_DELAY", "200")
            .spawn()
            .unwrap();
        let address = address(&mut child).await;

        // A proxy in front of us begins the trace in which somebody opens a page and sends its form.
        let trace = "0af7651916cd43dd8448eb211c80319c";
        let head = format!(
            "host: x\r\nconnection: close\r\ntraceparent: 00-{trace}-b7ad6b7169203331-01\r\n"
        );
        let page = ask(&address, &format!("GET /sign-up HTTP/1.1\r\n{head}\r\n")).await;
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        let form = "name=CANARYname&email=canary%40mail.example&password=three+woolly+sheep";
        let request = format!(
            "POST /fn/sign_up HTTP/1.1\r\n{head}accept: application/json\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        let asked = ask(&address, &request).await;
        assert!(asked.starts_with("HTTP/1.1 200"), "{asked}");

        let expected: BTreeSet<_> =
            ["request", "page", "server function", "transaction", "mail"].into();
        let since = Instant::now();
        loop {
            let all: Vec<Span> = arrived.lock().await.iter().flat_map(|body| spans(body)).collect();
            let names: BTreeSet<_> =
                all.iter().filter(|(of, _)| of == trace).map(|(_, name)| name.as_str()).collect();
            if expected.is_subset(&names) {
                break;
            }
            assert!(since.elapsed() < Duration::from_secs(30), "{names:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let beside = end(child).await;
        assert!(!beside.contains("serving"), "the log is in files: {beside}");
        for body in arrived.lock().await.iter() {
            let text = String::from_utf8_lossy(body).to_lowercase();
            assert!(!text.contains("canary"), "{text}");
        }

        let names = logs(&log);
        assert!(names.contains(&"notes.txt".to_owned()));
        assert_eq!(names.len(), 23, "21 days, today, and what is not ours: {names:?}");
        let today = names.iter().rfind(|name| name.starts_with("ewelists.")).unwrap();
        let text = std::fs::read_to_string(log.join(today)).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let routes: Vec<_> =
            lines.iter().filter_map(|line| line["fields"]["http.route"].as_str()).collect();
        assert_eq!(routes, ["/sign-up", "/fn/sign_up"]);
        assert!(!text.to_lowercase().contains("canary"));
    });
}

/// Takes mails and forgets them. Answers how many it took, and to whom the last one went.
async fn post_office() -> (u16, Arc<Mutex<(usize, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::<Mutex<(usize, String)>>::default();
    let shared = taken.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let shared = shared.clone();
            tokio::spawn(async move {
                let (reading, mut writing) = stream.into_split();
                let mut lines = BufReader::new(reading).lines();
                let mut in_message = false;
                writing.write_all(b"220 here\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = match line.as_str() {
                        "." if in_message => {
                            in_message = false;
                            shared.lock().await.0 += 1;
                            "250 taken"
                        }
                        _ if in_message => continue,
                        "DATA" => {
                            in_message = true;
                            "354 go on"
                        }
                        "QUIT" => "221 bye",
                        _ => "250 well",
                    };
                    if let Some(to) = line.strip_prefix("RCPT TO:").filter(|_| !in_message) {
                        shared.lock().await.1 = to.to_owned();
                    }
                    if writing.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    (port, taken)
}

#[test]
fn the_doctor_tries_whether_alarms_arrive() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let (port, taken) = post_office().await;
        let mut doctor = program(folder.path());
        doctor
            .args(["doctor", "--test-alerts"])
            .env("EWELISTS__MAIL__TEAM", "team@example.org")
            .env("EWELISTS__MAIL__SMTP_URL", format!("smtp://127.0.0.1:{port}"));
        let done = doctor.output().await.unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        assert_eq!(done.status.code(), Some(0), "{said}");
        let all: Vec<_> = domain::Alarm::ALL.map(domain::Alarm::code).into();
        // That products wait is told like an alarm, and is none.
        for what in all.iter().chain(&["queue"]) {
            let line = format!("A test of `{what}` went to team@example.org.");
            assert!(said.contains(&line), "{said}");
        }
        let (mails, to) = taken.lock().await.clone();
        assert_eq!((mails, to.as_str()), (all.len() + 1, "<team@example.org>"));
        // No site is needed for it, and none is begun.
        assert!(!folder.path().join("db").exists() && !folder.path().join("secret.key").exists());

        let nobody = program(folder.path()).args(["doctor", "--test-alerts"]).output().await;
        let nobody = nobody.unwrap();
        let said = String::from_utf8_lossy(&nobody.stdout);
        assert_eq!(nobody.status.code(), Some(1), "{said}");
        assert!(said.contains("the mail server is away"), "{said}");
    });
}
