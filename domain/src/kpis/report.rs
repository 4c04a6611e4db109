//! What a period came to, compared with the one before.

use chrono::NaiveDate;

use super::{DayFigures, Figure, FigureValue, Period};

/// The figures of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The period.
    pub period: Period,
    /// Its days that were counted, the oldest first.
    pub days: Vec<DayFigures>,
    /// Each of [`Figure::ALL`], in that order.
    pub series: Vec<Series>,
    /// All that was looked up, whatever came of it.
    pub looked_up: Series,
}

/// One figure over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// One value for each day.
    pub days: Vec<(NaiveDate, FigureValue)>,
    /// For each day, how many there were from the first day of the site up to it. What is not told
    /// is not in it.
    pub altogether: Vec<u64>,
    /// What the period has come to.
    pub sum: Sum,
    /// What the one before has.
    pub before: Sum,
}

/// What some days have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many there were on the days of which that is told.
    pub number: u64,
    /// How many days are in it.
    pub told: u32,
    /// On how many of them the figure is not told.
    pub under_ten: u32,
    /// How many of them were not counted.
    pub uncounted: u32,
}

/// What one sum is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// More, in per cent of before.
    More(u64),
    /// Fewer, in per cent of before.
    Fewer(u64),
    /// Up from none.
    FromNone,
    /// The same.
    Same,
    /// Unknown: one of the two does not tell of every day.
    Unknown,
}

impl Sum {
    fn add(&mut self, value: FigureValue) {
        match value {
            FigureValue::Number(number) => {
                self.number = self.number.saturating_add(number);
                self.told += 1;
            }
            FigureValue::UnderTen => self.under_ten += 1,
            FigureValue::Uncounted => self.uncounted += 1,
        }
    }

    /// Whether every day is in it.
    pub fn is_whole(&self) -> bool {
        self.under_ten == 0 && self.uncounted == 0
    }

    /// How many there were on a day, on average and rounded.
    pub fn each_day(&self) -> u64 {
        let days = u64::from(self.told.max(1));
        self.number.saturating_add(days / 2) / days
    }

    /// What it is to an earlier one of as many days.
    pub fn since(&self, before: &Self) -> Change {
        if !self.is_whole() || !before.is_whole() {
            return Change::Unknown;
        }
        let per_cent = |difference: u64| {
            let whole = u128::from(before.number.max(1));
            let share = (u128::from(difference) * 100 + whole / 2) / whole;
            u64::try_from(share).unwrap_or(u64::MAX)
        };
        match (before.number, self.number) {
            (before, now) if before == now => Change::Same,
            (0, _) => Change::FromNone,
            (before, now) if now > before => Change::More(per_cent(now - before)),
            (before, now) => Change::Fewer(per_cent(before - now)),
        }
    }
}

impl Series {
    /// `known` are all days that were counted, the oldest first.
    pub(super) fn of(
        period: Period,
        known: &[DayFigures],
        value: impl Fn(&DayFigures) -> FigureValue,
    ) -> Self {
        let at = |day: NaiveDate| {
            let place = known.binary_search_by_key(&day, |figures| figures.day);
            place.map_or(FigureValue::Uncounted, |place| value(&known[place]))
        };
        let sum = |period: Period| {
            let mut sum = Sum::default();
            period.days().for_each(|day| sum.add(at(day)));
            sum
        };
        let mut running = Sum::default();
        known.iter().take_while(|it| it.day < period.from).for_each(|it| running.add(value(it)));
        let days: Vec<_> = period.days().map(|day| (day, at(day))).collect();
        let altogether = days.iter().map(|(_, value)| {
            running.add(*value);
            running.number
        });
        let altogether = altogether.collect();
        Self { days, altogether, sum: sum(period), before: sum(period.before()) }
    }

    /// The highest number of a day, and which day that was; none where there was nothing.
    pub fn highest(&self) -> Option<(NaiveDate, u64)> {
        let numbers = self.days.iter().filter_map(|(day, value)| match value {
            FigureValue::Number(number) if *number > 0 => Some((*day, *number)),
            _ => None,
        });
        // Of equals the first.
        numbers.rev().max_by_key(|(_, number)| *number)
    }
}

impl Report {
    /// The figures of a period. `known` are all days that were counted, the oldest first.
    pub fn new(period: Period, known: &[DayFigures]) -> Self {
        let one = |figure: &Figure| Series::of(period, known, |day| day.value(*figure));
        let looked_up = Series::of(period, known, |day| {
            let numbers = Figure::LOOKED_UP.map(|figure| match day.value(figure) {
                FigureValue::Number(number) => number,
                FigureValue::UnderTen | FigureValue::Uncounted => 0,
            });
            FigureValue::Number(numbers.into_iter().fold(0, u64::saturating_add))
        });
        let within = |it: &&DayFigures| it.day >= period.from && it.day <= period.to;
        Self {
            period,
            days: known.iter().filter(within).copied().collect(),
            series: Figure::ALL.iter().map(one).collect(),
            looked_up,
        }
    }

    /// One of its figures.
    pub fn of(&self, figure: Figure) -> &Series {
        &self.series[figure as usize]
    }
}
