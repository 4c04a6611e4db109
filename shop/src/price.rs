//! Reads a price, however the shop's country writes it (R6.3).

use domain::Money;

use crate::amount;
use crate::currency::{self, Mark};

/// More characters than this are no price but a text about one.
const LONGEST: usize = 200;

/// What follows an amount that is for a part only: `2,50 € / 100 g`.
const FOR_A_PART: [&str; 5] = ["/", "per ", "pro ", "je ", "par "];

/// What stands between the two ends of a range: `12 – 15 €`.
const TO: [&str; 6] = ["-", "~", "to", "bis", "à", "a"];

/// The price in a text: the lowest of several, such as a sale beside the regular price or the start
/// of a range. Amounts for a part (`2,50 € / 100 g`) only count where there is no other, and
/// nothing is no price.
///
/// The currency is the one that the page names, else the one of the mark beside the amount, else
/// that of the country of `host`.
pub fn parse(text: &str, currency: Option<&str>, host: &str) -> Option<Money> {
    let text = plain(text);
    let named = currency.and_then(|name| currency::named(name, host));
    let read = |amount: &Amount| {
        let currency = match (named, amount.mark) {
            (Some(named), _) => named,
            (None, Some(mark)) => mark.currency?,
            (None, None) => currency::of_country(host)?,
        };
        let minor = amount::minor(&amount.digits, currency).filter(|minor| *minor > 0)?;
        Money::from_minor(minor, currency.code()).ok()
    };
    let amounts = amounts(&text, host);
    let lowest = |for_a_part: bool| {
        let marked = amounts.iter().filter(|a| a.mark.is_some() && a.for_a_part == for_a_part);
        marked.filter_map(read).min_by_key(|money| money.minor())
    };
    if amounts.iter().any(|amount| amount.mark.is_some()) {
        return lowest(false).or_else(|| lowest(true));
    }
    // Without marks, decimals tell a price from a count.
    let has_cents =
        |amount: &&Amount| amount.digits.rsplit(['.', ',']).next().map(str::len) == Some(2);
    amounts.iter().filter(has_cents).chain(&amounts).find_map(read)
}

/// An amount in a text.
#[derive(Debug)]
struct Amount {
    /// Its digits, with what separates them.
    digits: String,
    /// The currency's mark beside it.
    mark: Option<Mark>,
    /// Whether it is the price of a part.
    for_a_part: bool,
}

fn amounts(text: &str, host: &str) -> Vec<Amount> {
    let mut amounts: Vec<Amount> = Vec::new();
    // What stands before the next amount and belongs to none yet.
    let mut before = text;
    while let Some(start) = before.find(|c: char| c.is_ascii_digit()) {
        let (between, rest) = before.split_at(start);
        let (digits, rest) = rest.split_at(amount::length(rest));
        let mut digits = digits.to_owned();
        let mut mark = currency::at_end(between.trim_end(), host);
        let mut rest = after_dashes(rest);
        let followed = rest.trim_start();
        let is_attached = rest.len() == followed.len();
        if let Some(after) = currency::at_start(followed, host) {
            let beyond = &followed[after.length..];
            let starts_next = !is_attached && beyond.starts_with(|c: char| c.is_ascii_digit());
            if !starts_next {
                if mark.is_none_or(|before| before.length < after.length) {
                    mark = Some(after);
                }
                rest = beyond;
                if is_attached && let Some((cents, beyond)) = cents(beyond) {
                    digits.push('.');
                    digits.push_str(cents);
                    rest = beyond;
                }
            }
        }
        before = rest;
        let follows = rest.trim_start().to_lowercase();
        let is_within_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let is_word = mark.is_none()
            && (is_within_word(between.chars().next_back()) || is_within_word(rest.chars().next()));
        let is_below_zero = amounts.is_empty() && between.trim_start() == "-";
        if is_word || is_below_zero || follows.starts_with('%') {
            continue;
        }
        if let Some(last) = amounts.last_mut()
            && last.mark.is_none()
            && TO.contains(&between.trim().to_lowercase().as_str())
        {
            last.mark = mark;
        }
        let for_a_part = FOR_A_PART.iter().any(|part| follows.starts_with(part));
        amounts.push(Amount { digits, mark, for_a_part });
    }
    amounts
}

/// What follows the dashes that stand for no cents: `12,-`, `12.–`, `12:-`.
fn after_dashes(text: &str) -> &str {
    let dashes = text.strip_prefix(['.', ',', ':']).filter(|rest| rest.starts_with('-'));
    dashes.map_or(text, |dashes| dashes.trim_start_matches('-'))
}

/// Two digits behind the mark, as in `12€50`.
fn cents(text: &str) -> Option<(&str, &str)> {
    let (cents, rest) = text.split_at_checked(2)?;
    let are_digits = cents.bytes().all(|b| b.is_ascii_digit());
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
    (are_digits && ends).then_some((cents, rest))
}

