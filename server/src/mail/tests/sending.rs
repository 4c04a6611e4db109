//! What the mail server makes of mails, and what the worker makes of its answers.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta};
use domain::{EmailAddress, OutboxId};
use tokio::sync::Notify;
use uuid::Uuid;

use super::{
    super::{
        message::Letterhead,
        render::Renderer,
        worker::{Outbox as _, Outcome},
    },
    catcher::{Catcher, Mood},
    samples::note,
    tray::{Flaw, Tray, impatient_worker, worker},
};

#[tokio::test]
async fn a_mail_is_sent_once() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    let id = tray.put(1, Flaw::None);
    let worker = worker(&tray, &catcher.url());
    worker.drain().await;
    worker.drain().await;
    let caught = catcher.caught();
    assert_eq!(caught.len(), 1);
    assert_eq!(caught[0].to, "RCPT TO:<n1@example.org>");
    assert_eq!(caught[0].field("Message-ID"), format!("<{id}@x.example>"));
    assert_eq!(tray.outcomes(id), [Outcome::Done]);
}

#[test]
fn mails_come_from_an_address_that_every_server_takes() {
    let from = |address: &str| Letterhead::new("x", address, "https://x.example", String::new());
    assert!(from("nobody").is_err());
    let reader = EmailAddress::parse("n1@example.org").unwrap();
    for (address, sent) in [
        (" hello@ewelists.example ", "hello@ewelists.example"),
        ("hello@wünsche.example", "hello@xn--wnsche-3ya.example"),
    ] {
        let mail = Renderer::new().unwrap().render(&note("A note")).unwrap();
        let id = OutboxId::new(Uuid::from_u128(1));
        let message = from(address).unwrap().message(id, &reader, mail, DateTime::UNIX_EPOCH);
        let message = message.unwrap();
        assert_eq!(message.envelope().from().unwrap().to_string(), sent);
    }
}

#[tokio::test]
async fn many_mails_go_over_few_connections() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    for number in 1..=200 {
        tray.put(number, Flaw::None);
    }
    worker(&tray, &catcher.url()).drain().await;
    let to: std::collections::HashSet<_> = catcher.caught().iter().map(|c| c.to.clone()).collect();
    assert_eq!((catcher.caught().len(), to.len()), (200, 200));
    assert!(catcher.connections() < 100, "{}", catcher.connections());
}

// R7.1, R7.3
#[tokio::test]
async fn a_declined_mail_is_tried_again_under_the_same_message_id() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    catcher.then([Mood::Decline]);
    let id = tray.put(1, Flaw::None);
    let worker = worker(&tray, &catcher.url());
    worker.drain().await;
    let again = tray.now() + TimeDelta::seconds(10);
    assert_eq!(tray.outcomes(id), [Outcome::Again(again, "declined for now")]);
    tray.advance(TimeDelta::seconds(10));
    worker.drain().await;
    assert_eq!(tray.outcomes(id).last(), Some(&Outcome::Done));
    assert_eq!(catcher.caught()[0].field("Message-ID"), format!("<{id}@x.example>"));
}

#[tokio::test]
async fn a_refused_mail_is_given_up_at_once() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    catcher.then([Mood::Refuse]);
    let id = tray.put(1, Flaw::None);
    worker(&tray, &catcher.url()).drain().await;
    tray.advance(TimeDelta::days(1));
    worker(&tray, &catcher.url()).drain().await;
    assert_eq!(tray.outcomes(id), [Outcome::Dead("refused")]);
    assert_eq!(catcher.tries(), 1);
}

#[tokio::test]
async fn not_being_let_in_is_no_refusal_of_the_mail() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    catcher.then([Mood::LockOut]);
    let id = tray.put(1, Flaw::None);
    worker(&tray, &catcher.url()).drain().await;
    assert!(matches!(tray.outcomes(id)[..], [Outcome::Again(_, "the mail server is away")]));
}

