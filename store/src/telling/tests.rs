use chrono::{DateTime, TimeDelta, Utc};
use domain::{WebhookForm, WebhookId};
use uuid::Uuid;

use super::*;
use crate::{DeliveryOutcome, in_tests::run, tx::transact, work::Housekeeping};

fn now() -> DateTime<Utc> {
    "2026-11-01T12:00:00Z".parse().unwrap()
}

/// The site's own program hears that a day was counted.
async fn counted(store: &Store) -> Result<()> {
    let pen = &Housekeeping(now());
    transact!(store, pen, |work| store.tell_of_day(work, now().date_naive()).await)
}

/// Whoever wants to hear of these in one act does.
async fn told(store: &Store, messages: &[(Hearer, WebhookMessage)]) -> Result<()> {
    let pen = &Housekeeping(now());
    transact!(store, pen, |work| store.tell(work, messages, None).await)
}

/// So many messages to it are written, whoever wants them.
async fn filled(store: &Store, webhook: WebhookId, messages: i64) -> Result<()> {
    let pen = &Housekeeping(now());
    transact!(store, pen, |work| {
        let webhook = record("webhook", webhook);
        let message = WebhookMessage::Figures { day: now().date_naive() };
        for _ in 0..messages {
            let row = DeliveryRow::new(work.id(), &webhook, &message, None, work.now())?;
            work.create(row)?;
        }
        Ok(())
    })
}

async fn messages(store: &Store) -> u64 {
    store.counts().await.unwrap()["delivery"]
}

/// Programs of the site's own with these ids.
async fn programs(store: &Store, ids: &[WebhookId]) {
    let form = WebhookForm {
        url: "https://desk.example/in".to_owned(),
        events: vec!["figures.day".to_owned()],
    };
    let named: Vec<_> = ids.iter().map(|&id| (id, form.parse(true, false).unwrap())).collect();
    store.keep_site_webhooks(&named, now()).await.unwrap();
}

// R10.11: what nobody fetches does not grow without end.
#[test]
fn nothing_more_is_written_for_a_program_for_which_a_thousand_messages_wait() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(now()).await.unwrap();
        let id = WebhookId::new(Uuid::from_u128(7));
        programs(&store, &[id]).await;
        counted(&store).await.unwrap();
        assert_eq!(messages(&store).await, 1);
        filled(&store, id, MOST_WAITING - 2).await.unwrap();
        for _ in 0..3 {
            counted(&store).await.unwrap();
        }
        assert_eq!(messages(&store).await, 1000);

        // As soon as one of them is done there is room again.
        let due = store.claim_deliveries(now(), 60, 1).await.unwrap().remove(0);
        let taken = DeliveryOutcome::Delivered(200);
        store.settle_delivery(due.delivery.id, now(), taken).await.unwrap();
        for _ in 0..3 {
            counted(&store).await.unwrap();
        }
        assert_eq!(messages(&store).await, 1001);
    });
}

// R10.12: how much waits for one keeps nothing from another, and no act goes beyond the thousandth.
#[test]
fn who_has_room_is_told_up_to_the_thousandth_however_much_waits_for_others() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(now()).await.unwrap();
        let ids = [1, 2, 3].map(|number| WebhookId::new(Uuid::from_u128(number)));
        let [full, nearly, idle] = ids;
        programs(&store, &ids).await;
        filled(&store, full, MOST_WAITING).await.unwrap();
        filled(&store, full, 5).await.unwrap();
        filled(&store, nearly, MOST_WAITING - 2).await.unwrap();
        for (webhook, room) in [(full, 0), (nearly, 2), (idle, 1000)] {
            assert_eq!(store.room(&record("webhook", webhook)).await.unwrap(), room);
        }

        // Three in one act, of which two have room with the one for which nearly as much waits.
        let before = messages(&store).await;
        let three = [0, 1, 2].map(|days| {
            let day = now().date_naive() + TimeDelta::days(days);
            (Hearer::Admins, WebhookMessage::Figures { day })
        });
        told(&store, &three).await.unwrap();
        assert_eq!(messages(&store).await, before + 2 + 3);
        for (webhook, room) in [(full, 0), (nearly, 0), (idle, 997)] {
            assert_eq!(store.room(&record("webhook", webhook)).await.unwrap(), room);
        }
    });
}
