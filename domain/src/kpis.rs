//! How a site grows: how many of each thing there were on every whole past day in UTC, and never
//! whose they were (R8.6).

mod count;
mod day;
mod period;
mod report;
mod shops;

pub use count::{Gathered, Happening};
pub use day::{DayFigures, Figure, FigureValue, Numbers};
pub use period::{LONGEST_PERIOD_DAYS, PERIOD_CHOICES, Period, PeriodForm};
pub use report::{Change, Report, Series, Sum};
pub use shops::{MOST_SHOPS, ShopClicks, WaysToShops, untold_days};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

/// How long after its end a day is counted: by then everything that happened on it has been written.
const COUNTED_AFTER_MINUTES: i64 = 15;

/// How long after its end it is counted once more, in case a clock was wrong.
const CHECKED_AFTER_HOURS: i64 = 24;

/// For how many days programs are told the figures of a day.
const NEWS_DAYS: i64 = 7;

/// On how many lists somebody must have given lately for what givers do to be told in figures.
pub const FEWEST_LISTS: usize = 10;

/// How many days count as lately.
pub const LATELY_DAYS: i64 = 30;

/// The moment at which a day begins.
pub fn day_begins(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// The moment at which a day is over.
pub fn day_ends(day: NaiveDate) -> DateTime<Utc> {
    day_begins(day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// Whether a day is to be counted now that was last counted then, or never. What was counted at a
/// moment that has not come yet was counted by a wrong clock.
pub fn is_to_count(day: NaiveDate, counted_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let (first, again) = (
        day_ends(day) + TimeDelta::minutes(COUNTED_AFTER_MINUTES),
        day_ends(day) + TimeDelta::hours(CHECKED_AFTER_HOURS),
    );
    match counted_at {
        _ if now < first => false,
        None => true,
        Some(at) => at > now || at < again && now >= again,
    }
}

/// Whether programs are told of a day that was counted for the first time.
pub fn is_news(day: NaiveDate, now: DateTime<Utc>) -> bool {
    now - day_ends(day) < TimeDelta::days(NEWS_DAYS)
}

#[cfg(test)]
mod tests;
