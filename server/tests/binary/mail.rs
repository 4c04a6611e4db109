//! A mail server that fails costs no mail, stops nothing else, and is told of.

use std::time::{Duration, Instant};

use crate::{
    catcher::{Catcher, Manner, header},
    program::{Program, Serving, until},
};

const FORM: [(&str, &str); 3] = [
    ("content-type", "application/x-www-form-urlencoded"),
    ("sec-fetch-site", "same-origin"),
    ("accept", "text/html"),
];

/// Somebody signs up, whose address begins with this.
#[track_caller]
pub fn sign_up(serving: &Serving, who: &str) {
    let form = format!("name=Ada&email={who}%40mail.example&password=three+woolly+sheep+sleep");
    let answer = serving.send("POST", "/fn/sign_up", &FORM, &form).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// Somebody signs up while the mail server is so; it recovers, and the code arrives.
fn recovers_from(manner: Manner) -> Catcher {
    let catcher = Catcher::start(manner);
    let mut program = Program::new();
    program.set("MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", catcher.port));
    program.set("WATCH__MAIL_AGE", 2);
    program.set("WATCH__MAILS", false);
    let serving = program.serve();
    assert!(serving.is_ready());

    let begun = Instant::now();
    sign_up(&serving, "ada");
    // It is given ten seconds.
    assert!(begun.elapsed() < Duration::from_secs(10), "nobody waits for the mail server");
    until("503", || !serving.is_ready());
    let said = serving.get("/readyz").unwrap();
    assert!(said.body.contains("\"wrong\":[\"mail\"]"), "{}", said.body);
    assert_eq!(serving.get("/healthz").unwrap().status, 200);

    catcher.turn(Manner::Takes);
    until("the mail", || !catcher.taken().is_empty());
    until("readiness", || serving.is_ready());
    assert!(!serving.log().contains("ada@"), "{}", serving.log());
    assert_eq!(serving.stop(), Some(0));
    assert_eq!(catcher.taken().len(), 1, "once, and no more");
    catcher
}

// R7.1
#[test]
fn one_that_refuses_is_tried_again() {
    recovers_from(Manner::Refuses);
}

// R7.1
#[test]
fn one_that_hangs_holds_nobody_up() {
    recovers_from(Manner::Hangs);
}

// R7.1, R7.3
#[test]
fn one_that_takes_a_mail_and_does_not_say_so_gets_it_again_under_the_same_id() {
    let heard = recovers_from(Manner::Lies).heard();
    let ids: Vec<_> = heard.iter().map(|mail| header(mail, "Message-ID")).collect();
    let [first, second] = ids.as_slice() else { panic!("{ids:?}") };
    assert!(!first.is_empty() && first == second, "{ids:?}");
}
