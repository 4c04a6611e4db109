//! Reads digits, and the signs between them.

use iso_currency::Currency;

/// The most that a gift may cost, in whole units of its currency.
const MOST: i64 = 100_000_000;

/// Currencies whose countries write a point between thousands and a comma before decimals.
const COMMA_CURRENCIES: [Currency; 23] = [
    Currency::ARS,
    Currency::BAM,
    Currency::BGN,
    Currency::BRL,
    Currency::CLP,
    Currency::COP,
    Currency::CZK,
    Currency::DKK,
    Currency::EUR,
    Currency::HUF,
    Currency::IDR,
    Currency::ISK,
    Currency::MKD,
    Currency::NOK,
    Currency::PLN,
    Currency::PYG,
    Currency::RON,
    Currency::RSD,
    Currency::RUB,
    Currency::SEK,
    Currency::TRY,
    Currency::UAH,
    Currency::VND,
];

/// How many bytes of a text belong to the amount that it starts with: digits, single points,
/// commas between them, and spaces and apostrophes before each three.
pub(crate) fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    loop {
        while is_digit(at) {
            at += 1;
        }
        let three_follow = (1..=3).all(|n| is_digit(at + n)) && !is_digit(at + 4);
        let goes_on = match bytes.get(at) {
            Some(b'.' | b',') => is_digit(at + 1),
            Some(b' ' | b'\'') => three_follow,
            _ => false,
        };
        if !goes_on {
            return at;
        }
        at += 1;
    }
}

/// An amount in the currency's smallest unit, rounded to it.
pub(crate) fn minor(digits: &str, currency: Currency) -> Option<i64> {
    let digits: String = digits.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
    let (whole, fraction) = digits.split_at(point(&digits, currency).unwrap_or(digits.len()));
    let fraction = fraction.trim_start_matches(['.', ',']);
    let whole = whole_units(whole).filter(|whole| *whole <= MOST)?;
    let decimals = usize::from(currency.exponent().unwrap_or(2));
    let cents = fraction.get(..decimals).unwrap_or(fraction);
    let cents: i64 = format!("0{cents:0<decimals$}").parse().ok()?;
    let rounds_up = fraction.as_bytes().get(decimals).is_some_and(|digit| *digit >= b'5');
    let scale = 10_i64.checked_pow(u32::try_from(decimals).ok()?)?;
    whole.checked_mul(scale)?.checked_add(cents)?.checked_add(i64::from(rounds_up))
}

/// Where the decimals start.
fn point(digits: &str, currency: Currency) -> Option<usize> {
    let last = digits.rfind(['.', ','])?;
    let sign = digits.get(last..=last)?;
    let (before, after) = (digits.get(..last)?, digits.get(last + 1..)?.len());
    let is_decimal = match (before.contains(sign), before.contains(['.', ','])) {
        // `1.234.567`, and now and then `1.234.00`.
        (true, _) => after == 2,
        (false, true) => true,
        (false, false) if after == 3 => {
            let has_three = currency.exponent() == Some(3);
            let writes_points =
                currency.exponent() != Some(0) && !COMMA_CURRENCIES.contains(&currency);
            before.len() > 3 || before.starts_with('0') || has_three || sign == "." && writes_points
        }
        (false, false) => true,
    };
    is_decimal.then_some(last)
}

/// A whole number, whose groups have three digits, or two as in India, and three at its end.
fn whole_units(digits: &str) -> Option<i64> {
    let groups: Vec<_> = digits.split(['.', ',']).collect();
    if let [first, middle @ .., last] = groups.as_slice() {
        let is_grouped = matches!(first.len(), 1..=3)
            && last.len() == 3
            && middle.iter().all(|group| matches!(group.len(), 2 | 3));
        if !is_grouped {
            return None;
        }
    }
    let digits = groups.concat();
    if digits.len() > 15 { None } else { digits.parse().ok() }
}
