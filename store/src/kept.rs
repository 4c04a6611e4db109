//! Answers that are kept for a day for programs that ask twice (R10.4).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Result, Store,
    row::{record, token::KeptAnswerRow},
    tx::transact,
    work::Housekeeping,
};

const KEPT_ANSWER: &str = include_str!("../query/kept_answer.surql");

/// An answer is kept for so many hours.
const KEPT_HOURS: i64 = 24;

/// What was begun so many minutes ago and has no answer was lost on the way, and may be begun anew.
const LOST_MINUTES: i64 = 2;

/// What is known of a request that has a key of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beginning {
    /// Nothing, or no answer since it was begun and lost: it is begun now. It is known until then, by
    /// which one that was lost is told from one of another day.
    Begun(DateTime<Utc>),
    /// It was begun, and there is no answer yet.
    UnderWay,
    /// Something else was sent with this key.
    AnotherBody,
    /// It was answered like this, sealed.
    Answered(String),
}

impl Store {
    /// Begins a request, unless it was begun before. `place` says who asks for what under which key,
    /// `fingerprint` what was sent.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn begin_answer(
        &self,
        place: &str,
        fingerprint: &str,
        now: DateTime<Utc>,
    ) -> Result<Beginning> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let mut until = now + TimeDelta::hours(KEPT_HOURS);
            let before = self.kept_answer(place).await?;
            if let Some(kept) = before.as_ref().filter(|kept| now < kept.until) {
                let lost = now - kept.begun_at >= TimeDelta::minutes(LOST_MINUTES);
                match &kept.answer {
                    _ if kept.fingerprint != fingerprint => return Ok(Beginning::AnotherBody),
                    Some(answer) => return Ok(Beginning::Answered(answer.clone())),
                    None if !lost => return Ok(Beginning::UnderWay),
                    None => until = kept.until,
                }
            }
            work.put(KeptAnswerRow {
                id: record("kept_answer", place),
                version: before.map_or(0, |kept| kept.version),
                fingerprint: fingerprint.to_owned(),
                begun_at: now,
                until,
                answer: None,
            })?;
            Ok(Beginning::Begun(until))
        })
    }

    /// Keeps the sealed answer of a request that was begun, or forgets that it was, so that it can
    /// be asked for again.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn finish_answer(
        &self,
        place: &str,
        answer: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| match self.kept_answer(place).await? {
            None => Ok(()),
            Some(kept) if answer.is_none() => work.delete(kept),
            Some(kept) => work.replace(KeptAnswerRow { answer: answer.clone(), ..kept }),
        })
    }

    async fn kept_answer(&self, place: &str) -> Result<Option<KeptAnswerRow>> {
        self.ask(KEPT_ANSWER).with("kept", record("kept_answer", place)).maybe().await
    }
}
