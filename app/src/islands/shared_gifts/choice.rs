//! Which gifts of a shared list are shown, in which order (R5.1).

use std::cmp::Ordering;

use domain::{GiftId, Money, SharedGift};
use serde::{Deserialize, Serialize};

use crate::islands::lines::{Line, lines};

macro_rules! words {
    ($type:ident { $($name:ident = $code:literal),+ }) => {
        impl $type {
            /// Every choice, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word that stands in the address.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Reads the word; whatever else stands there is the usual choice.
            pub fn parse(raw: &str) -> Self {
                match raw {
                    $($code => Self::$name,)+
                    _ => Self::default(),
                }
            }
        }
    };
}

/// Which gifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Those of which some are left.
    Available,
    /// Those of which none is left.
    Taken,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// That of the list's owners.
    #[default]
    Wish,
    /// What is wished for most first.
    MostWished,
    /// The lowest price first; what has none comes last.
    PriceUp,
    /// The highest price first; what has none comes last.
    PriceDown,
}

words!(Show { All = "all", Available = "available", Taken = "taken" });
words!(Order {
    Wish = "wish",
    MostWished = "most-wished",
    PriceUp = "price-up",
    PriceDown = "price-down"
});

/// What a giver wants to see of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choice {
    /// Which gifts.
    pub show: Show,
    /// In which order.
    pub order: Order,
    /// The most that one may cost. What has no price, or one in another currency, is not shown then.
    pub most: Option<Money>,
}

impl Choice {
    /// The gifts to show. Those in `kept` stay, whatever became of them.
    pub fn of(self, gifts: &[SharedGift], kept: &[GiftId]) -> Vec<GiftId> {
        self.chosen(gifts, kept).into_iter().map(|gift| gift.card.id).collect()
    }

    /// The same under the headings of their sections, which stand in the order of the list's owners
    /// alone.
    pub fn lines(self, gifts: &[SharedGift], kept: &[GiftId]) -> Vec<Line> {
        let headed = self.order == Order::Wish;
        lines(self.chosen(gifts, kept).into_iter().map(|gift| {
            let section = if headed { gift.card.section.as_str() } else { "" };
            (gift.card.id, section)
        }))
    }

    fn chosen<'a>(self, gifts: &'a [SharedGift], kept: &[GiftId]) -> Vec<&'a SharedGift> {
        let shown = |gift: &&SharedGift| self.holds(gift) || kept.contains(&gift.card.id);
        let mut chosen: Vec<_> = gifts.iter().filter(shown).collect();
        // In one place: each sort is a kilobyte of what browsers load.
        chosen.sort_by(|a, b| self.order.compare(a, b));
        chosen
    }

    fn holds(self, gift: &SharedGift) -> bool {
        let within = |most| gift.card.price.is_some_and(|price| price.money.is_at_most(most));
        self.show.holds(gift) && self.most.is_none_or(within)
    }
}

impl Show {
    fn holds(self, gift: &SharedGift) -> bool {
        match self {
            Self::All => true,
            Self::Available => !gift.left.is_taken(),
            Self::Taken => gift.left.is_taken(),
        }
    }
}

impl Order {
    /// Which of two comes first; those that are equal stay as they stand on the list.
    fn compare(self, a: &SharedGift, b: &SharedGift) -> Ordering {
        match self {
            Self::Wish => Ordering::Equal,
            Self::MostWished => a.card.priority.cmp(&b.card.priority),
            Self::PriceUp => by_price(a, b, Ordering::is_lt),
            Self::PriceDown => by_price(a, b, Ordering::is_gt),
        }
    }
}

/// Compares by the number that is read; currencies are not converted.
fn by_price(a: &SharedGift, b: &SharedGift, first: fn(Ordering) -> bool) -> Ordering {
    match (amount(a), amount(b)) {
        (Some(a), Some(b)) => match a.cmp(&b) {
            Ordering::Equal => Ordering::Equal,
            order if first(order) => Ordering::Less,
            _ => Ordering::Greater,
        },
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn amount(gift: &SharedGift) -> Option<i64> {
    gift.card.price.map(|price| price.money.number())
}
