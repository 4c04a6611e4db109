//! What does not outlive a restored store: codes, sessions, links that open accounts, tokens.

use chrono::{DateTime, Utc};

use crate::{
    Result, Store,
    row::{
        Row,
        people::{PersonRow, SignUpRow},
        token::ApiTokenRow,
    },
    tx::transact,
    work::{Housekeeping, Work},
};

/// How many links to set a password anew somebody could have been mailed since, at most.
const LINKS: i64 = 1000;

impl Store {
    /// Makes void what was handed out before this store was restored, whatever of it the copy knew:
    /// sign-ups and their codes, links by which a password is set anew, tokens of programs. Sessions,
    /// second steps that are under way and changes of address are not in a copy at all. Links that
    /// share or manage something go on.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn void_secrets(&self, now: DateTime<Utc>) -> Result<()> {
        self.each::<PersonRow>(now, &|work, row| {
            let reset_generation = row.reset_generation + LINKS;
            work.replace(PersonRow { reset_generation, reset_until: None, ..row })
        })
        .await?;
        self.each::<SignUpRow>(now, &|work, row| work.delete(row)).await?;
        self.each::<ApiTokenRow>(now, &|work, row| work.delete(row)).await
    }

    /// Does something to every row of a table, some hundreds at a time.
    async fn each<R: Row + Send + Sync>(
        &self,
        now: DateTime<Utc>,
        change: &(dyn Fn(&mut Work<'_>, R) -> Result<()> + Sync),
    ) -> Result<()> {
        let pen = &Housekeeping(now);
        let mut after: Option<R> = None;
        loop {
            let rows = self.rows_after(after.as_ref()).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.clone());
            transact!(self, pen, |work| {
                rows.iter().cloned().try_for_each(|row| change(work, row))
            })?;
        }
    }
}
