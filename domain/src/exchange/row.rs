//! What a row of a file means.

use chrono::NaiveDate;

use super::{
    Column,
    choice::{self, is_any_number, whole_number, yes_or_no},
};
use crate::{FieldErrors, FieldProblem, GiftForm, PictureId, Wish, parse_day};

/// A file of gifts, as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadTable {
    /// The headers that name nothing we know. What stands below them is left out.
    pub unknown: Vec<String>,
    /// The gifts, in their order.
    pub rows: Vec<ReadRow>,
}

/// A row of it, as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadRow {
    /// Which row it is, the one with the headers being the first.
    pub number: u32,
    /// What it says, as it stands in the form for a gift.
    pub form: GiftForm,
    /// The day on which the price was read, as it was written.
    pub price_date: String,
    /// Whether givers do not see it yet, as it was written.
    pub hidden: String,
}

impl ReadRow {
    /// The row with these cells.
    pub fn of(number: u32, cells: impl IntoIterator<Item = (Column, String)>) -> Self {
        let mut row = Self { number, ..Self::default() };
        for (column, text) in cells {
            row.set(column, text);
        }
        row
    }

    fn set(&mut self, column: Column, text: String) {
        let form = &mut self.form;
        match column {
            Column::Name => form.name = text,
            Column::Brand => form.brand = text,
            Column::Shop => form.shop = text,
            Column::Link => form.link = text,
            Column::Price => form.price = text,
            Column::Currency => form.currency = text,
            Column::PriceDate => self.price_date = text,
            Column::Wanted if is_any_number(&text) => form.any_number = "on".to_owned(),
            Column::Wanted => form.wanted = whole_number(&text).to_owned(),
            Column::Notes => form.notes = text,
            Column::Priority => form.priority = choice::priority(&text),
            Column::Exactness => form.exactness = choice::exactness(&text),
            Column::Size => form.size = text,
            Column::Colour => form.colour = text,
            Column::FurtherOne => form.further_1 = text,
            Column::FurtherTwo => form.further_2 = text,
            Column::FurtherThree => form.further_3 = text,
            Column::Tags => form.tags = text,
            Column::Section => form.section = text,
            Column::Hidden => self.hidden = text,
            Column::Picture => form.picture = our_picture(&text).unwrap_or_default(),
            Column::Reserved | Column::Purchased => {}
        }
    }

    /// The row without a picture, where that is none of ours any more.
    #[must_use]
    pub fn without_picture(mut self) -> Self {
        self.form.picture.clear();
        self
    }

    /// The gift that is wished for. A price is in the currency that is named, else in `usual`; it
    /// was read on the day that is named, else `today`.
    ///
    /// # Errors
    /// Every cell that needs another value, by its field in the form.
    pub fn parse(&self, usual: &str, today: NaiveDate) -> Result<Wish, FieldErrors> {
        let (price, named) = amount_and_currency(&self.form.price);
        let currency = match self.form.currency.trim() {
            "" => named.unwrap_or_else(|| usual.to_owned()),
            typed => code(typed).unwrap_or_else(|| typed.to_owned()),
        };
        let form = GiftForm { price, currency, ..self.form.clone() };
        let mut errors = FieldErrors::default();
        let hidden = yes_or_no(&self.hidden).ok_or(FieldProblem::NotAChoice);
        let hidden = errors.take("hidden", hidden);
        let read_on = errors.take("price_date", past_day(&self.price_date, today));
        match (form.parse(today, None), hidden, read_on) {
            (Ok(mut wish), Some(hidden), Some(read_on)) => {
                if let (Some(price), Some(day)) = (&mut wish.details.price, read_on) {
                    price.read_on = day;
                }
                Ok(Wish { hidden, ..wish })
            }
            (Err(mut wrong), ..) => {
                for error in errors.iter() {
                    wrong.push(&error.field, error.problem.clone());
                }
                Err(wrong)
            }
            (Ok(_), ..) => Err(errors),
        }
    }
}

