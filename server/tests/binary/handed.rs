//! A site that is killed between handing a mail over and noting that it was taken. `MAIL_KILLS` says how
//! often.

use std::net::SocketAddr;

use crate::{
    catcher::{Catcher, Manner, header},
    clock,
    mail::sign_up,
    program::{Program, asked_for, own_address, send, until},
};

/// By then others may take what the process that was killed was sending.
const LEASE_IS_OVER: i64 = 90;

/// How many mails wait, by the figures that are for Prometheus.
fn waiting(figures: SocketAddr) -> Option<u32> {
    let answer = send(figures, "GET", "/metrics", &[], "")?;
    let line = answer.body.lines().find_map(|line| line.strip_prefix("ewelists_outbox_waiting "));
    line?.trim().parse().ok()
}

/// The ids under which mails went to somebody, once for each time.
fn ids(mails: &[String], who: &str) -> Vec<String> {
    let theirs = mails.iter().filter(|mail| header(mail, "To").contains(&format!("{who}@")));
    theirs.map(|mail| header(mail, "Message-ID").to_owned()).collect()
}

// R7.1, R7.3
#[test]
fn a_mail_that_was_handed_over_and_not_noted_comes_again_under_the_same_id_and_none_is_lost() {
    let catcher = Catcher::start(Manner::Takes);
    let figures = own_address();
    let mut program = Program::new();
    program.set("MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", catcher.port));
    program.set("METRICS__LISTEN", figures);
    program.set("WATCH__MAILS", false);
    let (offset, mut later) = (clock::set_by_file(&mut program), 0);
    for kill in 0..asked_for("MAIL_KILLS", 4) {
        // Before the mail server says that it has it, and as soon as it has said so.
        let keeps = kill % 2 == 0;
        let mut serving = program.serve();
        catcher.turn(if keeps { Manner::Keeps } else { Manner::Kills(serving.id()) });
        let who = format!("person{kill}");
        sign_up(&serving, &who);
        if keeps {
            until("the mail", || !ids(&catcher.heard(), &who).is_empty());
            serving.signal("KILL");
        }
        assert_eq!(serving.ended(), None, "{}", serving.log());

        catcher.turn(Manner::Takes);
        later += LEASE_IS_OVER;
        clock::set(&offset, later);
        let serving = program.serve();
        until("an empty outbox", || waiting(figures) == Some(0));
        assert_eq!(serving.stop(), Some(0));
        let (heard, taken) = (ids(&catcher.heard(), &who), ids(&catcher.taken(), &who));
        assert!(!taken.is_empty(), "the mail to {who} is lost");
        // What the mail server had said may have been noted in time.
        let most_and_least = if keeps { 2..=2 } else { 1..=2 };
        assert!(most_and_least.contains(&heard.len()), "{who}: {heard:?}");
        assert!(heard.iter().all(|id| !id.is_empty() && *id == heard[0]), "{who}: {heard:?}");
    }
}
