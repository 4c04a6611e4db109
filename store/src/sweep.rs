//! Forgets what has expired.

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

/// How many rows of each kind go in one transaction.
const AT_ONCE: usize = 500;

/// How many transactions follow each other at most.
const MOST_ROUNDS: usize = 40;

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

impl Over {
    /// Whether there may be more of a kind than was read.
    fn is_full(&self) -> bool {
        let kinds = [
            self.tallies.len(),
            self.spent.len(),
            self.first_steps.len(),
            self.sessions.len(),
            self.sign_ups.len(),
            self.changes.len(),
            self.undos.len(),
            self.answers.len(),
            self.tokens.len(),
        ];
        kinds.into_iter().any(|rows| rows >= AT_ONCE)
    }
}

impl Store {
    /// Deletes what has run out, some hundreds of each kind at once, and 20,000 at most: limits that
    /// are free again, sessions, first steps, completed attempts, sign-ups nobody finished, changes
    /// of address, tokens that are over and answers to programs. Answers how many rows that were.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<usize> {
        let mut swept = 0;
        for _ in 0..MOST_ROUNDS {
            let (rows, full) = self.sweep_some(now).await?;
            swept += rows;
            if !full {
                break;
            }
        }
        Ok(swept)
    }

    async fn sweep_some(&self, now: DateTime<Utc>) -> Result<(usize, bool)> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let ask = self.ask(SWEEP).with("now", now);
            let ask = ask.with("idle", now - TimeDelta::days(SESSION_IDLE_DAYS));
            let ask = ask.with("old", now - TimeDelta::days(SESSION_ABSOLUTE_DAYS));
            let ask = ask.with("forgotten", now - TimeDelta::days(TOKEN_REMEMBERED_DAYS));
            let ask = ask.with("yesterday", now - TimeDelta::days(1));
            let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
            let over: Over = ask.with("most", most).one().await?;
            let full = over.is_full();
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
            Ok((work.acts.len(), full))
        })
    }
}
