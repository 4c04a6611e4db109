//! How often owners hear about what givers do, and the digests of those who want one a day (R7.7).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{Giver, Letter, List, ListId, OwnerMails, PersonId, Reservation, Zone};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store, StoreError,
    row::{
        id_of,
        list::ListRow,
        record,
        reservation::{GiverRow, ReservedRow},
        thanks::{DigestRow, MailChoiceRow},
    },
    tx::transact,
    work::Housekeeping,
};

const MAIL_CHOICE: &str = include_str!("../query/mail_choice.surql");
const DAILY_READERS: &str = include_str!("../query/daily_readers.surql");
const DIGEST_ZONES: &str = include_str!("../query/digest_zones.surql");
const DIGEST_STANDING: &str = include_str!("../query/digest_standing.surql");
const DIGEST_TOUCHED: &str = include_str!("../query/digest_touched.surql");
const DIGEST: &str = include_str!("../query/digest.surql");
const GIVEN_ON: &str = include_str!("../query/given_on.surql");

/// For how many days it is kept what a digest covers: no mail waits longer.
const DIGEST_DAYS: i64 = 30;

/// From when to when a digest tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    /// What came later than this,
    pub since: DateTime<Utc>,
    /// and not later than that.
    pub until: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct Chosen {
    choice: Option<MailChoiceRow>,
}

#[derive(SurrealValue)]
struct Dated {
    zone: String,
    made_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct Standing {
    choice: Option<MailChoiceRow>,
    /// Whether the digest is written already.
    known: bool,
    lists: Vec<ListRow>,
    /// Digests that nobody asks for any more.
    past: Vec<DigestRow>,
}

#[derive(SurrealValue)]
struct GivenOn {
    reserved: ReservedRow,
    giver: GiverRow,
}

impl Store {
    /// How often a person wants to read of what givers do.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn owner_mails(&self, person: PersonId) -> Result<OwnerMails> {
        let chosen = self.ask_choice(person).await?.and_then(|chosen| chosen.choice);
        chosen.map_or(Ok(OwnerMails::default()), |row| row.choice())
    }

