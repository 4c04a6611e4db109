//! Days, and the moment at which a day ends in a place.

use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::FieldProblem;

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(Tz);

/// The day that a list is for, in the list's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDate {
    /// The day of the calendar.
    #[serde(with = "day")]
    pub day: NaiveDate,
    /// Where it is that day.
    pub zone: Zone,
}

impl Zone {
    /// Reads an IANA name such as `Europe/Berlin`.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(name: &str) -> Result<Self, FieldProblem> {
        Tz::from_str(name.trim()).map(Self).map_err(|_| FieldProblem::NotAChoice)
    }

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What day it is there.
    pub fn day_of(self, moment: DateTime<Utc>) -> NaiveDate {
        self.clock_at(moment).date()
    }

    /// What clocks show there.
    pub fn clock_at(self, moment: DateTime<Utc>) -> NaiveDateTime {
        moment.with_timezone(&self.0).naive_local()
    }

    /// The moment at which clocks there first show this, or something later, where they skip it.
    pub fn moment_of(self, shown: NaiveDateTime) -> DateTime<Utc> {
        (0..=24 * 4)
            .map(|quarters| shown + TimeDelta::minutes(15 * quarters))
            .find_map(|local| self.0.from_local_datetime(&local).earliest())
            .map_or_else(|| shown.and_utc(), |there| there.with_timezone(&Utc))
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::UTC)
    }
}

/// Reads a day: `2026-07-31`, or nothing for none.
///
/// # Errors
/// [`FieldProblem::NotADate`] for what is not on the calendar, or outside 1900 to 2199.
pub fn parse_day(raw: &str) -> Result<Option<NaiveDate>, FieldProblem> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let day = day::read(raw).ok_or(FieldProblem::NotADate)?;
    let earliest = NaiveDate::from_ymd_opt(1900, 1, 1);
    let latest = NaiveDate::from_ymd_opt(2199, 12, 31);
    if Some(day) < earliest || Some(day) > latest {
        return Err(FieldProblem::NotADate);
    }
    Ok(Some(day))
}

/// Days in JSON: `2026-07-31` (RFC 3339, full-date) and nothing else. With the readers that chrono
/// has for every other way of writing a day the wasm would be several kilobytes larger.
pub(crate) mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    /// Reads a day; nothing if there is none of that name on the calendar.
    pub(super) fn read(text: &str) -> Option<NaiveDate> {
        let mut parts = text.split('-');
        let mut part = |digits: usize| {
            let part = parts.next()?;
            let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then_some(part)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let none_left = parts.next().is_none();
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        NaiveDate::from_ymd_opt(year, month, day).filter(|_| none_left)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub(crate) fn serialize<S: Serializer>(
        day: &NaiveDate,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text).ok_or_else(|| de::Error::custom("no day of the calendar"))
    }
}

impl EventDate {
    /// The moment at which the day is over there: the midnight that follows it, or the first
    /// moment after, where clocks skip midnight.
    pub fn ends_at(self) -> DateTime<Utc> {
        let after = self.day.checked_add_days(Days::new(1)).unwrap_or(self.day);
        self.zone.moment_of(after.and_time(NaiveTime::MIN))
    }

    /// Whether the day is over.
    pub fn is_over(self, now: DateTime<Utc>) -> bool {
        now >= self.ends_at()
    }

    /// How many days it is until then, counted there: 0 on the day, negative afterwards.
    pub fn days_to_go(self, now: DateTime<Utc>) -> i64 {
        (self.day - self.zone.day_of(now)).num_days()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(day: &str, zone: &str) -> EventDate {
        EventDate { day: day.parse().unwrap(), zone: Zone::parse(zone).unwrap() }
    }

    fn at(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    // R3.1: the date ends at midnight in the list's time zone.
    #[test]
    fn a_day_ends_at_midnight_where_the_list_is() {
        let christmas = date("2026-12-24", "Europe/Berlin");
        assert!(!christmas.is_over(at("2026-12-24T22:59:59Z")));
        assert!(christmas.is_over(at("2026-12-24T23:00:00Z")));
        assert!(!date("2026-12-24", "America/Los_Angeles").is_over(at("2026-12-25T07:59:59Z")));
    }

    #[test]
    fn a_midnight_that_clocks_skip_is_found() {
        // Beirut, 2022-03-27: clocks went from 00:00 to 01:00.
        assert_eq!(date("2022-03-26", "Asia/Beirut").ends_at(), at("2022-03-26T22:00:00Z"));
    }

    #[test]
    fn days_to_go_are_counted_there() {
        let day = date("2026-07-31", "Pacific/Auckland");
        assert_eq!(day.days_to_go(at("2026-07-30T11:00:00Z")), 1);
        assert_eq!(day.days_to_go(at("2026-07-30T12:30:00Z")), 0);
    }

    #[test]
    fn what_is_not_on_the_calendar_is_refused() {
        for raw in [
            "2026-02-29",
            "31 July 2026",
            "0000-01-01",
            "9999-12-31",
            "tomorrow",
            "2026-7-31",
            "+2026-07-31",
            "2026-07-31-",
            "2026-07-31T00:00:00Z",
            "２０２６-07-31",
        ] {
            assert_eq!(parse_day(raw), Err(FieldProblem::NotADate), "{raw}");
        }
        assert_eq!(parse_day(" "), Ok(None));
    }

    #[test]
    fn a_day_reads_back_from_json() {
        let day = date("2028-02-29", "UTC");
        let json = serde_json::to_string(&day).unwrap();
        assert!(json.contains("\"2028-02-29\""), "{json}");
        assert_eq!(serde_json::from_str::<EventDate>(&json).unwrap(), day);
        assert!(serde_json::from_str::<EventDate>(&json.replace("28-", "27-")).is_err());
    }

    proptest! {
        #[test]
        fn every_day_ends_within_two_days_everywhere(days in 0_u64..100_000, zone in 0..chrono_tz::TZ_VARIANTS.len()) {
            let day = NaiveDate::from_ymd_opt(1910, 1, 1).unwrap() + Days::new(days);
            let ends = EventDate { day, zone: Zone(chrono_tz::TZ_VARIANTS[zone]) }.ends_at();
            let gap = ends - day.and_time(NaiveTime::MIN).and_utc();
            prop_assert!(gap.num_hours().abs() <= 48);
        }
    }
}
