//! How a webhook's receiver is doing, and when it is no longer tried (R10.12).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// After how many days of nothing but failures a receiver is no longer tried.
pub const OFF_DAYS: i64 = 5;

/// How long a failing receiver is left alone at most, whatever waits for it.
const MOST_REST: TimeDelta = TimeDelta::minutes(15);

/// Why a webhook is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// Its person wanted it so.
    Asked,
    /// It only failed, for days.
    Failing,
    /// Its receiver answered that it is gone (410).
    Gone,
}

impl Off {
    /// The word that stands in the store and in the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }

    /// What a word of the store stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Asked, Self::Failing, Self::Gone].into_iter().find(|off| off.code() == code)
    }
}

/// How a receiver fares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Health {
    /// Why nothing is sent to it, if so.
    pub off: Option<Off>,
    /// Since when every try failed; nothing after one that did not.
    pub failing_since: Option<DateTime<Utc>>,
    /// How many failed in a row.
    pub failures: u32,
    /// Until when it is left alone, so that one that hangs keeps nobody waiting.
    pub rests_until: Option<DateTime<Utc>>,
}

impl Health {
    /// After a message was taken.
    #[must_use]
    pub fn delivered(self) -> Self {
        Self { off: self.off, ..Self::default() }
    }

    /// After a message was not taken. One that says that it is `gone`, or only failed for five days,
    /// is switched off, unless the settings name it: `keeps_on`.
    #[must_use]
    pub fn failed(self, gone: bool, keeps_on: bool, now: DateTime<Utc>) -> Self {
        let since = self.failing_since.unwrap_or(now);
        let failures = self.failures.saturating_add(1);
        let is_over = now - since >= TimeDelta::days(OFF_DAYS);
        let off = match self.off {
            None if keeps_on => None,
            None if gone => Some(Off::Gone),
            None if is_over => Some(Off::Failing),
            off => off,
        };
        let rest = super::next_delivery_try(failures).unwrap_or(MOST_REST).min(MOST_REST);
        Self { off, failing_since: Some(since), failures, rests_until: Some(now + rest) }
    }

    /// As its person switched it. On again, it begins anew.
    #[must_use]
    pub fn switched(self, on: bool) -> Self {
        match (on, self.off) {
            (true, Some(_)) => Self::default(),
            (false, None) => Self { off: Some(Off::Asked), ..self },
            _ => self,
        }
    }

    /// Left alone no longer, since somebody asked for a message to be sent now.
    #[must_use]
    pub fn awake(self) -> Self {
        Self { rests_until: None, ..self }
    }

    /// Whether a try switched it off that was made after `before`.
    pub fn was_switched_off_since(self, before: Self) -> bool {
        before.off.is_none() && self.off.is_some()
    }
}
