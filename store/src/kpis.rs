//! How a site grows, day by day (R8.6), counted from the change log. Each of its rows belongs to the
//! day its key lies in. Counting a day again gives the same figures, unless something that happened
//! on it had not been written yet.

mod log;

use std::{
    collections::{BTreeMap, HashSet},
    ops::Bound,
};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::kpis::{
    DayFigures, FEWEST_LISTS, Gathered, LATELY_DAYS, Numbers, day_begins, day_ends, is_news,
    is_to_count,
};
use surrealdb::types::{RecordId, SurrealValue, Value};

use crate::{
    Result, Store, StoreError,
    change::ChangeRow,
    image,
    row::{
        Row as _,
        kpis::{KpiDayRow, LookupDayRow, SeededRow, day_of},
        record,
        reservation::ReservedRow,
    },
    stamp::{log_key, log_time},
    tx::transact,
    work::{Act, Housekeeping, Kind, Work},
};

const KPIS: &str = include_str!("../query/kpis.surql");
const KPI_DAY: &str = include_str!("../query/kpi_day.surql");
const SEEDED: &str = include_str!("../query/seeded.surql");

/// How the log names whoever makes sample data.
const SEED: &str = "seed";

/// Tables whose records are marked where a seed makes them.
const MARKED: [&str; 6] = ["person", "list", "wants", "giver", "reserved", "outbox"];

/// How many rows are read at once.
const PAGE: u32 = 500;

/// No day is counted for the first time that lies further back.
const LONGEST_BACK_DAYS: u64 = 3660;

#[derive(SurrealValue)]
struct Kpis {
    days: Vec<KpiDayRow>,
    lookups: Vec<LookupDayRow>,
}

#[derive(SurrealValue)]
struct KpiDay {
    day: Option<KpiDayRow>,
    lookups: Option<LookupDayRow>,
}

/// The keys of what does not count.
type Seeded = HashSet<String>;

