//! The short form of a product's address in shops that write it in many ways.

use std::sync::LazyLock;

use url::Url;

use super::query;
use super::rules::{Hosts, lines};

/// The name of a product stands among the first parts of a path.
const MOST_PARTS: usize = 12;

static FORMS: LazyLock<Hosts<Form>> = LazyLock::new(|| {
    let mut hosts = Hosts::default();
    for line in lines(include_str!("shops.txt")) {
        let [host, long, short, parameters @ ..] = line.as_slice() else { continue };
        let long = long.trim_start_matches('/');
        let (anywhere, long) = match long.strip_prefix("**/") {
            Some(long) => (true, long),
            None => (false, long),
        };
        let parts = long.split('/').map(Part::read).collect();
        hosts.add(host, Form { anywhere, parts, short, parameters: parameters.to_vec() });
    }
    hosts
});

/// One way to write a product's path, and the short one.
#[derive(Debug)]
struct Form {
    /// Whether other parts may come before.
    anywhere: bool,
    parts: Vec<Part>,
    short: &'static str,
    /// The parameters that stay.
    parameters: Vec<&'static str>,
}

/// A part of a path.
#[derive(Debug)]
enum Part {
    /// This word.
    Word(&'static str),
    /// Any word.
    Any,
    /// Ten letters and digits.
    Code,
    /// Five digits or more, before this ending.
    Number(&'static str),
}

impl Part {
    fn read(word: &'static str) -> Self {
        match (word, word.strip_prefix("{number}")) {
            ("*", _) => Self::Any,
            ("{code}", _) => Self::Code,
            (_, Some(ending)) => Self::Number(ending),
            _ => Self::Word(word),
        }
    }

    /// Whether a part of a path is this, and what it tells about the product.
    fn admits<'p>(&self, part: &'p str) -> Option<Option<&'p str>> {
        match self {
            Self::Word(word) => part.eq_ignore_ascii_case(word).then_some(None),
            Self::Any => Some(None),
            Self::Code => {
                let is_code = part.len() == 10 && part.bytes().all(|b| b.is_ascii_alphanumeric());
                is_code.then_some(Some(part))
            }
            Self::Number(ending) => {
                let number = part.strip_suffix(ending)?;
                let is_number = number.len() >= 5 && number.bytes().all(|b| b.is_ascii_digit());
                is_number.then_some(Some(number))
            }
        }
    }
}

impl Form {
    /// What the path tells about the product.
    fn find<'p>(&self, parts: &[&'p str]) -> Option<&'p str> {
        let last = if self.anywhere { parts.len() } else { 1 };
        (0..last).find_map(|start| {
            let parts = parts.get(start..start + self.parts.len())?;
            let mut found = None;
            for (part, rule) in parts.iter().zip(&self.parts) {
                found = found.or(rule.admits(part)?);
            }
            found
        })
    }
}

/// The address in the shop's short form, if the shop has one and the address names a product.
pub(super) fn shortened(url: &Url) -> Option<String> {
    let known = FORMS.find(url.host_str()?)?;
    let parts: Vec<_> =
        url.path().split('/').filter(|part| !part.is_empty()).take(MOST_PARTS).collect();
    let (form, product) = known.rules.iter().find_map(|form| Some((form, form.find(&parts)?)))?;
    let product = product.to_ascii_uppercase();
    let path = form.short.replace("{code}", &product).replace("{number}", &product);
    let mut short = format!("https://www.{}{path}", known.host);
    let kept = query::pieces(url.query().unwrap_or_default())
        .filter(|piece| form.parameters.contains(&query::name(piece).as_str()));
    for (index, piece) in kept.enumerate() {
        short.push(if index == 0 { '?' } else { '&' });
        short.push_str(piece);
    }
    Some(short)
}
