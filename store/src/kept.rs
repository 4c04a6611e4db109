//! Answers that are kept for a day, for programs that ask twice (R10.4), so that what is asked for
//! twice is done once.
//!
//! A request is begun, done, and answered. That it was done is written in the transaction that does
//! it. So it is known whatever becomes of the process; and a process that was thought lost does
//! nothing any more once another one has begun the request anew.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Once;

use crate::{
    Result, Store, StoreError,
    row::{
        record,
        token::{KeptAnswerRow, Progress},
    },
    tx::transact,
    work::{Housekeeping, Work},
};

const KEPT_ANSWER: &str = include_str!("../query/kept_answer.surql");

/// For how many hours an answer is kept.
const KEPT_HOURS: i64 = 24;

/// After how many minutes a request without an answer counts as lost on the way. It may be begun anew
/// if it was not done.
const LOST_MINUTES: i64 = 2;

/// What is known of a request that has a key of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beginning {
    /// Nothing, or it was begun and lost before it was done: it is begun now. It is known until then,
    /// by which one that was lost is told from one of another day.
    Begun(DateTime<Utc>),
    /// It was begun, and there is no answer yet.
    UnderWay,
    /// It was done, and its answer was lost.
    Acted,
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
    /// [`StoreError`].
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
                match kept.progress() {
                    _ if kept.fingerprint != fingerprint => return Ok(Beginning::AnotherBody),
                    Progress::Answered(answer) => {
                        return Ok(Beginning::Answered(answer.to_owned()));
                    }
                    Progress::Begun | Progress::Acted if !lost => return Ok(Beginning::UnderWay),
                    Progress::Acted => return Ok(Beginning::Acted),
                    Progress::Begun => until = kept.until,
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

    /// Keeps the sealed answer of a request that was begun. One that may be asked for `again` is
    /// forgotten, if nothing was done. Nothing becomes of one that was begun anew meanwhile.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_answer(
        &self,
        once: &Once,
        answer: Option<String>,
        again: bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let Some(kept) = self.begun(once).await? else { return Ok(()) };
            let acted = matches!(kept.progress(), Progress::Acted);
            match &answer {
                Some(_) if acted || !again => {
                    work.replace(KeptAnswerRow { answer: answer.clone(), ..kept })
                }
                None if acted => Ok(()),
                _ => work.delete(kept),
            }
        })
    }

    /// Notes with an errand that is done once that it is done.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where somebody else has begun it meanwhile.
    pub(crate) async fn note_acted(&self, work: &mut Work<'_>) -> Result<()> {
        let terms = work.pen.terms;
        let Some(once) = &terms.once else { return Ok(()) };
        let kept = self.begun(once).await?.ok_or(StoreError::Busy)?;
        match kept.progress() {
            Progress::Begun => work.replace(kept.acted()),
            // A request may take more than one transaction; the first has noted it.
            Progress::Acted | Progress::Answered(_) => Ok(()),
        }
    }

    /// What is kept of a request, if it is still this one that was begun.
    async fn begun(&self, once: &Once) -> Result<Option<KeptAnswerRow>> {
        let kept = self.kept_answer(&once.place).await?;
        Ok(kept.filter(|kept| kept.begun_at == once.begun_at))
    }

    async fn kept_answer(&self, place: &str) -> Result<Option<KeptAnswerRow>> {
        self.ask(KEPT_ANSWER).with("kept", record("kept_answer", place)).maybe().await
    }
}
