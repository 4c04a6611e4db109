use surrealdb::types::Variables;

use super::*;
use crate::{
    in_tests::{plan, run},
    mailroom::MAILROOM_COUNTS,
};

// R7.1: what a claim costs does not follow from how many mails wait.
#[test]
fn a_claim_of_mails_reads_from_the_beginning_of_an_index_and_sorts_nothing() {
    run(async {
        let now = DateTime::UNIX_EPOCH;
        let store = Store::open("mem://").await.unwrap();
        store.migrate(now).await.unwrap();
        for (name, index) in [("held", "lease_until"), ("due", "outbox_due")] {
            let mut bound = Variables::new();
            bound.insert("now", now);
            bound.insert("most", 32_i64);
            bound.insert("held", vec![record("outbox", "one")]);
            let plan = plan(&store, OUTBOX_DUE, name, bound).await;
            assert!(plan.contains(&format!("index: {index}")), "{plan}");
            assert!(!plan.contains("Sort"), "{plan}");
        }
    });
}

#[test]
fn every_state_of_a_mail_reads_back() {
    for state in [MailState::Waiting, MailState::Sent, MailState::Refused] {
        assert_eq!(MailState::from_code(state.code()), Some(state));
    }
    assert_eq!(MailState::from_code("refused"), None);
}

// R7.1: nor does what it costs to know how things are with them, which is asked each minute.
#[test]
fn how_many_mails_wait_and_how_long_is_known_without_reading_them_all() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(DateTime::UNIX_EPOCH).await.unwrap();
        for (file, count) in [(OUTBOX_BACKLOG, "waiting"), (MAILROOM_COUNTS, "every")] {
            let mut bound = Variables::new();
            bound.insert("most", MOST_READ);
            bound.insert("lists", vec![record("list", "one")]);
            bound.insert("kinds", vec!["all_reservations"]);
            let first = plan(&store, file, "first", bound.clone()).await;
            assert!(first.contains("index: outbox_done") && !first.contains("Sort"), "{first}");
            let counted = plan(&store, file, count, bound).await;
            assert!(counted.contains("IndexCountScan"), "{counted}");
        }
    });
}
