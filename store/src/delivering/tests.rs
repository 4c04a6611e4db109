use domain::{WebhookForm, WebhookId, WebhookMessage};
use surrealdb::types::Variables;
use uuid::Uuid;

use super::*;
use crate::in_tests::{plan, run};

fn minute(minutes: i64) -> DateTime<Utc> {
    let noon: DateTime<Utc> = "2026-11-01T12:00:00Z".parse().unwrap();
    noon + TimeDelta::minutes(minutes)
}

/// Three programs of the site's own, in the order of their ids.
async fn programs(store: &Store) -> [WebhookId; 3] {
    let form = WebhookForm {
        url: "https://desk.example/in".to_owned(),
        events: vec!["figures.day".to_owned()],
    };
    let ids = [1, 2, 3].map(|number| WebhookId::new(Uuid::from_u128(number)));
    let named = ids.map(|id| (id, form.parse(true, false).unwrap()));
    store.keep_site_webhooks(&named, minute(0)).await.unwrap();
    ids
}

/// So many messages to it are written at this moment.
async fn filled(
    store: &Store,
    webhook: WebhookId,
    messages: i64,
    moment: DateTime<Utc>,
) -> Result<()> {
    let pen = &Housekeeping(moment);
    transact!(store, pen, |work| {
        let webhook = record("webhook", webhook);
        let message = WebhookMessage::Figures { day: moment.date_naive() };
        for _ in 0..messages {
            let row = DeliveryRow::new(work.id(), &webhook, &message, None, work.now())?;
            work.create(row)?;
        }
        Ok(())
    })
}

// R10.12: a receiver keeps nobody else's messages waiting, however many wait for it.
#[test]
fn nobody_waits_behind_thousands_of_messages_to_somebody_else() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(minute(0)).await.unwrap();
        let [flooded, second, third] = programs(&store).await;
        for _ in 0..3 {
            filled(&store, flooded, MOST_READ, minute(0)).await.unwrap();
        }
        filled(&store, second, 2, minute(1)).await.unwrap();
        filled(&store, third, 1, minute(1)).await.unwrap();

        // The one for which thousands wait is served, too, and hangs.
        let hangs = store.claim_deliveries(minute(2), 600, 1).await.unwrap().remove(0);
        assert_eq!(hangs.webhook.id, flooded);
        let taken = DeliveryOutcome::Delivered(200);
        for (minutes, webhook) in [(2, second), (3, third), (4, second)] {
            let due = store.claim_deliveries(minute(minutes), 600, 1).await.unwrap().remove(0);
            assert_eq!(due.webhook.id, webhook, "served longest ago");
            store.settle_delivery(due.delivery.id, minute(minutes), taken).await.unwrap();
        }
        assert!(store.claim_deliveries(minute(5), 600, 8).await.unwrap().is_empty());

        // It comes back, fails, and rests. Its others are due all the same.
        filled(&store, third, 1, minute(12)).await.unwrap();
        let again = store.claim_deliveries(minute(12), 600, 8).await.unwrap();
        let webhooks: Vec<_> = again.iter().map(|due| due.webhook.id).collect();
        assert_eq!(webhooks, [flooded, third]);
        assert_eq!((again[0].delivery.id, again[0].attempts), (hangs.delivery.id, 1));
        let failed = DeliveryOutcome::Failed(None, Undelivered::Unreachable);
        store.settle_delivery(again[0].delivery.id, minute(12), failed).await.unwrap();
        filled(&store, second, 1, minute(12)).await.unwrap();
        let due = store.claim_deliveries(minute(12), 600, 8).await.unwrap();
        assert_eq!(due.iter().map(|due| due.webhook.id).collect::<Vec<_>>(), [second]);
    });
}

// R10.12: its oldest first, whether or not it was tried before.
#[test]
fn a_message_that_comes_again_goes_before_younger_ones() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(minute(0)).await.unwrap();
        let [webhook, ..] = programs(&store).await;
        filled(&store, webhook, 1, minute(0)).await.unwrap();
        filled(&store, webhook, 1, minute(1)).await.unwrap();
        let oldest = store.claim_deliveries(minute(2), 600, 8).await.unwrap().remove(0);
        let failed = DeliveryOutcome::Failed(None, Undelivered::Unreachable);
        store.settle_delivery(oldest.delivery.id, minute(2), failed).await.unwrap();
        let again = store.claim_deliveries(minute(60), 600, 8).await.unwrap();
        let [again] = again.as_slice() else { panic!("{again:?}") };
        assert_eq!((again.delivery.id, again.attempts), (oldest.delivery.id, 1));
    });
}

// R10.12: what a claim costs does not follow from how many messages wait.
#[test]
fn a_claim_of_messages_reads_from_the_beginning_of_an_index_and_sorts_nothing() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(minute(0)).await.unwrap();
        for (file, name, index) in [
            (DELIVERIES_DUE, "held", "lease_until"),
            (DELIVERIES_DUE, "due", "delivery_due"),
            (DELIVERIES_NEXT, "next", "delivery_waiting"),
        ] {
            let mut bound = Variables::new();
            bound.insert("now", minute(0));
            bound.insert("most", MOST_READ);
            bound.insert("webhook", record("webhook", "one"));
            let plan = plan(&store, file, name, bound).await;
            assert!(plan.contains(&format!("index: {index}")), "{plan}");
            assert!(!plan.contains("Sort"), "{plan}");
        }
    });
}

#[test]
fn every_state_of_a_message_reads_back() {
    use DeliveryState::{Dead, Delivered, Dropped, Waiting};
    for state in [Waiting, Delivered, Dropped, Dead] {
        assert_eq!(DeliveryState::from_code(state.code()), Some(state));
    }
    // What programs are told is another word.
    assert_eq!(DeliveryState::from_code("failed"), None);
}
