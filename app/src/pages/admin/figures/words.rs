//! Figures in words.

use chrono::NaiveDate;
use domain::kpis::{Change, Figure, FigureValue, Series, Sum};

use crate::{
    components::words,
    i18n::{Locale, td_string},
};

/// What a figure is called.
pub(super) fn name(locale: Locale, figure: Figure) -> &'static str {
    match figure {
        Figure::SignUps => td_string!(locale, kpis.name.sign_ups),
        Figure::ListsMade => td_string!(locale, kpis.name.lists_made),
        Figure::GiftsAdded => td_string!(locale, kpis.name.gifts_added),
        Figure::Reserved => td_string!(locale, kpis.name.reserved),
        Figure::Purchased => td_string!(locale, kpis.name.purchased),
        Figure::Givers => td_string!(locale, kpis.name.givers),
        Figure::Mails => td_string!(locale, kpis.name.mails),
        Figure::LookedUpFound => td_string!(locale, kpis.name.looked_up_found),
        Figure::LookedUpPartly => td_string!(locale, kpis.name.looked_up_partly),
        Figure::LookedUpRefused => td_string!(locale, kpis.name.looked_up_refused),
        Figure::LookedUpNothing => td_string!(locale, kpis.name.looked_up_nothing),
        Figure::LookedUpCatalogue => td_string!(locale, kpis.name.looked_up_catalogue),
    }
}

/// A number, its thousands apart as the language has it.
pub(super) fn number(locale: Locale, number: u64) -> String {
    let apart = match locale {
        Locale::en => ',',
        Locale::de | Locale::es => '.',
        Locale::fr => '\u{202f}',
    };
    let digits = number.to_string();
    let mut said = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(apart);
        }
        said.push(digit);
    }
    said
}

/// What can be said of a day.
pub(super) fn value(locale: Locale, value: FigureValue) -> String {
    match value {
        FigureValue::Number(it) => number(locale, it),
        FigureValue::UnderTen => td_string!(locale, kpis.under_ten).to_owned(),
        FigureValue::Uncounted => "–".to_owned(),
    }
}

/// What a period has come to, and what that is where it is no sum.
pub(super) fn sum(locale: Locale, figure: Figure, sum: &Sum) -> (String, Option<&'static str>) {
    if sum.told == 0 && sum.under_ten > 0 {
        return (value(locale, FigureValue::UnderTen), None);
    }
    match figure.adds_up() {
        true => (number(locale, sum.number), None),
        false => (number(locale, sum.each_day()), Some(td_string!(locale, kpis.each_day))),
    }
}

/// How that compares with the period before, or why it can not be compared.
pub(super) fn compared(locale: Locale, series: &Series, since: NaiveDate) -> String {
    let Series { sum, before, .. } = series;
    let earlier = || number(locale, before.number);
    match sum.since(before) {
        Change::More(share) => {
            let share = number(locale, share);
            td_string!(locale, kpis.compared.more, share = share, number = earlier())
        }
        Change::Fewer(share) => {
            let share = number(locale, share);
            td_string!(locale, kpis.compared.fewer, share = share, number = earlier())
        }
        Change::FromNone => td_string!(locale, kpis.compared.from_none).to_owned(),
        Change::Same => td_string!(locale, kpis.compared.same).to_owned(),
        Change::Unknown if sum.under_ten > 0 => {
            td_string!(locale, kpis.compared.few, count = sum.under_ten)
        }
        Change::Unknown if before.under_ten > 0 => {
            td_string!(locale, kpis.compared.few_before).to_owned()
        }
        Change::Unknown => {
            td_string!(locale, kpis.compared.since, day = words::day(locale, since))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (locale, said) in [
            (Locale::en, "1,234,567"),
            (Locale::de, "1.234.567"),
            (Locale::es, "1.234.567"),
            (Locale::fr, "1\u{202f}234\u{202f}567"),
        ] {
            assert_eq!(number(locale, 1_234_567), said);
            assert_eq!(number(locale, 123), "123");
            assert_eq!(number(locale, 0), "0");
        }
        assert_eq!(number(Locale::en, 1_000), "1,000");
    }
}
