//! Rows of the figures of days, and of what does not count.

use chrono::{DateTime, NaiveDate, Utc};
use domain::kpis::{Figure, Numbers};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError, image,
    row::{record, rows},
};

rows! {
    "kpi_day" KpiDayRow {
        counted_at: DateTime<Utc>,
        sign_ups: i64,
        lists_made: i64,
        gifts_added: i64,
        reserved: i64,
        purchased: i64,
        givers: i64,
        mails: i64,
        few_lists: bool,
    }
    "lookup_day" LookupDayRow {
        found: i64,
        partly: i64,
        refused: i64,
        nothing: i64,
        catalogue: i64,
    }
    "seeded" SeededRow {}
}

/// The day that a record's key spells.
pub(crate) fn day_of(id: &RecordId) -> Result<NaiveDate, StoreError> {
    let day = image::key(id).and_then(|key| key.parse().ok());
    day.ok_or_else(|| StoreError::spoilt("day", id))
}

fn stored(numbers: &Numbers, figure: Figure) -> i64 {
    i64::try_from(numbers.of(figure)).unwrap_or(i64::MAX)
}

fn numbers<const N: usize>(columns: [(Figure, i64); N]) -> Result<Numbers, StoreError> {
    let mut numbers = Numbers::default();
    for (figure, number) in columns {
        let number = u64::try_from(number).map_err(|_| StoreError::spoilt("count", number))?;
        numbers.add(figure, number);
    }
    Ok(numbers)
}

impl KpiDayRow {
    /// The row of a day that has none yet.
    pub(crate) fn new(
        day: NaiveDate,
        numbers: &Numbers,
        few_lists: bool,
        now: DateTime<Utc>,
    ) -> Self {
        let stored = |figure| stored(numbers, figure);
        Self {
            id: record("kpi_day", day),
            version: 0,
            counted_at: now,
            sign_ups: stored(Figure::SignUps),
            lists_made: stored(Figure::ListsMade),
            gifts_added: stored(Figure::GiftsAdded),
            reserved: stored(Figure::Reserved),
            purchased: stored(Figure::Purchased),
            givers: stored(Figure::Givers),
            mails: stored(Figure::Mails),
            few_lists,
        }
    }

    pub(crate) fn numbers(&self) -> Result<Numbers, StoreError> {
        numbers([
            (Figure::SignUps, self.sign_ups),
            (Figure::ListsMade, self.lists_made),
            (Figure::GiftsAdded, self.gifts_added),
            (Figure::Reserved, self.reserved),
            (Figure::Purchased, self.purchased),
            (Figure::Givers, self.givers),
            (Figure::Mails, self.mails),
        ])
    }
}

impl LookupDayRow {
    /// The row of a day on which nothing was looked up yet.
    pub(crate) fn none(day: NaiveDate) -> Self {
        let id = record("lookup_day", day);
        Self { id, version: 0, found: 0, partly: 0, refused: 0, nothing: 0, catalogue: 0 }
    }

    /// The row, holding these.
    pub(crate) fn holding(self, numbers: &Numbers) -> Self {
        let stored = |figure| stored(numbers, figure);
        Self {
            found: stored(Figure::LookedUpFound),
            partly: stored(Figure::LookedUpPartly),
            refused: stored(Figure::LookedUpRefused),
            nothing: stored(Figure::LookedUpNothing),
            catalogue: stored(Figure::LookedUpCatalogue),
            ..self
        }
    }

    pub(crate) fn numbers(&self) -> Result<Numbers, StoreError> {
        numbers([
            (Figure::LookedUpFound, self.found),
            (Figure::LookedUpPartly, self.partly),
            (Figure::LookedUpRefused, self.refused),
            (Figure::LookedUpNothing, self.nothing),
            (Figure::LookedUpCatalogue, self.catalogue),
        ])
    }
}

impl SeededRow {
    /// Says that the record with this key does not count.
    pub(crate) fn new(key: &str) -> Self {
        Self { id: record("seeded", key), version: 0 }
    }
}
