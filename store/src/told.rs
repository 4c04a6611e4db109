//! What was written about reservations, so that several changes of a gift become one mail, and
//! nobody who never heard of a change is told that it was undone (R4.6).

use domain::{Letter, OutboxId, ReservationId};
use surrealdb::types::RecordId;

use crate::{
    MailState, Result, Store,
    row::{id_of, mail::OutboxRow, record},
};

const MAILS_ABOUT: &str = include_str!("../query/mails_about.surql");

/// About how many reservations the store is asked at once. Where more values are named, the engine uses
/// no index and reads every mail there is.
const MOST_AT_ONCE: usize = 32;

/// A mail about a reservation, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAbout {
    /// Its id; later ones are greater.
    pub id: OutboxId,
    /// What it says, and to whom.
    pub letter: Letter,
    /// Whether the mail server took it. One that had nothing to say any more was not sent.
    pub sent: bool,
}

impl Store {
    /// Every mail about these reservations, the oldest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn mails_about(&self, reservations: &[ReservationId]) -> Result<Vec<MailAbout>> {
        let mut mails = Vec::new();
        for some in reservations.chunks(MOST_AT_ONCE) {
            let records: Vec<RecordId> = some.iter().map(|id| record("reserved", id)).collect();
            let ask = self.ask(MAILS_ABOUT).with("reservations", records);
            let rows: Vec<OutboxRow> = ask.one().await?;
            for row in rows {
                mails.push(MailAbout {
                    id: id_of(&row.id)?,
                    letter: row.letter()?,
                    sent: row.state == MailState::Sent.code() && row.reason.is_none(),
                });
            }
        }
        mails.sort_by_key(|mail| mail.id);
        Ok(mails)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use surrealdb::types::Variables;
    use uuid::Uuid;

    use super::*;
    use crate::in_tests::{plan, run};

    // R7.1: what it costs to know what was written does not follow from how many mails there are.
    #[test]
    fn mails_about_as_many_reservations_as_are_asked_about_at_once_are_found_by_an_index() {
        run(async {
            let store = Store::open("mem://").await.unwrap();
            store.migrate(DateTime::UNIX_EPOCH).await.unwrap();
            let question = MAILS_ABOUT.trim_end().trim_end_matches(';');
            for many in [1, 2, MOST_AT_ONCE] {
                let some = (0..many).map(|number| {
                    record("reserved", ReservationId::new(Uuid::from_u128(number as u128)))
                });
                let mut bound = Variables::new();
                bound.insert("reservations", some.collect::<Vec<RecordId>>());
                let plan =
                    plan(&store, &format!("LET $mails = ({question});"), "mails", bound).await;
                assert!(plan.contains("index: outbox_about"), "{many}: {plan}");
            }
        });
    }
}
