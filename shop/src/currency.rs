//! In which currency a shop writes: as it says, by a mark beside the amount, or by its country.

use std::sync::LazyLock;

use iso_currency::{Country, Currency};

/// The domains of countries whose shops may be anywhere.
const ANYWHERE: [&str; 19] = [
    "ai", "am", "cc", "co", "fm", "gg", "im", "io", "la", "ly", "me", "sh", "st", "su", "tk", "to",
    "tv", "vc", "ws",
];

/// Codes that are also words in capitals, which may stand beside an amount.
const WORDS: [&str; 4] = ["ALL", "CUP", "MAD", "TOP"];

static MARKS: LazyLock<Vec<Writing>> = LazyLock::new(|| {
    let lines = include_str!("marks.txt").lines().filter(|line| !line.starts_with('#'));
    let mut marks: Vec<_> = lines.filter_map(Writing::read).collect();
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.text.len()));
    marks
});

/// A way to write a currency beside an amount.
#[derive(Debug)]
struct Writing {
    text: &'static str,
    anywhere: Option<Currency>,
    by_country: Vec<(&'static str, Currency)>,
}

impl Writing {
    fn read(line: &'static str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (text, code) = (words.next()?, words.next()?);
        let by_country = words
            .filter_map(|word| {
                let (country, code) = word.split_once('=')?;
                Some((country, Currency::from_code(code)?))
            })
            .collect();
        Some(Self { text, anywhere: Currency::from_code(code), by_country })
    }

    fn meaning(&self, host: &str) -> Option<Currency> {
        let country = country(host);
        let by_country = self.by_country.iter().find(|(known, _)| *known == country);
        by_country.map(|(_, currency)| *currency).or(self.anywhere)
    }
}

/// A mark found beside an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// What it means, unless that depends on a country that is not known.
    pub(crate) currency: Option<Currency>,
    /// How many bytes it takes.
    pub(crate) length: usize,
}

/// A currency that is named by itself: `EUR`, `eur`, `€`.
pub(crate) fn named(name: &str, host: &str) -> Option<Currency> {
    let name = name.trim();
    by_code(&name.to_ascii_uppercase(), &[]).or_else(|| {
        let found = at_start(name, host).filter(|found| found.length == name.len())?;
        found.currency
    })
}

/// The currency of the country that a host belongs to.
pub(crate) fn of_country(host: &str) -> Option<Currency> {
    let country = match country(host) {
        "eu" => return Some(Currency::EUR),
        "uk" => "GB".to_owned(),
        generic if ANYWHERE.contains(&generic) => return None,
        country => country.to_ascii_uppercase(),
    };
    let country: Country = country.parse().ok()?;
    Currency::from_country(country).into_iter().find(|currency| currency.flags().is_empty())
}

/// The mark that a text starts with.
pub(crate) fn at_start(text: &str, host: &str) -> Option<Mark> {
    let code = text.split_at_checked(3).filter(|(_, rest)| !continues(rest.chars().next()));
    if let Some(currency) = code.and_then(|(code, _)| by_code(code, &WORDS)) {
        return Some(Mark { currency: Some(currency), length: 3 });
    }
    MARKS.iter().find_map(|mark| {
        let length = prefix(text, mark.text)?;
        let is_word = mark.text.ends_with(char::is_alphabetic);
        let ends = !is_word || !continues(text.get(length..)?.chars().next());
        ends.then(|| Mark { currency: mark.meaning(host), length })
    })
}

/// The mark that a text ends with.
pub(crate) fn at_end(text: &str, host: &str) -> Option<Mark> {
    let at = text.len().checked_sub(3);
    let code = at.and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
    if let Some((before, code)) = code
        && !continues(before.chars().next_back())
        && let Some(currency) = by_code(code, &WORDS)
    {
        return Some(Mark { currency: Some(currency), length: 3 });
    }
    // Marks are short.
    let starts = text.char_indices().rev().map(|(at, _)| at).take(6);
    let mut starts: Vec<_> = starts.collect();
    starts.reverse();
    starts.into_iter().find_map(|at| {
        let (before, tail) = (text.get(..at)?, text.get(at..)?);
        let mark = MARKS.iter().find(|mark| prefix(tail, mark.text) == Some(tail.len()))?;
        let is_word = mark.text.starts_with(char::is_alphabetic);
        let starts = !is_word || !continues(before.chars().next_back());
        starts.then(|| Mark { currency: mark.meaning(host), length: tail.len() })
    })
}

fn continues(beside: Option<char>) -> bool {
    beside.is_some_and(char::is_alphabetic)
}

/// The currency of a code in capitals, unless that is one of these words.
fn by_code(code: &str, words: &[&str]) -> Option<Currency> {
    let is_code = code.bytes().all(|b| b.is_ascii_uppercase()) && !words.contains(&code);
    let currency = is_code.then(|| Currency::from_code(code)).flatten()?;
    (!currency.is_special() && !currency.is_fund()).then_some(currency)
}

/// How many bytes of a text a mark takes that it starts with, in whatever case.
fn prefix(text: &str, mark: &str) -> Option<usize> {
    let mut rest = text.chars();
    for wanted in mark.chars() {
        let character = rest.next()?;
        if character != wanted && !character.to_lowercase().eq(std::iter::once(wanted)) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

fn country(host: &str) -> &str {
    host.trim_end_matches('.').rsplit('.').next().unwrap_or_default()
}