/// A price cannot have been read tomorrow.
fn past_day(raw: &str, today: NaiveDate) -> Result<Option<NaiveDate>, FieldProblem> {
    match parse_day(&plain_day(raw))? {
        Some(day) if day > today => Err(FieldProblem::NotADate),
        day => Ok(day),
    }
}

/// A day as we write it, of one that a spreadsheet wrote: `1.11.2026`, `13/11/2026`, `11/13/2026`. What
/// may be either of two days stays, for its reader to refuse.
fn plain_day(raw: &str) -> String {
    let sign = if raw.contains('.') { '.' } else { '/' };
    let numbers: Option<Vec<u32>> = raw.split(sign).map(|part| part.trim().parse().ok()).collect();
    let found = match numbers.as_deref() {
        Some([year, month, day]) if *year > 31 => Some((year, month, day)),
        Some([day, month, year]) if sign == '.' || *day > 12 || day == month => {
            Some((year, month, day))
        }
        Some([month, day, year]) if *day > 12 => Some((year, month, day)),
        _ => None,
    };
    found.map_or_else(
        || raw.to_owned(),
        |(year, month, day)| format!("{year:04}-{month:02}-{day:02}"),
    )
}

/// The id of a picture that we keep, from the address of one of its files; those of others are not
/// fetched for a file.
fn our_picture(text: &str) -> Option<String> {
    let name = text.trim().rsplit('/').next()?;
    PictureId::parse_file_name(name).map(|(id, _)| id.to_string())
}

/// An amount, apart from the currency that stands beside it: `12,50 €`, `EUR 12.50`, `12,-`. What
/// is neither stays, for the form to refuse.
fn amount_and_currency(raw: &str) -> (String, Option<String>) {
    let raw = raw.trim();
    let (Some(first), Some(last)) =
        (raw.find(|c: char| c.is_ascii_digit()), raw.rfind(|c: char| c.is_ascii_digit()))
    else {
        return (raw.to_owned(), None);
    };
    let (before, amount, after) = (&raw[..first], &raw[first..=last], &raw[last + 1..]);
    let after = after.strip_prefix(",-").or_else(|| after.strip_prefix(".-")).unwrap_or(after);
    let around = [before.trim(), after.trim()].concat();
    match around.as_str() {
        "" => (amount.to_owned(), None),
        sign => match code(sign) {
            Some(currency) => (amount.to_owned(), Some(currency)),
            None => (raw.to_owned(), None),
        },
    }
}