    /// Chooses it.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn choose_owner_mails(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        choice: OwnerMails,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let chosen = self.ask_choice(person).await?.ok_or_else(StoreError::not_found)?;
            let before = chosen.choice.as_ref().map(MailChoiceRow::choice).transpose()?;
            if before.unwrap_or_default() == choice {
                return Ok(());
            }
            let version = chosen.choice.map_or(0, |row| row.version);
            work.put(MailChoiceRow {
                id: record("mail_choice", person),
                version,
                person: record("person", person),
                owner: choice.code().to_owned(),
                since: work.now(),
            })
        })
    }

    /// Everybody who wants one mail a day.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn daily_readers(&self) -> Result<Vec<PersonId>> {
        let readers: Vec<RecordId> = self.ask(DAILY_READERS).one().await?;
        readers.iter().map(id_of).collect()
    }

    /// Where a person's evening is: in the zone of the list that they made last, of those that have
    /// a day. UTC where none has.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn digest_zone(&self, person: PersonId) -> Result<Zone> {
        let ask = self.ask(DIGEST_ZONES).with("person", record("person", person));
        let dated: Vec<Dated> = ask.one().await?;
        let newest = dated.into_iter().max_by_key(|list| list.made_at);
        newest.map_or(Ok(Zone::default()), |list| {
            Zone::parse(&list.zone).map_err(|why| StoreError::spoilt("zone", why))
        })
    }

    /// Writes a person's digest of a day, which tells of what came up to `until`. Answers whether
    /// one was written: not where it is there already, none is wanted, or nothing happened on lists
    /// that show it. That one waits would tell an admin of what givers do on the others (R3.6).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn write_digest(
        &self,
        person: PersonId,
        day: NaiveDate,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let id = record("digest", format_args!("{person}_{day}"));
            let ask = self.ask(DIGEST_STANDING).with("person", record("person", person));
            let ask = ask.with("choice", record("mail_choice", person)).with("digest", id.clone());
            let ask = ask.with("old", now - TimeDelta::days(DIGEST_DAYS));
            let Some(standing) = ask.maybe::<Standing>().await? else { return Ok(false) };
            let Some(choice) = standing.choice else { return Ok(false) };
            let since = choice.since;
            if standing.known || choice.choice()? != OwnerMails::Daily || until <= since {
                return Ok(false);
            }
            if !self.is_touched(shown(standing.lists, now)?, since, until).await? {
                return Ok(false);
            }
            standing.past.into_iter().try_for_each(|row| work.delete(row))?;
            let (whom, day_code) = (choice.person.clone(), day.to_string());
            work.replace(MailChoiceRow { since: until, ..choice })?;
            work.create(DigestRow { id, version: 0, person: whom, day: day_code, since, until })?;
            work.post([Letter::OwnerDigest { person, day }])?;
            Ok(true)
        })
    }

    /// From when to when a person's digest of a day tells.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn digest(&self, person: PersonId, day: NaiveDate) -> Result<Option<Digest>> {
        let id = record("digest", format_args!("{person}_{day}"));
        let row = self.ask(DIGEST).with("digest", id).maybe::<DigestRow>().await?;
        Ok(row.map(|DigestRow { since, until, .. }| Digest { since, until }))
    }

    /// What is promised on these lists, and what was given free again on them after `since`, with
    /// whose it is, by one question. Only for lists that show it to their owners (R3.6).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn given_on(
        &self,
        lists: &[ListId],
        since: DateTime<Utc>,
    ) -> Result<Vec<(Reservation, Giver)>> {
        let lists: Vec<RecordId> = lists.iter().map(|list| record("list", list)).collect();
        let ask = self.ask(GIVEN_ON).with("lists", lists).with("since", since);
        let given = ask.one::<Vec<GivenOn>>().await?;
        let parsed = given
            .into_iter()
            .map(|GivenOn { reserved, giver }| Ok((reserved.try_into()?, giver.try_into()?)));
        parsed.collect()
    }

    /// Nothing for an unknown person.
    async fn ask_choice(&self, person: PersonId) -> Result<Option<Chosen>> {
        let ask = self.ask(MAIL_CHOICE).with("person", record("person", person));
        ask.with("choice", record("mail_choice", person)).maybe().await
    }

    /// Whether givers did anything on these lists.
    async fn is_touched(
        &self,
        lists: Vec<RecordId>,
        since: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool> {
        let ask = self.ask(DIGEST_TOUCHED).with("lists", lists);
        ask.with("since", since).with("until", until).one().await
    }
}

/// Those of the lists that keep no surprise.
fn shown(lists: Vec<ListRow>, now: DateTime<Utc>) -> Result<Vec<RecordId>> {
    let mut shown = Vec::new();
    for row in lists {
        let id = row.id.clone();
        if !List::try_from(row)?.keeps_surprise(now) {
            shown.push(id);
        }
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use surrealdb::types::Variables;

    use super::*;
    use crate::in_tests::{plan, run};

    // R7.7: what it costs to know whether anything happened does not follow from what is promised on
    // the lists of others.
    #[test]
    fn what_happened_on_many_lists_is_found_by_way_of_their_gifts() {
        run(async {
            let store = Store::open("mem://").await.unwrap();
            store.migrate(DateTime::UNIX_EPOCH).await.unwrap();
            for many in [1, 2, 33, 200] {
                let gifts: Vec<RecordId> =
                    (0..many).map(|number| record("wants", number)).collect();
                let mut bound = Variables::new();
                bound.insert("gifts", gifts);
                bound.insert("since", DateTime::UNIX_EPOCH);
                bound.insert("until", DateTime::UNIX_EPOCH);
                let plan = plan(&store, DIGEST_TOUCHED, "touched", bound).await;
                assert!(plan.contains("GraphEdgeScan"), "{many}: {plan}");
                assert!(!plan.contains("TableScan"), "{many}: {plan}");
            }
        });
    }
}
