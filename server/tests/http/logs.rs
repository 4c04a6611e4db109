//! What the log says, and above all what it does not.

use std::{fs, io, path::Path, time::Duration};

use server::{
    settings::{Secret, Settings},
    telemetry::{self, Telemetry},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::timeout,
};

use crate::{
    people::world,
    site::{Answer, TestSite, run, start},
};

/// A mail server that takes everything: its port, and the mails as they come.
async fn mail_server() -> (u16, Mails) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (taken, mails) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, taken.clone()));
        }
    });
    (port, Mails(mails))
}

async fn converse(stream: TcpStream, taken: UnboundedSender<String>) -> io::Result<()> {
    let (reads, mut writes) = stream.into_split();
    let mut lines = BufReader::new(reads).lines();
    writes.write_all(b"220 catcher\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let said = match line.as_str() {
            "DATA" => {
                writes.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    // Long lines are broken in two (RFC 2045, 6.7).
                    match line.strip_suffix('=') {
                        Some(begun) => mail += begun,
                        None => mail += &format!("{line}\n"),
                    }
                }
                // Whoever waits for no more of them has seen enough.
                let _ = taken.send(mail);
                "250 taken\r\n"
            }
            "QUIT" => return Ok(()),
            _ => "250 fine\r\n",
        };
        writes.write_all(said.as_bytes()).await?;
    }
    Ok(())
}

/// The mails that were sent.
struct Mails(UnboundedReceiver<String>);

impl Mails {
    /// The next one to this address that contains this.
    async fn next(&mut self, to: &str, text: &str) -> String {
        let found = async {
            while let Some(mail) = self.0.recv().await {
                if mail.contains(to) && mail.contains(text) {
                    return mail;
                }
            }
            panic!("no more mails come")
        };
        timeout(Duration::from_secs(60), found).await.expect("it is mailed")
    }

    /// The token of the link below `path` in such a mail.
    async fn token(&mut self, to: &str, path: &str) -> String {
        let mail = self.next(to, path).await;
        let (_, rest) = mail.split_once(path).unwrap();
        let ends = |c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c);
        let token = rest.split(ends).next().unwrap_or_default();
        assert!(token.len() > 20, "{mail}");
        token.to_owned()
    }
}

async fn post(site: &TestSite, function: &str, cookie: &str, form: &str) -> Answer {
    let headers = [("accept", "application/json"), ("cookie", cookie)];
    let answer = site.post(&format!("/fn/{function}"), &headers, form).await;
    assert_eq!(answer.status, 200, "{function}: {}", answer.body);
    answer
}

/// What nobody should find in the log of somebody who makes an account and a list, invites somebody
/// else, writes to the team, and asks for a new password: what was mailed, and their session.
async fn person(site: &TestSite, mails: &mut Mails) -> Vec<String> {
    let giver = format!("__Host-giver=CANARYbrowser{}", "x".repeat(43));
    let wish = "name=CANARYown&email=canaryown%40mail.example&password=CANARY+seven+otters+hum";
    post(site, "sign_up", &giver, wish).await;
    let mail = mails.next("canaryown@", "    ").await;
    let code = mail.lines().find_map(|line| line.strip_prefix("    ")).unwrap().trim().to_owned();
    let typed = format!("code={}", code.replace(' ', "+"));
    let entered = post(site, "confirm_code", &giver, &typed).await;
    let mut set = entered.headers().filter(|(name, _)| *name == "set-cookie");
    let session = set.find_map(|(_, set)| set.split(';').next()?.strip_prefix("__Host-session="));
    let session = session.unwrap().to_owned();
    let cookie = format!("{giver}; __Host-session={session}");

    let wish = "title=CANARYtitle&occasion=wedding&welcome=CANARYwelcome";
    let made = post(site, "create_list", &cookie, wish).await;
    let list = format!("list={}", made.header("location").trim_start_matches("/lists/"));
    let gift = "name=CANARYgift&notes=CANARYnotes&link=https%3A%2F%2Fcanary.example%2FCANARYpage";
    post(site, "add_gift", &cookie, &format!("{list}&{gift}")).await;
    post(site, "share_list", &cookie, &list).await;
    post(site, "set_passcode", &cookie, &format!("{list}&passcode=CANARYpasscode")).await;
    let friend = format!("{list}&email=canaryfriend%40mail.example");
    post(site, "invite_by_mail", &cookie, &friend).await;
    let invitation = mails.token("canaryfriend@", "/join/").await;
    site.get(&format!("/join/{invitation}"), &[("accept", "text/html")]).await;
    let words = "name=CANARYname&email=canarywriter%40mail.example&message=CANARYmessage";
    post(site, "contact", &cookie, words).await;
    post(site, "ask_reset", &giver, "email=canaryown%40mail.example").await;
    let reset = mails.token("canaryown@", "/reset/").await;
    let wish = format!("token={reset}&password=CANARY+nine+otters+sing");
    post(site, "reset_password", &giver, &wish).await;
    vec![code, session, invitation, reset]
}