/// The start of a text with the digits, spaces, apostrophes and dashes of ASCII.
fn plain(text: &str) -> String {
    let plain = |character: char| match character {
        '０'..='９' | '٠'..='٩' | '۰'..='۹' => {
            let zero = [0xFF10, 0x0660, 0x06F0].into_iter().find(|zero| {
                u32::from(character).checked_sub(*zero).is_some_and(|digit| digit < 10)
            });
            let digit = zero.and_then(|zero| char::from_digit(u32::from(character) - zero, 10));
            digit.unwrap_or(character)
        }
        '٫' | '．' => '.',
        '٬' | '，' => ',',
        '’' | '‘' | '´' | 'ʼ' => '\'',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        _ if character.is_whitespace() => ' ',
        _ => character,
    };
    text.trim()
        .chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}'))
        .take(LONGEST)
        .map(plain)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;

    fn read(text: &str, currency: Option<&str>, host: &str) -> Option<String> {
        parse(text, currency, host).map(|money| format!("{} {}", money.plain(), money.currency()))
    }

    // What machines write
    #[test_case("34", "GBP", "34.00 GBP")]
    #[test_case("34.0", "GBP", "34.00 GBP")]
    #[test_case("34.5", "GBP", "34.50 GBP")]
    #[test_case("34.5000", "EUR", "34.50 EUR")]
    #[test_case("19.989999999", "EUR", "19.99 EUR")]
    #[test_case("1299.00", "EUR", "1299.00 EUR")]
    #[test_case("1,299.00", "EUR", "1299.00 EUR")]
    #[test_case("1.299,00", "EUR", "1299.00 EUR")]
    #[test_case("1.299", "EUR", "1299.00 EUR"; "a point for thousands")]
    #[test_case("1,299", "EUR", "1299.00 EUR"; "a comma for thousands")]
    #[test_case("1.299", "USD", "1.30 USD"; "a point for decimals")]
    #[test_case("0.500", "EUR", "0.50 EUR"; "no thousands start with zero")]
    #[test_case("12.500", "KWD", "12.500 KWD"; "three decimals")]
    #[test_case("1980", "JPY", "1980 JPY")]
    #[test_case("1980.00", "JPY", "1980 JPY")]
    #[test_case("1.980", "JPY", "1980 JPY")]
    #[test_case("12,5", "eur", "12.50 EUR"; "a code in small letters")]
    #[test_case("12", "€", "12.00 EUR"; "a mark for a code")]
    #[test_case("£174.99", "GBP", "174.99 GBP")]
    #[test_case("$12", "CAD", "12.00 CAD"; "the page knows best")]
    #[test_case("EUR 12.00", "", "12.00 EUR"; "an empty currency")]
    #[test_case("199", "MAD", "199.00 MAD"; "a code that is a word")]
    #[test_case("199", "TOP", "199.00 TOP"; "another code that is a word")]
    fn a_named_currency_counts(text: &str, currency: &str, expected: &str) {
        assert_eq!(read(text, Some(currency), "shop.example").as_deref(), Some(expected));
    }

    // What people read
    #[test_case("1.234,56 €", "1234.56 EUR")]
    #[test_case("€1,234.56", "1234.56 EUR")]
    #[test_case("€ 1.234,56", "1234.56 EUR")]
    #[test_case("1 234,56 zł", "1234.56 PLN")]
    #[test_case("1\u{202F}234,56\u{A0}€", "1234.56 EUR")]
    #[test_case("CHF 1'234.50", "1234.50 CHF")]
    #[test_case("Fr. 1’234.–", "1234.00 CHF")]
    #[test_case("£12", "12.00 GBP")]
    #[test_case("12,- €", "12.00 EUR")]
    #[test_case("¥1,980", "1980 JPY")]
    #[test_case("￥１，９８０", "1980 JPY"; "digits of full width")]
    #[test_case("1,980円", "1980 JPY")]
    #[test_case("US$12.50", "12.50 USD")]
    #[test_case("CA$12.50", "12.50 CAD")]
    #[test_case("$12.50 CAD", "12.50 CAD")]
    #[test_case("R$ 1.234,56", "1234.56 BRL")]
    #[test_case("Rs. 1,23,456", "123456.00 INR")]
    #[test_case("₹499", "499.00 INR")]
    #[test_case("1 299 Kč", "1299.00 CZK")]
    #[test_case("12 990 Ft", "12990.00 HUF")]
    #[test_case("1.299,90 TL", "1299.90 TRY")]
    #[test_case("49,99 lei", "49.99 RON")]
    #[test_case("12€50", "12.50 EUR")]
    #[test_case("USD 12.00", "12.00 USD")]
    #[test_case("12.00 usd", "12.00 USD")]
    #[test_case("1.234.567,89 €", "1234567.89 EUR")]
    #[test_case("١٢٫٥٠ د.إ", "12.50 AED"; "digits of Arabic")]
    // Words around it
    #[test_case("ab 12,99 €", "12.99 EUR")]
    #[test_case("TOP 12,99 €", "12.99 EUR"; "a word that is a code")]
    #[test_case("12,00 – 15,00 €", "12.00 EUR"; "a range")]
    #[test_case("£12.00 - £15.00", "12.00 GBP"; "a range with marks")]
    #[test_case("Was £20.00 Now £15.00", "15.00 GBP"; "a sale")]
    #[test_case("2 x 12,99 €", "12.99 EUR"; "a count")]
    #[test_case("12,99 € (2,60 € / 100 g)", "12.99 EUR"; "a part beside it")]
    #[test_case("12,99 € 100 g", "12.99 EUR"; "a weight after it")]
    #[test_case("2,60 €/Stück", "2.60 EUR"; "nothing but a part")]
    #[test_case("-20% 12,99 €", "12.99 EUR"; "a discount")]
    #[test_case("inkl. 19 % MwSt. 12,99 €", "12.99 EUR"; "a tax")]
    fn a_mark_tells_the_currency(text: &str, expected: &str) {
        assert_eq!(read(text, None, "shop.example").as_deref(), Some(expected));
    }

    #[test_case("$12", "shop.ca", "12.00 CAD")]
    #[test_case("$12", "shop.com.au", "12.00 AUD")]
    #[test_case("$12", "shop.co.nz", "12.00 NZD")]
    #[test_case("$12", "shop.com", "12.00 USD")]
    #[test_case("1 299 kr", "shop.se", "1299.00 SEK")]
    #[test_case("1.299 kr.", "shop.dk", "1299.00 DKK")]
    #[test_case("kr 1 299,-", "shop.no", "1299.00 NOK")]
    #[test_case("1 299:-", "shop.se", "1299.00 SEK")]
    #[test_case("¥99", "shop.cn", "99.00 CNY")]
    #[test_case("R 499.00", "shop.co.za", "499.00 ZAR")]
    #[test_case("12,99", "shop.de", "12.99 EUR")]
    #[test_case("12.99", "shop.co.uk", "12.99 GBP")]
    #[test_case("12.90", "shop.ch", "12.90 CHF")]
    #[test_case("12", "shop.eu", "12.00 EUR")]
    #[test_case("Set 3 19,99", "shop.de", "19.99 EUR"; "decimals before counts")]
    #[test_case("3er 19", "shop.de", "19.00 EUR"; "a word with a digit")]
    fn the_country_tells_the_currency(text: &str, host: &str, expected: &str) {
        assert_eq!(read(text, None, host).as_deref(), Some(expected));
    }

    #[test_case("", "shop.de")]
    #[test_case("free", "shop.de")]
    #[test_case("0", "shop.de")]
    #[test_case("0,00 €", "shop.de")]
    #[test_case("-5", "shop.de"; "below nothing")]
    #[test_case("12.05.2026", "shop.de"; "a date")]
    #[test_case("999999999999 €", "shop.de"; "more than anything costs")]
    #[test_case("12", "shop.com"; "no currency")]
    #[test_case("12", "shop.io"; "a country that sells to anywhere")]
    #[test_case("12 kr", "shop.com"; "one of several currencies")]
    #[test_case("20%", "shop.de"; "a discount only")]
    #[test_case("B00X4WHP5E", "shop.de"; "a code")]
    fn what_is_no_price_is_none(text: &str, host: &str) {
        assert_eq!(read(text, None, host), None);
    }

    #[test_case("XTS")]
    #[test_case("XAU")]
    #[test_case("points")]
    fn what_is_no_currency_counts_for_nothing(currency: &str) {
        assert_eq!(read("12", Some(currency), "shop.com"), None);
        assert_eq!(read("12 €", Some(currency), "shop.com").as_deref(), Some("12.00 EUR"));
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in any::<String>(), currency in any::<Option<String>>(), host in any::<String>()) {
            let _ = parse(&text, currency.as_deref(), &host);
        }

        #[test]
        fn reading_never_panics_on_what_comes_close(text in "[-+0-9.,' €$£krzłFt%/:xa\u{A0}\u{FF10}-\u{FF19}]{0,40}") {
            let _ = parse(&text, None, "shop.de");
        }

        #[test]
        fn a_price_reads_back_in_any_style(minor in 1_i64..10_000_000_000) {
            let minor = minor.min(9_999_999_999);
            for currency in ["EUR", "USD", "JPY", "KWD"] {
                let money = Money::from_minor(minor % 10_000_000_000, currency).unwrap();
                prop_assert_eq!(parse(&money.plain(), Some(currency), "shop.example").map(Money::minor), expected(money));
                let german = money.display(domain::MoneyStyle::German);
                prop_assert_eq!(parse(&german, Some(currency), "shop.example").map(Money::minor), expected(money));
                let english = money.display(domain::MoneyStyle::English);
                prop_assert_eq!(parse(&english, Some(currency), "shop.example").map(Money::minor), expected(money));
            }
        }
    }

    fn expected(money: Money) -> Option<i64> {
        let scale = if money.currency() == "JPY" {
            1
        } else if money.currency() == "KWD" {
            1000
        } else {
            100
        };
        Some(money.minor()).filter(|minor| *minor / scale <= 100_000_000)
    }
}