// R7.1
#[tokio::test]
async fn a_server_that_turns_us_away_refuses_no_mail() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    catcher.turn_away(true);
    let id = tray.put(1, Flaw::None);
    let worker = worker(&tray, &catcher.url());
    worker.drain().await;
    assert!(matches!(tray.outcomes(id)[..], [Outcome::Again(_, "the mail server is away")]));
    catcher.turn_away(false);
    tray.advance(TimeDelta::seconds(10));
    worker.drain().await;
    assert_eq!(tray.outcomes(id).last(), Some(&Outcome::Done));
}

#[tokio::test]
async fn no_bad_mail_blocks_the_next() {
    for mood in [Mood::Refuse, Mood::Decline, Mood::Hang, Mood::Reset, Mood::LockOut] {
        let (catcher, tray) = (Catcher::start().await, Tray::new());
        catcher.then([mood]);
        let bad = tray.put(1, Flaw::None);
        let worker = impatient_worker(&tray, &catcher.url());
        worker.drain().await;
        assert_ne!(tray.outcomes(bad), [Outcome::Done], "{mood:?}");
        let good: Vec<_> = (2..=9).map(|number| tray.put(number, Flaw::None)).collect();
        worker.drain().await;
        for id in good {
            assert_eq!(tray.outcomes(id), [Outcome::Done], "{mood:?}");
        }
        let caught = catcher.caught();
        assert!(!caught.iter().any(|caught| caught.to.contains("<n1@")), "{mood:?}");
    }
}

#[tokio::test]
async fn a_mail_that_hangs_does_not_lend_its_answer_to_another() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    let worker = impatient_worker(&tray, &catcher.url());
    tray.put(1, Flaw::None);
    worker.drain().await;
    // The same connection, used again, and then left in the middle of a conversation.
    catcher.then([Mood::Hang]);
    let hangs = tray.put(2, Flaw::None);
    worker.drain().await;
    assert!(matches!(
        tray.outcomes(hangs)[..],
        [Outcome::Again(_, "the mail server was too slow")]
    ));
    catcher.then([Mood::Refuse]);
    let refused = tray.put(3, Flaw::None);
    worker.drain().await;
    assert_eq!(tray.outcomes(refused), [Outcome::Dead("refused")]);
}

#[tokio::test]
async fn a_panic_is_caught_and_the_next_mail_goes_out() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    let poison = tray.put(1, Flaw::Panics);
    let good = tray.put(2, Flaw::None);
    let worker = worker(&tray, &catcher.url());
    worker.drain().await;
    assert!(matches!(tray.outcomes(poison)[..], [Outcome::Again(_, "a panic")]));
    assert_eq!(tray.outcomes(good), [Outcome::Done]);
    for _ in 0..20 {
        tray.advance(TimeDelta::hours(6));
        worker.drain().await;
    }
    let outcomes = tray.outcomes(poison);
    assert_eq!((outcomes.len(), outcomes.last()), (10, Some(&Outcome::Dead("a panic"))));
}

// R7.1
#[tokio::test]
async fn a_mail_that_ends_the_process_each_time_is_given_up() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    let killer = tray.put(1, Flaw::None);
    tray.change(killer, |row| row.attempts = 10);
    worker(&tray, &catcher.url()).drain().await;
    assert_eq!(tray.outcomes(killer), [Outcome::Dead("it ends the process")]);
    assert_eq!(catcher.tries(), 0);
}

#[tokio::test]
async fn a_moot_mail_is_done_and_not_sent() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    let id = tray.put(1, Flaw::IsMoot);
    worker(&tray, &catcher.url()).drain().await;
    assert_eq!((tray.outcomes(id), catcher.tries()), (vec![Outcome::Moot("for a test")], 0));
}

// R7.1: pauses that grow.
#[tokio::test]
async fn an_outage_of_hours_loses_nothing_and_ends_within_minutes() {
    for mood in [Mood::Decline, Mood::Reset, Mood::LockOut] {
        let (catcher, tray) = (Catcher::start().await, Tray::new());
        catcher.always(mood);
        let worker = worker(&tray, &catcher.url());
        let mut ids = vec![];
        for minute in 0..180 {
            ids.push(tray.put(minute + 1, Flaw::None));
            tray.advance(TimeDelta::minutes(1));
            worker.round().await;
        }
        let tries = catcher.tries();
        assert!(tries < 500, "{mood:?}: a server that is down is left in peace, {tries}");
        catcher.always(Mood::Take);
        for _ in 0..10 {
            tray.advance(TimeDelta::seconds(30));
            worker.drain().await;
        }
        for id in ids {
            assert_eq!(tray.outcomes(id).last(), Some(&Outcome::Done), "{mood:?}");
        }
    }
}

