//! The reader's language: names of months, amounts, and the words that every mail has.

use app::i18n::Locale;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{Money, MoneyStyle};
use leptos_i18n::{Locale as _, td_string};

use super::{
    addresses::Addresses,
    sheet::{Link, Sheet},
};

/// The language that a mail is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tongue(pub Locale);

impl Tongue {
    /// The nearest of our languages to the one that somebody uses, such as `de-AT`.
    pub fn nearest(language: &str) -> Self {
        Self(Locale::find_locale(&[language]))
    }

    /// A day, as in `31 July 2026`.
    pub fn day(self, day: NaiveDate) -> String {
        let Self(locale) = self;
        let month = match day.month() {
            1 => td_string!(locale, mail.date.m1),
            2 => td_string!(locale, mail.date.m2),
            3 => td_string!(locale, mail.date.m3),
            4 => td_string!(locale, mail.date.m4),
            5 => td_string!(locale, mail.date.m5),
            6 => td_string!(locale, mail.date.m6),
            7 => td_string!(locale, mail.date.m7),
            8 => td_string!(locale, mail.date.m8),
            9 => td_string!(locale, mail.date.m9),
            10 => td_string!(locale, mail.date.m10),
            11 => td_string!(locale, mail.date.m11),
            _ => td_string!(locale, mail.date.m12),
        };
        let number = match day.day() {
            1 => td_string!(locale, mail.date.first).to_owned(),
            number => number.to_string(),
        };
        td_string!(locale, mail.date.day, day = number, month = month, year = day.year())
    }

    /// A moment, to the minute.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let time = at.format("%H:%M").to_string();
        td_string!(self.0, mail.date.moment, day = self.day(at.date_naive()), time = time)
    }

    /// An amount.
    pub fn money(self, money: Money) -> String {
        money.display(match self.0 {
            Locale::en => MoneyStyle::English,
            Locale::de | Locale::es => MoneyStyle::German,
            Locale::fr => MoneyStyle::French,
        })
    }

    /// `Hello Anna,`, or nothing where there is no name.
    pub fn hello(self, name: &str) -> Option<String> {
        (!name.is_empty()).then(|| td_string!(self.0, mail.hello, name = name))
    }

    /// A mail that says nothing yet.
    pub fn blank(self, addresses: &Addresses) -> Sheet {
        Sheet {
            language: self.0.as_str(),
            colon: td_string!(self.0, mail.colon),
            brand: td_string!(self.0, mail.brand).to_owned(),
            home: Link {
                label: td_string!(self.0, mail.home).to_owned(),
                href: addresses.page("/"),
            },
            ..Sheet::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_readers_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 7, 31).unwrap();
        assert_eq!(Tongue(Locale::en).day(day), "31 July 2026");
        assert_eq!(Tongue(Locale::de).day(day), "31. Juli 2026");
        assert_eq!(Tongue(Locale::fr).day(day), "31 juillet 2026");
        let first = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        let firsts = [Locale::en, Locale::de, Locale::fr, Locale::es];
        assert_eq!(
            firsts.map(|locale| Tongue(locale).day(first)),
            ["1 July 2026", "1. Juli 2026", "1er juillet 2026", "1 de julio de 2026"]
        );
        let months: std::collections::HashSet<_> = (1..=12)
            .map(|month| Tongue(Locale::de).day(NaiveDate::from_ymd_opt(2026, month, 1).unwrap()))
            .collect();
        assert_eq!(months.len(), 12);
    }

    // R9.4
    #[test]
    fn the_nearest_language_is_found() {
        for (asked, found) in [
            ("de", Locale::de),
            ("de-AT", Locale::de),
            ("en-GB", Locale::en),
            ("", Locale::en),
            ("tlh", Locale::en),
        ] {
            assert_eq!(Tongue::nearest(asked), Tongue(found), "{asked}");
        }
    }
}
