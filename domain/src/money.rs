//! Amounts of money, in a currency's smallest unit (R4.7).

use std::str::FromStr;

use chrono::NaiveDate;
use iso_currency::Currency;
use serde::{Deserialize, Serialize};

use crate::FieldProblem;

/// An amount in a currency (ISO 4217).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In the currency's smallest unit: cents for EUR, yen for JPY.
    minor: i64,
    /// The ISO 4217 code.
    #[serde(with = "code")]
    currency: Currency,
}

/// What something cost on the day somebody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// How much.
    pub money: Money,
    /// The day on which the price was read.
    #[serde(with = "crate::time::day")]
    pub read_on: NaiveDate,
}

impl Money {
    /// The most that a gift may cost, in whole units of its currency.
    const MOST: i64 = 100_000_000;

    /// Takes an amount in the smallest unit, as it was stored.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`] for a currency that ISO 4217 does not list.
    pub fn from_minor(minor: i64, currency: &str) -> Result<Self, FieldProblem> {
        let currency = parse_currency(currency)?;
        Ok(Self { minor, currency })
    }

    /// Reads what a person typed: digits, with `.` or `,` or a space or an apostrophe between
    /// thousands, and the currency's number of decimals at most.
    ///
    /// # Errors
    /// [`FieldProblem::NotAPrice`], or [`FieldProblem::NotAChoice`] for the currency.
    pub fn parse(amount: &str, currency: &str) -> Result<Self, FieldProblem> {
        let currency = parse_currency(currency)?;
        let decimals = usize::from(currency.exponent().unwrap_or(0));
        let minor = parse_amount(amount, decimals).ok_or(FieldProblem::NotAPrice)?;
        Ok(Self { minor, currency })
    }

    /// In the currency's smallest unit.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// A number to compare by, whatever the currency: ten-thousandths of its whole units.
    pub fn number(self) -> i64 {
        let decimals = u32::from(self.currency.exponent().unwrap_or(0));
        self.minor.saturating_mul(10_i64.pow(4_u32.saturating_sub(decimals)))
    }

    /// Whether it is no more than `most`. Amounts in different currencies are not compared.
    pub fn is_at_most(self, most: Self) -> bool {
        self.currency == most.currency && self.minor <= most.minor
    }

    /// The ISO 4217 code, such as `EUR`.
    pub fn currency(self) -> &'static str {
        self.currency.code()
    }

    /// The amount as plain digits with a point, as it stands in a form: `1249.50`.
    pub fn plain(self) -> String {
        self.grouped("", ".")
    }

    /// The amount as people who write like this read it: `1.249,50 €`. Beside it stands a sign that
    /// is no other currency's, else the code: `CA$12.50`, `12,50 CHF`.
    pub fn display(self, style: MoneyStyle) -> String {
        let (sign, gap) = match self.sign() {
            Some(sign) => (sign, ""),
            // Words are parted from the amount wherever they stand.
            None => (self.word(), "\u{A0}"),
        };
        match style {
            MoneyStyle::English => format!("{sign}{gap}{}", self.grouped(",", ".")),
            MoneyStyle::German => format!("{}\u{A0}{sign}", self.grouped(".", ",")),
            MoneyStyle::French => format!("{}\u{A0}{sign}", self.grouped("\u{202F}", ",")),
        }
    }

    /// A sign by which readers of any of our languages know the currency from all others.
    fn sign(self) -> Option<&'static str> {
        Some(match self.currency {
            Currency::EUR => "€",
            Currency::GBP => "£",
            Currency::USD => "$",
            Currency::AUD => "A$",
            Currency::BRL => "R$",
            Currency::CAD => "CA$",
            Currency::CNY => "CN¥",
            Currency::HKD => "HK$",
            Currency::ILS => "₪",
            Currency::INR => "₹",
            Currency::JPY => "¥",
            Currency::KRW => "₩",
            Currency::MXN => "MX$",
            Currency::NZD => "NZ$",
            _ => return None,
        })
    }

    /// What stands beside an amount where there is no such sign.
    fn word(self) -> &'static str {
        match self.currency {
            Currency::CZK => "Kč",
            Currency::PLN => "zł",
            other => other.code(),
        }
    }

    fn grouped(self, thousands: &str, point: &str) -> String {
        let decimals = usize::from(self.currency.exponent().unwrap_or(0));
        let digits = format!("{:0width$}", self.minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let mut text = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(thousands);
            }
            text.push(digit);
        }
        if decimals > 0 {
            text.push_str(point);
            text.push_str(fraction);
        }
        text
    }
}