// R7.1: once it is over, however many codes ran out meanwhile.
#[tokio::test]
async fn after_an_outage_no_mail_waits_for_those_that_have_become_moot() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    catcher.always(Mood::LockOut);
    for number in 1..=3 {
        tray.put(number, Flaw::None);
    }
    let worker = worker(&tray, &catcher.url());
    worker.drain().await;
    catcher.always(Mood::Take);
    let moot: Vec<_> = (10..30).map(|number| tray.put(number, Flaw::IsMoot)).collect();
    let good = tray.put(30, Flaw::None);
    worker.round().await;
    assert_eq!(tray.outcomes(good), [Outcome::Done]);
    assert!(moot.iter().all(|id| tray.outcomes(*id) == [Outcome::Moot("for a test")]));
}

// R7.1, R7.5: one that goes first is the next to be tried whenever it may be.
#[tokio::test]
async fn a_mailbox_that_only_declines_keeps_no_other_mail_waiting() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    catcher.fill("<n1@example.org>");
    let declined = tray.put(1, Flaw::None);
    tray.change(declined, |row| row.goes_first = true);
    let worker = worker(&tray, &catcher.url());
    for _ in 0..10 {
        tray.advance(TimeDelta::minutes(1));
        worker.round().await;
    }
    assert!(tray.outcomes(declined).len() > 3, "enough to take the mail server for down");
    let good = tray.put(2, Flaw::None);
    for _ in 0..2 {
        tray.advance(TimeDelta::minutes(1));
        worker.round().await;
    }
    assert_eq!(tray.outcomes(good), [Outcome::Done]);
    assert!(matches!(tray.outcomes(declined).last(), Some(Outcome::Again(..))));
}

// R7.1: as often as a new one.
#[tokio::test]
async fn an_old_mail_that_is_sent_once_more_is_not_given_up_within_minutes() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    catcher.always(Mood::LockOut);
    let id = tray.put(1, Flaw::None);
    tray.change(id, |row| row.made_at -= TimeDelta::days(3));
    let worker = worker(&tray, &catcher.url());
    for _ in 0..12 {
        tray.advance(TimeDelta::minutes(1));
        worker.round().await;
    }
    assert!(matches!(tray.outcomes(id).last(), Some(Outcome::Again(..))));
    tray.advance(TimeDelta::days(1));
    worker.round().await;
    assert_eq!(tray.outcomes(id).last(), Some(&Outcome::Dead("the mail server is away")));
}

#[tokio::test]
async fn a_server_that_is_gone_is_an_outage_too() {
    let tray = Tray::new();
    let id = tray.put(1, Flaw::None);
    worker(&tray, "smtp://127.0.0.1:1").drain().await;
    assert!(matches!(tray.outcomes(id)[..], [Outcome::Again(_, "the mail server is away")]));
}

#[tokio::test]
async fn the_worker_wakes_sends_and_ends_with_the_site() {
    let (catcher, tray) = (Catcher::start().await, Tray::new());
    let wake = Arc::new(Notify::new());
    let worker = Arc::new(worker(&tray, &catcher.url()));
    let closing = worker.closing.clone();
    let running = tokio::spawn({
        let (worker, wake) = (Arc::clone(&worker), Arc::clone(&wake));
        async move { worker.run(&wake).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let id = tray.put(1, Flaw::None);
    wake.notify_one();
    // Sooner than it looks by itself.
    let soon = tokio::time::timeout(Duration::from_secs(4), async {
        while tray.outcomes(id).is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    soon.await.unwrap();
    let left = tray.put(2, Flaw::None);
    tray.change(left, |row| row.leased = true);
    closing.cancel();
    tokio::time::timeout(Duration::from_secs(40), running).await.unwrap().unwrap();
    assert!(!tray.is_leased(left));
    assert_eq!(worker.in_a_row.load(Ordering::Relaxed), 0);
}