/// The ISO 4217 code for a sign; three letters are one already.
fn code(sign: &str) -> Option<String> {
    let known = match sign {
        "€" => "EUR",
        "$" | "US$" => "USD",
        "£" => "GBP",
        "¥" => "JPY",
        "Fr." | "SFr." => "CHF",
        "zł" => "PLN",
        "Kč" => "CZK",
        "₹" | "Rs" | "Rs." => "INR",
        "A$" => "AUD",
        "R$" => "BRL",
        "CA$" => "CAD",
        "CN¥" => "CNY",
        "HK$" => "HKD",
        "₪" => "ILS",
        "₩" => "KRW",
        "MX$" => "MXN",
        "NZ$" => "NZD",
        _ if sign.len() == 3 && sign.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            return Some(sign.to_ascii_uppercase());
        }
        _ => return None,
    };
    Some(known.to_owned())
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;
    use crate::{Money, MoneyStyle, Priority, Wanted};

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn read(cells: &[(Column, &str)]) -> Result<Wish, FieldErrors> {
        let cells = cells.iter().map(|(column, text)| (*column, (*text).to_owned()));
        ReadRow::of(2, cells).parse("EUR", today())
    }

    #[test_case("12.50", "", "12.50 EUR")]
    #[test_case("12,50 €", "", "12.50 EUR")]
    #[test_case("£1,249.50", "", "1249.50 GBP")]
    #[test_case("CHF 12", "", "12.00 CHF")]
    #[test_case("1.234,56 €", "", "1234.56 EUR")]
    #[test_case("Rs 1,23,456", "", "123456.00 INR")]
    #[test_case("₹ 1,23,456.50", "", "123456.50 INR")]
    #[test_case("12,-", "", "12.00 EUR")]
    #[test_case("12,- €", "usd", "12.00 USD"; "what the other column says counts")]
    #[test_case("12", "€", "12.00 EUR"; "a sign in its column")]
    fn a_price_is_read_as_people_write_it(price: &str, currency: &str, told: &str) {
        let cells = [(Column::Name, "x"), (Column::Price, price), (Column::Currency, currency)];
        let money = read(&cells).unwrap().details.price.unwrap().money;
        assert_eq!(format!("{} {}", Money::plain(money), money.currency()), told);
    }

    // R3.9: people copy prices from where we show them.
    #[test]
    fn a_price_is_read_as_it_is_shown() {
        let shown = [
            "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS", "INR",
            "JPY", "KRW", "KWD", "MXN", "NZD", "PLN", "USD",
        ];
        for currency in shown {
            let money = Money::from_minor(124_950, currency).unwrap();
            for style in [MoneyStyle::English, MoneyStyle::German, MoneyStyle::French] {
                let price = money.display(style);
                let wish = read(&[(Column::Name, "x"), (Column::Price, price.as_str())]).unwrap();
                let read = wish.details.price.map(|price| price.money);
                assert_eq!(read, Some(money), "{price}");
            }
        }
    }

    #[test]
    fn a_row_says_what_its_words_mean() {
        let wish = read(&[
            (Column::Name, "Train"),
            (Column::Wanted, "beliebig"),
            (Column::Priority, "hoch"),
            (Column::Hidden, "ja"),
            (Column::Price, "3"),
            (Column::PriceDate, "2026-11-01"),
            (Column::Reserved, "9"),
        ])
        .unwrap();
        assert_eq!(wish.wanted, Wanted::Any);
        assert_eq!(wish.details.priority, Priority::Must);
        assert!(wish.hidden);
        assert_eq!(wish.details.price.unwrap().read_on, "2026-11-01".parse().unwrap());
    }

    // R3.9: what was exported and saved by a spreadsheet.
    #[test_case("2026-11-01", Some("2026-11-01"))]
    #[test_case("1.11.2026", Some("2026-11-01"); "points")]
    #[test_case("13/11/2026", Some("2026-11-13"); "the day first")]
    #[test_case("11/13/2026", Some("2026-11-13"); "the month first")]
    #[test_case("11/11/2026", Some("2026-11-11"); "the same either way")]
    #[test_case("2026/11/01", Some("2026-11-01"); "the year first")]
    #[test_case("1/11/2026", None; "one of two days")]
    #[test_case("31.11.2026", None; "no day of the calendar")]
    #[test_case("1.11.", None; "no year")]
    #[test_case("1.12.2026", None; "a day to come")]
    fn a_day_is_read_as_spreadsheets_write_it(written: &str, day: Option<&str>) {
        let cells = [(Column::Name, "x"), (Column::Price, "3"), (Column::PriceDate, written)];
        let read_on = read(&cells).ok().and_then(|wish| wish.details.price);
        assert_eq!(read_on.map(|price| price.read_on.to_string()).as_deref(), day);
    }

    // R3.9: every wrong cell of a row is named at once.
    #[test]
    fn every_wrong_cell_is_named() {
        let wrong = read(&[
            (Column::Name, ""),
            (Column::Link, "javascript:alert(1)"),
            (Column::Price, "about ten"),
            (Column::Wanted, "many"),
            (Column::Hidden, "perhaps"),
            (Column::PriceDate, "2026-11-25"),
        ])
        .unwrap_err();
        let fields: Vec<_> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["link", "name", "price", "wanted", "hidden", "price_date"]);
    }

    #[test]
    fn only_a_picture_of_ours_is_taken() {
        let id = "0123456789abcdef".repeat(4);
        let own = format!("https://ewelists.example/pictures/{id}-640.webp");
        assert_eq!(our_picture(&own), Some(id));
        for other in ["https://shop.example/train.jpg", "", "../../etc/passwd", "=1"] {
            assert_eq!(our_picture(other), None, "{other}");
        }
    }
}
