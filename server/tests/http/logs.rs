//! What the log says, and above all what it does not.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

use crate::site::{run, start};

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

// R7
#[test]
fn no_token_address_password_or_cookie_is_logged() {
    let lines = Lines::default();
    // At the level where libraries are most talkative.
    tracing_subscriber::fmt()
        .json()
        .with_env_filter("debug,surrealdb=info,surrealdb_core=info")
        .with_writer(lines.clone())
        .init();
    run(async {
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
        site.raw(b"GET /CANARYbroken HTTP/9\r\nCANARYheader\r\n\r\n").await;
        site.stop().await;
    });
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/l/{share}") && log.contains("/fn/sign_in"), "routes are named: {log}");
    assert!(log.contains("request.id") && log.contains("http.status"));
    for canary in ["canary", "198.51.100", "918273", "127.0.0.1:3000/r", "@mail", "%40mail"] {
        let found = log.lines().find(|line| line.to_ascii_lowercase().contains(canary));
        assert_eq!(found, None, "{canary}");
    }
}
