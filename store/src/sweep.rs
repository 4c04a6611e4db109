//! Forgetting what has run out.

use chrono::{DateTime, TimeDelta, Utc};
use surrealdb::types::SurrealValue;

use crate::{
    Result, SESSION_ABSOLUTE_DAYS, SESSION_IDLE_DAYS, Store,
    row::{
        access::{EmailChangeRow, EmailUndoRow, FirstStepRow, SpentAttemptRow, TallyRow},
        people::{SessionRow, SignUpRow},
        token::{ApiTokenRow, ApiTokenUseRow, KeptAnswerRow},
    },
    tokens::TOKEN_REMEMBERED_DAYS,
    tx::transact,
    work::Housekeeping,
};

const SWEEP: &str = include_str!("../query/sweep.surql");

#[derive(SurrealValue)]
struct Over {
    tallies: Vec<TallyRow>,
    spent: Vec<SpentAttemptRow>,
    first_steps: Vec<FirstStepRow>,
    sessions: Vec<SessionRow>,
    sign_ups: Vec<SignUpRow>,
    changes: Vec<EmailChangeRow>,
    undos: Vec<EmailUndoRow>,
    answers: Vec<KeptAnswerRow>,
    tokens: Vec<ApiTokenRow>,
    token_uses: Vec<ApiTokenUseRow>,
}

impl Store {
    /// Deletes what has run out, some hundreds of each kind: limits that are free again, sessions,
    /// first steps, completed attempts, sign-ups nobody finished, changes of address, tokens that
    /// are over and answers to programs. Answers how many rows that were.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<usize> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(SWEEP).with("now", now);
            let ask = ask.with("idle", now - TimeDelta::days(SESSION_IDLE_DAYS));
            let ask = ask.with("old", now - TimeDelta::days(SESSION_ABSOLUTE_DAYS));
            let ask = ask.with("forgotten", now - TimeDelta::days(TOKEN_REMEMBERED_DAYS));
            let over: Over = ask.with("yesterday", now - TimeDelta::days(1)).one().await?;
            over.tallies.into_iter().try_for_each(|row| work.delete(row))?;
            over.spent.into_iter().try_for_each(|row| work.delete(row))?;
            over.first_steps.into_iter().try_for_each(|row| work.delete(row))?;
            over.sessions.into_iter().try_for_each(|row| work.delete(row))?;
            over.sign_ups.into_iter().try_for_each(|row| work.delete(row))?;
            over.changes.into_iter().try_for_each(|row| work.delete(row))?;
            over.undos.into_iter().try_for_each(|row| work.delete(row))?;
            over.answers.into_iter().try_for_each(|row| work.delete(row))?;
            over.tokens.into_iter().try_for_each(|row| work.delete(row))?;
            over.token_uses.into_iter().try_for_each(|row| work.delete(row))?;
            Ok(work.acts.len())
        })
    }
}
