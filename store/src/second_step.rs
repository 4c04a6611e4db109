//! The second step of an account: an authenticator app, and codes for when it is lost (R2.8).
//!
//! No secret of either is stored: both are derived from the person and a generation.

use chrono::{DateTime, Utc};
use domain::{Letter, PersonId};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Result, Store, StoreError,
    row::{access::SecondStepRow, count, record},
    tx::transact,
};

const SECOND_STEP: &str = include_str!("../query/second_step.surql");

/// How many recovery codes are made.
pub const RECOVERY_CODES: u32 = 10;

/// How the second step of an account stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondStep {
    /// Whether it is asked for.
    pub active: bool,
    /// The generation of the authenticator: of the one in use, or of the last one.
    pub generation: u32,
    /// The generation of the recovery codes.
    pub codes_generation: u32,
    /// When the recovery codes were made.
    pub codes_made_at: DateTime<Utc>,
    /// The recovery codes that were used, by their numbers.
    pub codes_used: Vec<u32>,
}

#[derive(SurrealValue)]
struct SecondStepRead {
    second: Option<SecondStepRow>,
}

impl Store {
    /// How the second step of an account stands; none where it never had one.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn second_step(&self, person: PersonId) -> Result<Option<SecondStep>> {
        self.second(person).await?.second.map(SecondStep::try_from).transpose()
    }

    /// Asks for the second step from now on, with the authenticator of the next generation, which
    /// has just shown the digits of `time_step`. Makes recovery codes.
    ///
    /// # Errors
    /// Refused as not found where it is asked for already, or another authenticator was set up.
    pub async fn turn_on_second_step(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        generation: u32,
        time_step: i64,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let before = self.second(person).await?.second;
            let last = before.as_ref().map_or(0, |row| row.generation);
            if before.as_ref().is_some_and(|row| row.active) || last + 1 != i64::from(generation) {
                return Err(StoreError::not_found());
            }
            work.post([Letter::SecondStepOn { person }])?;
            work.put(SecondStepRow {
                id: record("second_step", person),
                version: before.as_ref().map_or(0, |row| row.version),
                person: record("person", person),
                generation: last + 1,
                active: true,
                made_at: work.now(),
                last_step: time_step,
                codes_generation: before.as_ref().map_or(0, |row| row.codes_generation) + 1,
                codes_made_at: work.now(),
                codes_used: vec![],
            })
        })
    }

    /// Makes new recovery codes; those from before are no longer good.
    ///
    /// # Errors
    /// Refused as not found where no second step is asked for.
    pub async fn renew_recovery_codes(&self, errand: Errand<'_>, person: PersonId) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.active_second(person).await?;
            work.replace(SecondStepRow {
                codes_generation: row.codes_generation + 1,
                codes_made_at: work.now(),
                codes_used: vec![],
                ..row
            })
        })
    }

    /// Asks for no second step any more.
    ///
    /// # Errors
    /// Refused as not found where none is asked for.
    pub async fn turn_off_second_step(&self, errand: Errand<'_>, person: PersonId) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.active_second(person).await?;
            work.post([Letter::SecondStepOff { person }])?;
            work.replace(SecondStepRow { active: false, ..row })
        })
    }

    async fn active_second(&self, person: PersonId) -> Result<SecondStepRow> {
        let row = self.second(person).await?.second.filter(|row| row.active);
        row.ok_or_else(StoreError::not_found)
    }

    async fn second(&self, person: PersonId) -> Result<SecondStepRead> {
        let ask = self.ask(SECOND_STEP).with("person", record("person", person));
        ask.with("second_step", record("second_step", person)).one().await
    }
}

impl SecondStepRow {
    /// The row of somebody who never had a second step, and whose first authenticator somebody else may
    /// have been shown.
    pub(crate) fn none_yet(person: PersonId, now: DateTime<Utc>) -> Self {
        Self {
            id: record("second_step", person),
            version: 0,
            person: record("person", person),
            generation: 1,
            active: false,
            made_at: now,
            last_step: 0,
            codes_generation: 0,
            codes_made_at: now,
            codes_used: vec![],
        }
    }

    /// The row without what may have come since that moment; none where nothing did. Authenticators and
    /// recovery codes follow from its numbers: what somebody else was shown meanwhile, of this one or the
    /// next, must not come again.
    pub(crate) fn before(self, since: DateTime<Utc>) -> Option<Self> {
        if self.made_at >= since || !self.active {
            return Some(Self { active: false, generation: self.generation + 1, ..self });
        }
        // The authenticator is from before, and the codes are not: they are over, and none is left.
        (self.codes_made_at >= since).then(|| Self {
            codes_generation: self.codes_generation + 1,
            codes_made_at: self.made_at,
            codes_used: (0..i64::from(RECOVERY_CODES)).collect(),
            ..self
        })
    }
}

impl TryFrom<SecondStepRow> for SecondStep {
    type Error = StoreError;

    fn try_from(row: SecondStepRow) -> Result<Self> {
        Ok(Self {
            active: row.active,
            generation: count(row.generation)?,
            codes_generation: count(row.codes_generation)?,
            codes_made_at: row.codes_made_at,
            codes_used: row.codes_used.into_iter().map(count).collect::<Result<_>>()?,
        })
    }
}
