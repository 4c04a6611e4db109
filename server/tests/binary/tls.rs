//! TLS of our own: asked by `openssl s_client`, with a certificate that is renewed while the program
//! runs.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    catcher::{Catcher, Manner},
    program::{Program, Serving, free_port, send, until},
};

/// Makes a certificate and its key in a folder, for this machine, good for some days.
fn make(folder: &Path, days: u32) -> [PathBuf; 2] {
    let files = ["chain.pem", "key.pem"].map(|file| folder.join(file));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", &days.to_string(), "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .arg("-out")
        .arg(&files[0])
        .arg("-keyout")
        .arg(&files[1])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    files
}

/// What `openssl s_client` tells of a conversation, in which a request is sent.
fn asked(serving: &Serving, more: &[&str]) -> String {
    let mut child = Command::new("openssl")
        .args(["s_client", "-ign_eof", "-servername", "localhost", "-connect"])
        .arg(serving.address.to_string())
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Who was refused has hung up.
    let _ =
        stdin.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The certificate that it shows, as text.
fn shown(serving: &Serving) -> String {
    let told = asked(serving, &[]);
    let (_, rest) = told.split_once("-----BEGIN CERTIFICATE-----").unwrap();
    rest.split_once("-----END").unwrap().0.to_owned()
}

fn text(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let (_, rest) = text.split_once("-----BEGIN CERTIFICATE-----").unwrap();
    rest.split_once("-----END").unwrap().0.to_owned()
}

#[test]
fn the_site_speaks_tls_and_takes_a_new_certificate_while_it_runs() {
    let catcher = Catcher::start(Manner::Takes);
    let mut program = Program::new();
    let [chain, key] = make(program.folder(), 90);
    let (port, clear) = (free_port(), free_port());
    program.set("MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", catcher.port));
    program.set("TLS__CERTIFICATE_FILE", chain.display());
    program.set("TLS__KEY_FILE", key.display());
    program.set("SITE__PUBLIC_URL", format!("https://localhost:{port}"));
    program.set("SERVER__LISTEN", format!("127.0.0.1:{port}"));
    program.set("SERVER__REDIRECT_LISTEN", format!("127.0.0.1:{clear}"));
    let serving = program.serve();

    for version in ["-tls1_2", "-tls1_3"] {
        let told = asked(&serving, &[version]);
        assert!(told.contains("HTTP/1.1 200") && told.contains("\nok"), "{version}: {told}");
    }
    let told = asked(&serving, &["-alpn", "h2,http/1.1"]);
    assert!(told.contains("ALPN protocol: h2"), "{told}");
    let told = asked(&serving, &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]);
    assert!(!told.contains("HTTP/1.1 200"), "{told}");
    // Whoever speaks without TLS gets no answer here, and is sent here from the other address.
    assert!(serving.get("/").is_none());
    let there = format!("location: https://localhost:{port}/faq?x=1");
    let clear = ([127, 0, 0, 1], clear).into();
    let sent_on = send(clear, "GET", "/faq?x=1", &[], "").unwrap();
    assert!(sent_on.status == 301 && sent_on.head.contains(&there), "{sent_on:?}");
    assert_eq!(send(clear, "POST", "/fn/sign_in", &[], "email=x").unwrap().status, 403);
    assert_eq!(send(clear, "GET", "/readyz", &[], "").unwrap().status, 200);
    program.run(&["healthcheck"]).with(0);
    let said = program.run(&["doctor"]).out;
    assert!(said.contains("The certificate is good until") && said.contains("is ready"), "{said}");

    // Renewed, and read at once where it is asked for.
    assert_eq!(shown(&serving), text(&chain));
    let folder = program.folder().join("next");
    fs::create_dir(&folder).unwrap();
    let [next_chain, next_key] = make(&folder, 120);
    fs::copy(&next_chain, &chain).unwrap();
    fs::copy(&next_key, &key).unwrap();
    serving.signal("HUP");
    until("the new certificate", || shown(&serving) == text(&next_chain));

    // One that can not be used is told of, and changes nothing.
    fs::write(&key, "no key").unwrap();
    serving.signal("HUP");
    until("a warning", || serving.log().contains("the old one stays"));
    assert_eq!(shown(&serving), text(&next_chain));
    assert!(asked(&serving, &[]).contains("HTTP/1.1 200"));
    assert!(program.run(&["doctor"]).with(1).contains("holds no key"));
    assert_eq!(serving.stop(), Some(0));
    let said = program.run(&["serve"]).with(1);
    assert!(said.contains("the certificate can not be used"), "{said}");
}
