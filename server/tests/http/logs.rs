//! What the log says, and above all what it does not.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

use crate::{
    people::world,
    site::{TestSite, run, start},
};

/// What nobody should find in the log, of a list and of a reservation that a program made on it.
async fn program(site: &TestSite) -> [String; 2] {
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
    for (method, path) in [
        ("GET", format!("/api/v1/lists/{list}/shared")),
        ("DELETE", format!("/api/v1/lists/reserve/{manage}/email/canarygiver%40mail.example")),
        ("PUT", format!("/api/v1/lists/purchase/{manage}/email/%FFcanarygiver%40mail.example")),
    ] {
        site.send(method, &path, &headers, None).await;
    }
    site.get("/api/v1/me", &[("authorization", "Bearer ewl_CANARYbearer")]).await;
    site.get("/api/v1/lists/CANARYlist/shared", &[("list-pass", "CANARYpass")]).await;
    [world.share, manage]
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

// R7.2, R10.8
#[test]
fn no_token_address_password_or_cookie_is_logged() {
    let lines = Lines::default();
    // At the level where libraries are most talkative.
    tracing_subscriber::fmt()
        .json()
        .with_env_filter("debug,surrealdb=info,surrealdb_core=info")
        .with_writer(lines.clone())
        .init();
    let written = lines.clone();
    run(async move {
        let site = start(|_| {}).await;
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
        let tokens = program(&site).await;
        site.stop().await;
        let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("/api/v1/lists/{id}/reserve/{productid}/email/{email}"), "{log}");
        for token in tokens {
            assert!(!log.contains(&token), "{token}");
        }
    });
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/l/{share}") && log.contains("/fn/sign_in"), "routes are named: {log}");
    assert!(log.contains("/api/v1/me"), "routes are named: {log}");
    assert!(log.contains("request.id") && log.contains("http.status"));
    for canary in ["canary", "198.51.100", "918273", "127.0.0.1:3000/r", "@mail", "%40mail"] {
        let found = log.lines().find(|line| line.to_ascii_lowercase().contains(canary));
        assert_eq!(found, None, "{canary}");
    }
}
