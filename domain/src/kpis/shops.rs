//! How often people went on to shops in a period, compared with the one before (R6.5).

use chrono::NaiveDate;

use super::{DayFigures, FigureValue, Period, Series, Sum};

/// How many shops are named at most: those that people went to most often.
pub const MOST_SHOPS: usize = 20;

/// How often people went on to a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopClicks {
    /// The shop's host without a leading `www.`.
    pub shop: String,
    /// How often in the period.
    pub clicks: u64,
    /// How often in the one before.
    pub before: u64,
}

/// The ways to shops that people went in a period. They rise with what givers do, and so nothing is
/// told of them where nothing is told of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysToShops {
    /// The shops, those that people went to most often first.
    pub shops: Vec<ShopClicks>,
    /// What they come to in the period.
    pub sum: Sum,
    /// What they come to in the one before.
    pub before: Sum,
}

/// The days of a period and of the one before it of which nothing is told that givers do. `known`
/// are all days that were counted, the oldest first.
pub fn untold_days(period: Period, known: &[DayFigures]) -> Vec<NaiveDate> {
    let both = Period { from: period.before().from, to: period.to };
    let is_told = |day: &NaiveDate| {
        let place = known.binary_search_by_key(day, |figures| figures.day);
        place.is_ok_and(|place| !known[place].few_lists)
    };
    both.days().filter(|day| !is_told(day)).collect()
}

impl WaysToShops {
    /// The ways to these shops on the days of which they are told. `known` are all days that were
    /// counted, the oldest first.
    pub fn new(period: Period, known: &[DayFigures], shops: Vec<ShopClicks>) -> Self {
        let days = Series::of(period, known, |day| match day.few_lists {
            true => FigureValue::UnderTen,
            false => FigureValue::Number(0),
        });
        let clicks: u64 = shops.iter().map(|shop| shop.clicks).sum();
        let before: u64 = shops.iter().map(|shop| shop.before).sum();
        let sum = Sum { number: clicks, ..days.sum };
        let before = Sum { number: before, ..days.before };
        Self { shops, sum, before }
    }
}
