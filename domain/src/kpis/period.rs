//! Which days are looked at.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{FieldErrors, FieldProblem, parse_day};

/// Periods that are offered, in days. The first one is the usual one.
pub const PERIOD_CHOICES: [u32; 3] = [30, 90, 365];

/// No period is longer.
pub const LONGEST_PERIOD_DAYS: u32 = 731;

/// Whole past days, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
}

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeriodForm {
    /// One of [`PERIOD_CHOICES`].
    pub range: String,
    /// The first day, such as `2026-07-31`. Instead of a choice.
    pub from: String,
    /// The last day; without one, yesterday.
    pub to: String,
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

impl Period {
    /// This many days, up to yesterday; at least one.
    pub fn last(days: u32, today: NaiveDate) -> Self {
        let to = before(today, 1);
        Self { from: before(to, u64::from(days.max(1) - 1)), to }
    }

    /// How many days it has.
    pub fn length(self) -> u32 {
        u32::try_from((self.to - self.from).num_days() + 1).unwrap_or(1)
    }

    /// As many days directly before it.
    pub fn before(self) -> Self {
        let to = before(self.from, 1);
        Self { from: before(to, u64::from(self.length() - 1)), to }
    }

    /// Its days, one after another.
    pub fn days(self) -> impl DoubleEndedIterator<Item = NaiveDate> {
        let length = u64::from(self.length());
        (0..length).filter_map(move |number| self.from.checked_add_days(Days::new(number)))
    }
}

impl PeriodForm {
    /// Which of the choices it is, if no days were named.
    pub fn choice(&self) -> Option<u32> {
        if !self.from.trim().is_empty() || !self.to.trim().is_empty() {
            return None;
        }
        let [usual, ..] = PERIOD_CHOICES;
        let chosen = self.range.trim().parse().ok();
        Some(chosen.filter(|days| PERIOD_CHOICES.contains(days)).unwrap_or(usual))
    }

    /// Reads which days are asked for. Days that were named the wrong way round are turned round; of
    /// those that are not over, none is shown.
    ///
    /// # Errors
    /// Of `from` and `to`: [`FieldProblem::NotADate`], also for what has not begun yet, and
    /// [`FieldProblem::Required`]. Of `from`: [`FieldProblem::TooMany`] days.
    pub fn parse(&self, today: NaiveDate) -> Result<Period, FieldErrors> {
        if let Some(days) = self.choice() {
            return Ok(Period::last(days, today));
        }
        let yesterday = before(today, 1);
        let mut errors = FieldErrors::default();
        let from = errors.take("from", parse_day(&self.from));
        let to = errors.take("to", parse_day(&self.to));
        let (Some(from), Some(to)) = (from, to) else { return Err(errors) };
        let from = from.ok_or_else(|| FieldErrors::one("from", FieldProblem::Required))?;
        let to = to.unwrap_or(yesterday);
        let period = Period { from: from.min(to), to: from.max(to).min(yesterday) };
        if period.from > yesterday {
            return Err(FieldErrors::one("from", FieldProblem::NotADate));
        }
        if period.length() > LONGEST_PERIOD_DAYS {
            let problem = FieldProblem::TooMany { max: LONGEST_PERIOD_DAYS };
            return Err(FieldErrors::one("from", problem));
        }
        Ok(period)
    }
}
