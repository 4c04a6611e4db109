//! What a giver has chosen to see of a list, as the address says it (R5.1).

use std::collections::BTreeMap;

use domain::{FieldProblem, Money, SharedGift};

use crate::{
    components::{answer, language, words},
    islands::shared_gifts::{Choice, Order, Show},
};

/// The most that somebody types as an amount.
const LONGEST_AMOUNT: usize = 20;

/// The choice, and what was typed for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Chosen {
    /// Which gifts, in which order.
    pub choice: Choice,
    /// The currency in which most prices of the list stand; none where it has no prices.
    pub currency: Option<&'static str>,
    /// What was typed as the most that a gift may cost.
    pub typed: String,
    /// What is wrong with that, in words.
    pub problem: Option<String>,
}

impl Chosen {
    /// Reads the address for a list with these gifts.
    pub(super) fn of(gifts: &[SharedGift]) -> Self {
        let typed: String = answer::query("most").trim().chars().take(2 * LONGEST_AMOUNT).collect();
        let currency = usual_currency(gifts);
        let most = currency
            .filter(|_| !typed.is_empty())
            .map(|currency| Money::parse(&typed, currency))
            .transpose();
        let problem = most
            .as_ref()
            .err()
            .map(|problem: &FieldProblem| words::field_problem(language(), "price", problem));
        let choice = Choice {
            show: Show::parse(&answer::query("filter")),
            order: Order::parse(&answer::query("sort")),
            most: most.ok().flatten(),
        };
        Self { choice, currency, typed, problem }
    }

    /// Whether anything else is chosen than usually.
    pub(super) fn is_any(&self) -> bool {
        self.choice != Choice::default() || !self.typed.is_empty()
    }
}

/// The currency in which most prices stand.
fn usual_currency(gifts: &[SharedGift]) -> Option<&'static str> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for price in gifts.iter().filter_map(|gift| gift.card.price) {
        *counts.entry(price.money.currency()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(currency, _)| currency)
}

/// The choice that the address holds, to go on to another page with and to come back by: `?` and its
/// pairs, or nothing where all is as usual.
pub(super) fn query() -> String {
    let show = Show::parse(&answer::query("filter"));
    let order = Order::parse(&answer::query("sort"));
    let most = in_address(&answer::query("most"));
    let pairs = [
        (show != Show::default()).then(|| format!("filter={}", show.code())),
        (order != Order::default()).then(|| format!("sort={}", order.code())),
        most.map(|most| format!("most={most}")),
    ];
    let pairs: Vec<_> = pairs.into_iter().flatten().collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// An amount as it stands in an address, with the signs that people put between thousands; nothing
/// where it is none.
fn in_address(most: &str) -> Option<String> {
    let sign = |c: char| match c {
        ' ' | '\u{A0}' | '\u{202F}' => Some('+'),
        '’' => Some('\''),
        '0'..='9' | '.' | ',' | '\'' => Some(c),
        _ => None,
    };
    let most: String = most.trim().chars().map(sign).collect::<Option<_>>()?;
    (!most.is_empty() && most.len() <= LONGEST_AMOUNT).then_some(most)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use domain::{Actor, Terms};
    use leptos::prelude::*;

    use super::*;
    use crate::{i18n::Locale, session::Visit};

    fn at(path: &str) -> String {
        Owner::new().with(|| {
            provide_context(Visit {
                actor: Actor::default(),
                account: None,
                session: None,
                first_step: None,
                language: Locale::en,
                path: path.to_owned(),
                asked: String::new(),
                device: String::new(),
                address: IpAddr::V4(Ipv4Addr::LOCALHOST),
                terms: Terms::default(),
            });
            query()
        })
    }

    // R5.1: the way back from reserving leads to what was chosen.
    #[test]
    fn a_choice_is_kept_on_the_way_and_nothing_else() {
        assert_eq!(at("/l/x"), "");
        assert_eq!(at("/l/x?filter=all&sort=wish&most="), "");
        assert_eq!(
            at("/l/x/y?sort=price-up&filter=available&most=1.249,50&other=1"),
            "?filter=available&sort=price-up&most=1.249,50"
        );
        for (typed, kept) in [
            ("1+249,50", "1+249,50"),
            ("+1%20249,50+", "1+249,50"),
            ("1%C2%A0249", "1+249"),
            ("1%E2%80%AF249", "1+249"),
            ("1'249.50", "1'249.50"),
            ("1%E2%80%99249.50", "1'249.50"),
        ] {
            let kept = format!("?most={kept}");
            assert_eq!(at(&format!("/l/x?most={typed}")), kept, "{typed}");
            assert_eq!(at(&format!("/l/x{kept}")), kept, "{typed}");
        }
        for hostile in [
            "most=%0d%0aX:1",
            "most=1%26x=2",
            "most=%2B1",
            "filter=%3Cb%3E",
            "most=123456789012345678901",
        ] {
            assert_eq!(at(&format!("/l/x?{hostile}")), "", "{hostile}");
        }
    }
}
