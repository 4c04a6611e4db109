use chrono::{DateTime, Utc};
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

// R10.11: what nobody fetches does not grow without end.
#[test]
fn nothing_more_is_written_for_a_program_for_which_a_thousand_messages_wait() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(now()).await.unwrap();
        let form = WebhookForm {
            url: "https://desk.example/in".to_owned(),
            events: vec!["figures.day".to_owned()],
        };
        let id = WebhookId::new(Uuid::from_u128(7));
        let named = [(id, form.parse(true, false).unwrap())];
        store.keep_site_webhooks(&named, now()).await.unwrap();
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