/// What nobody should find in the log, of a list and of a reservation that a program made on it.
async fn program(site: &TestSite, mails: &mut Mails) -> Vec<String> {
    let world = world(&site.running.site).await;
    let known = format!("CANARYknown{}", "x".repeat(43));
    let headers = [("giver-token", known.as_str()), ("idempotency-key", "CANARYkey")];
    let (list, gift) = (&world.share, world.gift);
    let path = format!("/api/v1/lists/{list}/reserve/{gift}/email/canarygiver%40mail.example");
    let body = "{\"name\": \"CANARYgiver\", \"quantity\": 1}";
    let made = site.send("POST", &path, &headers, Some(body)).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made: serde_json::Value = serde_json::from_str(&made.body).unwrap();
    let manage = made["manage_token"].as_str().unwrap().to_owned();
    let mailed = mails.token("canarygiver@", "/r/").await;
    site.get(&format!("/r/{mailed}"), &[("accept", "text/html")]).await;
    post(site, "confirm_address", "", &format!("token={mailed}")).await;
    for (method, path) in [
        ("GET", format!("/api/v1/lists/{list}/shared")),
        ("DELETE", format!("/api/v1/lists/reserve/{manage}/email/canarygiver%40mail.example")),
        ("PUT", format!("/api/v1/lists/purchase/{manage}/email/%FFcanarygiver%40mail.example")),
    ] {
        site.send(method, &path, &headers, None).await;
    }
    site.get("/api/v1/me", &[("authorization", "Bearer ewl_CANARYbearer")]).await;
    site.get("/api/v1/lists/CANARYlist/shared", &[("list-pass", "CANARYpass")]).await;
    vec![world.share, manage, mailed]
}

/// Begins to log as the program does, with as many details as there are.
fn log_into(folder: &Path) -> Telemetry {
    let mut settings = Settings::default();
    settings.log.filter = "trace".to_owned();
    settings.log.folder = folder.to_owned();
    let telemetry = telemetry::start(&settings).unwrap();
    // A test that breaks says why.
    drop(std::panic::take_hook());
    telemetry
}

/// All that was logged there.
fn logged(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap();
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

// R7.2, R10.8
#[test]
fn no_token_address_password_or_cookie_is_logged() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    run(async move {
        let telemetry = log_into(&place);
        let (port, mut mails) = mail_server().await;
        let smtp = format!("smtp://127.0.0.1:{port}");
        let site = start(|settings| settings.mail.smtp_url = Secret::new(smtp)).await;
        let known = [
            ("cookie", "__Host-session=CANARYcookie; __Host-giver=CANARYgiver"),
            ("x-forwarded-for", "198.51.100.77"),
            ("user-agent", "CANARYagent"),
            ("referer", "http://127.0.0.1:3000/r/CANARYreferer"),
            ("accept", "text/html"),
        ];
        for path in [
            "/l/CANARYshare?q=CANARYquery",
            "/r/CANARYmanage",
            "/reset/CANARYreset.1",
            "/CANARYpath",
        ] {
            site.get(path, &known).await;
        }
        let form = "email=CANARYmail%40mail.example&password=CANARYpassword&next=%2Fl%2FCANARYnext";
        site.post("/fn/sign_in", &known, form).await;
        site.post("/fn/ask_reset", &known, form).await;
        let sign_up =
            "name=CANARYname&email=canarymail2%40mail.example&password=CANARY+seven+teapots";
        site.post("/fn/sign_up", &known, sign_up).await;
        site.post("/fn/confirm_code", &known, "code=918273").await;
        let carried =
            [("authorization", "Bearer ewl_CANARYtoken"), ("idempotency-key", "CANARYkey")];
        site.send("GET", "/api/v1/me?q=CANARYquery", &carried, None).await;
        site.send("GET", "/api/v1/CANARYpath", &carried, None).await;
        let reserve = "/api/v1/lists/CANARYshare/reserve/CANARYgift/email/canarymail@mail.example";
        let body = "{\"name\": \"CANARYname\", \"quantity\": 1}";
        site.send("POST", reserve, &carried[1..], Some(body)).await;
        site.send("CANARYMETHOD", "/", &[], None).await;
        let elsewhere = [("origin", "https://evil.example")];
        let foreign = site.send("CANARYMETHOD", "/lists", &elsewhere, None).await;
        assert_eq!(foreign.status, 403);
        site.raw(b"GET /CANARYbroken HTTP/9\r\nCANARYheader\r\n\r\n").await;
        let mut secrets = program(&site, &mut mails).await;
        secrets.extend(person(&site, &mut mails).await);
        site.stop().await;
        // The rest of it is written.
        drop(telemetry);
        let log = logged(&place);
        assert!(log.contains("/api/v1/lists/{id}/reserve/{productid}/email/{email}"), "{log}");
        for secret in secrets {
            assert!(!log.contains(&secret), "{secret}");
        }
    });
    let log = logged(folder.path());
    assert!(log.contains("/l/{share}") && log.contains("/fn/sign_in"), "routes are named: {log}");
    assert!(log.contains("/api/v1/me"), "routes are named: {log}");
    assert!(log.contains("request.id") && log.contains("http.status"));
    for canary in ["canary", "198.51.100", "127.0.0.1:3000/r", "@mail", "%40mail"] {
        let found = log.lines().find(|line| line.to_ascii_lowercase().contains(canary));
        assert_eq!(found, None, "{canary}");
    }
    // The code that was typed: within ids and moments the same digits may follow each other by chance.
    let has_code =
        |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == "918273");
    assert_eq!(log.lines().find(|line| has_code(line)), None);
}