/// How a reader's language writes amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyStyle {
    /// `€1,249.50`
    English,
    /// `1.249,50 €`, in Spanish too.
    German,
    /// `1 249,50 €`, with narrow spaces between thousands.
    French,
}

fn parse_currency(code: &str) -> Result<Currency, FieldProblem> {
    Currency::from_str(code.trim()).map_err(|_| FieldProblem::NotAChoice)
}

/// The amount in smallest units. The last point or comma is the decimal point if as many digits follow
/// it as the currency has decimals, or fewer; three digits after it make it a thousands separator.
fn parse_amount(raw: &str, decimals: usize) -> Option<i64> {
    let unified = |c: char| match c {
        '\u{A0}' | '\u{202F}' => ' ',
        '’' => '\'',
        _ => c,
    };
    let text: String = raw.trim().chars().map(unified).collect();
    let allowed = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' ' | b'\'');
    if text.is_empty() || text.len() > 20 || !text.bytes().all(allowed) {
        return None;
    }
    let (whole, fraction) = match text.rfind(['.', ',']) {
        Some(at) if text.len() - at - 1 <= decimals => (&text[..at], &text[at + 1..]),
        _ => (text.as_str(), ""),
    };
    let whole: i64 = ungrouped(whole)?.parse().ok()?;
    if whole > Money::MOST || !are_digits(fraction) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<decimals$}").parse().ok().unwrap_or(0);
    let scale = 10_i64.checked_pow(u32::try_from(decimals).ok()?)?;
    whole.checked_mul(scale)?.checked_add(fraction)
}