impl Store {
    /// The days that are to be counted now, the oldest first: those that are over and were not
    /// counted yet, as far as the log goes back, and those that were counted soon after they were
    /// over.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn days_to_count(&self, now: DateTime<Utc>) -> Result<Vec<NaiveDate>> {
        let log = self.scan(ChangeRow::TABLE, Bound::Unbounded, Bound::Unbounded, 1).await?;
        let Some(first) = log.first() else { return Ok(vec![]) };
        let key = key_of(first)?;
        let begins = log_time(key).ok_or_else(|| StoreError::spoilt("key", key))?.date_naive();
        let today = now.date_naive();
        let furthest = today.checked_sub_days(Days::new(LONGEST_BACK_DAYS)).unwrap_or(today);
        let mut counted = BTreeMap::new();
        for row in self.ask(KPIS).one::<Kpis>().await?.days {
            counted.insert(day_of(&row.id)?, row.counted_at);
        }
        let days = begins.max(furthest).iter_days().take_while(|day| *day < today);
        Ok(days.filter(|day| is_to_count(*day, counted.get(day).copied(), now)).collect())
    }

    /// Counts a day. Counted for the first time, and not long ago, it is told to programs.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_day(&self, day: NaiveDate, now: DateTime<Utc>) -> Result<()> {
        let seeded = self.seeded().await?;
        let numbers = self.numbers_of(day, &seeded).await?;
        let few_lists = self.has_few_lists(day_ends(day), &seeded).await?;
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let fresh = KpiDayRow::new(day, &numbers, few_lists, now);
            match self.kpi_day(day).await?.day {
                Some(before) => work.replace(KpiDayRow { version: before.version, ..fresh }),
                None => {
                    work.create(fresh)?;
                    match is_news(day, now) {
                        true => self.tell_of_day(work, day).await,
                        false => Ok(()),
                    }
                }
            }
        })
    }

    /// Adds what came of looking up links on a day.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_lookups(
        &self,
        day: NaiveDate,
        more: &Numbers,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let row = self.kpi_day(day).await?.lookups;
            let row = row.unwrap_or_else(|| LookupDayRow::none(day));
            let mut numbers = row.numbers()?;
            numbers.add_all(more);
            work.put(row.holding(&numbers))
        })
    }

    /// The figures of every day that was counted and is over, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn kpis(&self, now: DateTime<Utc>) -> Result<Vec<DayFigures>> {
        let Kpis { days, lookups } = self.ask(KPIS).one().await?;
        let mut looked_up = BTreeMap::new();
        for row in lookups {
            looked_up.insert(day_of(&row.id)?, row);
        }
        let mut figures = Vec::new();
        for row in days {
            let day = day_of(&row.id)?;
            if day < now.date_naive() {
                figures.push(figures_of(day, &row, looked_up.get(&day))?);
            }
        }
        Ok(figures)
    }

    /// The figures of one of them.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn kpis_of(&self, day: NaiveDate) -> Result<Option<DayFigures>> {
        let KpiDay { day: row, lookups } = self.kpi_day(day).await?;
        row.map(|row| figures_of(day, &row, lookups.as_ref())).transpose()
    }

    async fn kpi_day(&self, day: NaiveDate) -> Result<KpiDay> {
        let ask = self.ask(KPI_DAY).with("day", record("kpi_day", day));
        ask.with("lookups", record("lookup_day", day)).one().await
    }

    async fn seeded(&self) -> Result<Seeded> {
        let ids: Vec<RecordId> = self.ask(SEEDED).one().await?;
        Ok(ids.iter().filter_map(image::key).map(str::to_owned).collect())
    }

    /// What the log says of a day.
    async fn numbers_of(&self, day: NaiveDate, seeded: &Seeded) -> Result<Numbers> {
        let mut gathered = Gathered::default();
        let end = log_key(day_ends(day));
        let mut start = Bound::Included(log_key(day_begins(day)));
        loop {
            let end = Bound::Excluded(end.clone());
            let rows = self.scan(ChangeRow::TABLE, start, end, PAGE).await?;
            let Some(last) = rows.last() else { break };
            start = Bound::Excluded(key_of(last)?.to_owned());
            for row in rows {
                let change = ChangeRow::from_value(row);
                let change = change.map_err(|why| StoreError::spoilt("change", why))?;
                gathered.extend(log::happenings(&change, seeded));
            }
        }
        Ok(gathered.numbers())
    }

    /// Whether fewer than ten lists were given on in the thirty days up to a moment: a reservation's
    /// key holds when it was made.
    async fn has_few_lists(&self, end: DateTime<Utc>, seeded: &Seeded) -> Result<bool> {
        let mut lists = HashSet::new();
        let mut start = Bound::Included(log_key(end - TimeDelta::days(LATELY_DAYS)));
        loop {
            let end = Bound::Excluded(log_key(end));
            let rows = self.scan(ReservedRow::TABLE, start, end, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(true) };
            start = Bound::Excluded(key_of(last)?.to_owned());
            for row in &rows {
                let Value::Object(row) = row else { continue };
                let Some(Value::RecordId(list)) = row.get("list") else { continue };
                lists.extend(
                    image::key(list).filter(|key| !seeded.contains(*key)).map(str::to_owned),
                );
            }
            if lists.len() >= FEWEST_LISTS {
                return Ok(false);
            }
        }
    }
}

/// Notes what a seed makes, so that neither that counts nor what is done with it.
pub(crate) fn note_seeded(work: &mut Work<'_>) -> Result<()> {
    if work.pen.actor != SEED {
        return Ok(());
    }
    let made = |act: &&Act| act.kind == Kind::Create && MARKED.contains(&act.table.name);
    let keys = work.acts.iter().filter(made).filter_map(|act| image::key(&act.id));
    for key in keys.map(str::to_owned).collect::<Vec<_>>() {
        work.create(SeededRow::new(&key))?;
    }
    Ok(())
}

fn figures_of(
    day: NaiveDate,
    row: &KpiDayRow,
    lookups: Option<&LookupDayRow>,
) -> Result<DayFigures> {
    let mut numbers = row.numbers()?;
    if let Some(lookups) = lookups {
        numbers.add_all(&lookups.numbers()?);
    }
    Ok(DayFigures::new(day, numbers, row.few_lists))
}

fn key_of(row: &Value) -> Result<&str> {
    let key = match row {
        Value::Object(row) => match row.get("id") {
            Some(Value::RecordId(id)) => image::key(id),
            _ => None,
        },
        _ => None,
    };
    key.ok_or_else(|| StoreError::spoilt("row", "without a key"))
}