/// Digits without what stands between thousands: the same sign each time, with three digits after it,
/// or as in India with two, and three at the end.
fn ungrouped(text: &str) -> Option<String> {
    let Some(sign) = text.chars().find(|c| !c.is_ascii_digit()) else {
        return Some(text.to_owned());
    };
    let groups: Vec<&str> = text.split(sign).collect();
    let [first, middle @ .., last] = groups.as_slice() else { return None };
    let all_have = |digits: usize| middle.iter().all(|group| group.len() == digits);
    let is_indian = sign == ',' && first.len() <= 2 && all_have(2);
    let is_grouped = first.len() <= 3 && all_have(3) || is_indian;
    let is_whole = is_grouped && !first.is_empty() && last.len() == 3;
    (is_whole && groups.iter().all(|group| are_digits(group))).then(|| groups.concat())
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

mod code {
    use std::str::FromStr;

    use iso_currency::Currency;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(currency: &Currency, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(currency.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Currency, D::Error> {
        let code = String::deserialize(from)?;
        Currency::from_str(&code).map_err(|_| D::Error::custom("not an ISO 4217 currency"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;

    // R4.7
    #[test_case("12", 1200)]
    #[test_case("12.5", 1250)]
    #[test_case("12,50", 1250)]
    #[test_case("1.249,50", 124_950)]
    #[test_case("1,249.50", 124_950)]
    #[test_case("1 249,50", 124_950)]
    #[test_case("1'249.50", 124_950)]
    #[test_case("1.249", 124_900)]
    #[test_case("1\u{202F}249,50", 124_950; "a narrow space")]
    #[test_case("1.234.567,89", 123_456_789)]
    #[test_case("1,23,456", 12_345_600; "as in India")]
    #[test_case("12,34,567.50", 123_456_750; "as in India with decimals")]
    #[test_case("0", 0)]
    fn amounts_are_read_as_people_write_them(raw: &str, minor: i64) {
        assert_eq!(Money::parse(raw, "EUR").unwrap().minor(), minor);
    }

    #[test_case("")]
    #[test_case("-1")]
    #[test_case("1e3")]
    #[test_case("１２"; "digits of full width")]
    #[test_case("1.2.3")]
    #[test_case("12.3456")]
    #[test_case(".5")]
    #[test_case("NaN")]
    #[test_case("99999999999")]
    #[test_case("1234,567.00")]
    #[test_case("1.249,500"; "more decimals than there are")]
    #[test_case("1,249.500"; "more decimals behind a point")]
    #[test_case("1.234,567.00"; "two signs between thousands")]
    #[test_case("12 50"; "a space in place of a comma")]
    #[test_case("1,23,45"; "a group that is too short")]
    #[test_case("123,45,678"; "a group that is too long")]
    #[test_case("1.23.456"; "a date")]
    fn what_is_no_amount_is_refused(raw: &str) {
        assert_eq!(Money::parse(raw, "EUR"), Err(FieldProblem::NotAPrice));
    }

    #[test]
    fn a_currency_has_its_own_decimals() {
        assert_eq!(Money::parse("1200", "JPY").unwrap().minor(), 1200);
        assert_eq!(Money::parse("12.50", "JPY"), Err(FieldProblem::NotAPrice));
        assert_eq!(Money::parse("12", "XXZ"), Err(FieldProblem::NotAChoice));
    }

    // R4.7: money is shown as the reader's language writes it.
    #[test]
    fn amounts_are_shown_as_readers_write_them() {
        let money = Money::parse("1249.50", "EUR").unwrap();
        assert_eq!(money.display(MoneyStyle::English), "€1,249.50");
        assert_eq!(money.display(MoneyStyle::German), "1.249,50\u{A0}€");
        assert_eq!(money.display(MoneyStyle::French), "1\u{202F}249,50\u{A0}€");
    }

    // R4.7: those of the form, and some that shops have; a gap is one that does not break.
    #[test_case("EUR", "€1,249.50", "1.249,50 €")]
    #[test_case("CHF", "CHF 1,249.50", "1.249,50 CHF")]
    #[test_case("GBP", "£1,249.50", "1.249,50 £")]
    #[test_case("USD", "$1,249.50", "1.249,50 $")]
    #[test_case("AUD", "A$1,249.50", "1.249,50 A$")]
    #[test_case("CAD", "CA$1,249.50", "1.249,50 CA$")]
    #[test_case("CZK", "Kč 1,249.50", "1.249,50 Kč")]
    #[test_case("DKK", "DKK 1,249.50", "1.249,50 DKK")]
    #[test_case("JPY", "¥124,950", "124.950 ¥")]
    #[test_case("NOK", "NOK 1,249.50", "1.249,50 NOK")]
    #[test_case("PLN", "zł 1,249.50", "1.249,50 zł")]
    #[test_case("SEK", "SEK 1,249.50", "1.249,50 SEK")]
    #[test_case("CNY", "CN¥1,249.50", "1.249,50 CN¥")]
    #[test_case("MDL", "MDL 1,249.50", "1.249,50 MDL")]
    #[test_case("KWD", "KWD 124.950", "124,950 KWD")]
    fn every_currency_is_told_from_the_others(currency: &str, english: &str, german: &str) {
        let money = Money::from_minor(124_950, currency).unwrap();
        let shown = |style| money.display(style).replace('\u{A0}', " ");
        assert_eq!(shown(MoneyStyle::English), english);
        assert_eq!(shown(MoneyStyle::German), german);
        let french = german.replace('.', "\u{202F}");
        assert_eq!(shown(MoneyStyle::French), french);
    }

    proptest! {
        #[test]
        fn a_shown_amount_reads_back(minor in 0_i64..10_000_000_000) {
            for currency in ["EUR", "JPY", "GBP", "KWD"] {
                let money = Money::from_minor(minor.min(100_000_000), currency).unwrap();
                prop_assert_eq!(Money::parse(&money.plain(), currency), Ok(money));
            }
        }

        #[test]
        fn reading_never_panics(raw in any::<String>()) {
            let _ = Money::parse(&raw, "EUR");
        }
    }
}
