//! How many of a gift are wanted and taken, and the arithmetic of that (R4.1).

use serde::{Deserialize, Serialize};

use crate::{DomainError, FieldProblem};

/// How many, from 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Quantity(u16);

/// How many the owners would like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// This many.
    Count(Quantity),
    /// As many as come.
    Any,
}

impl Wanted {
    /// The number; nothing where as many are wanted as come.
    pub fn number(self) -> Option<u32> {
        match self {
            Self::Count(count) => Some(count.get()),
            Self::Any => None,
        }
    }
}

/// How many are wanted and taken.
///
/// Always `reserved + purchased <= limit`, where the limit is what is wanted, or what was taken
/// already when the owners lowered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiftCounts {
    wanted: Wanted,
    reserved: u32,
    purchased: u32,
}

impl Quantity {
    /// One.
    pub const ONE: Self = Self(1);
    /// The most.
    pub const MAX: u32 = 999;

    /// Takes 1 to 999.
    pub fn new(count: u32) -> Option<Self> {
        u16::try_from(count).ok().filter(|n| (1..=999).contains(n)).map(Self)
    }

    /// Reads ASCII digits and nothing else.
    ///
    /// # Errors
    /// [`FieldProblem::Required`] or [`FieldProblem::NotANumber`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let raw = raw.trim_matches([' ', '\u{A0}']);
        if raw.is_empty() {
            return Err(FieldProblem::Required);
        }
        let digits = raw.len() <= 3 && raw.bytes().all(|b| b.is_ascii_digit());
        digits
            .then(|| raw.parse().ok().and_then(Self::new))
            .flatten()
            .ok_or(FieldProblem::NotANumber { min: 1, max: Self::MAX })
    }

    /// As a number.
    pub fn get(self) -> u32 {
        u32::from(self.0)
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.get()
    }
}

impl TryFrom<u32> for Quantity {
    type Error = &'static str;

    fn try_from(count: u32) -> Result<Self, Self::Error> {
        Self::new(count).ok_or("a quantity is 1 to 999")
    }
}

impl GiftCounts {
    /// A gift of which nothing is taken yet.
    pub fn new(wanted: Wanted) -> Self {
        Self { wanted, reserved: 0, purchased: 0 }
    }

    /// The counts as they were stored.
    pub fn from_stored(wanted: Wanted, reserved: u32, purchased: u32) -> Self {
        Self { wanted, reserved, purchased }
    }

    /// How many the owners would like.
    pub fn wanted(self) -> Wanted {
        self.wanted
    }

    /// How many are reserved and not bought yet.
    pub fn reserved(self) -> u32 {
        self.reserved
    }

    /// How many are bought.
    pub fn purchased(self) -> u32 {
        self.purchased
    }

    /// Reserved and bought together.
    pub fn taken(self) -> u32 {
        self.reserved.saturating_add(self.purchased)
    }

    /// The most that may be taken: what is wanted, or what was taken when the owners lowered it.
    /// `None` is no bound.
    pub fn limit(self) -> Option<u32> {
        match self.wanted {
            Wanted::Count(wanted) => Some(wanted.get().max(self.taken())),
            Wanted::Any => None,
        }
    }

    /// How many can still be reserved at once.
    pub fn left(self) -> u32 {
        match self.wanted {
            Wanted::Count(wanted) => wanted.get().saturating_sub(self.taken()),
            Wanted::Any => Quantity::MAX,
        }
    }

    /// Takes `quantity` of what is left.
    ///
    /// # Errors
    /// [`DomainError::AlreadyTaken`].
    pub fn reserve(self, quantity: Quantity) -> Result<Self, DomainError> {
        let left = self.left();
        if quantity.get() > left {
            return Err(DomainError::AlreadyTaken { left });
        }
        Ok(Self { reserved: self.reserved + quantity.get(), ..self })
    }

    /// Gives reserved ones free again.
    #[must_use]
    pub fn release(self, quantity: Quantity) -> Self {
        Self { reserved: self.reserved.saturating_sub(quantity.get()), ..self }
    }

    /// Turns reserved ones into bought ones.
    #[must_use]
    pub fn purchase(self, quantity: Quantity) -> Self {
        let moved = quantity.get().min(self.reserved);
        Self { reserved: self.reserved - moved, purchased: self.purchased + moved, ..self }
    }

    /// Turns bought ones back into reserved ones.
    #[must_use]
    pub fn undo_purchase(self, quantity: Quantity) -> Self {
        let moved = quantity.get().min(self.purchased);
        Self { reserved: self.reserved + moved, purchased: self.purchased - moved, ..self }
    }

    /// Sets how many the owners would like. Where they see what is taken they can not lower it
    /// below that; under surprise it always succeeds, or the refusal would tell (R4.1). What stays
    /// as it is, or rises, may be below what is taken: it was lowered while a surprise held.
    ///
    /// # Errors
    /// [`DomainError::BelowTaken`].
    pub fn want(self, wanted: Wanted, surprise: bool) -> Result<Self, DomainError> {
        let taken = self.taken();
        if let Wanted::Count(count) = wanted
            && count.get() < taken
            && self.is_lowered_by(count)
            && !surprise
        {
            return Err(DomainError::BelowTaken { taken });
        }
        Ok(Self { wanted, ..self })
    }

    fn is_lowered_by(self, count: Quantity) -> bool {
        match self.wanted {
            Wanted::Count(before) => count < before,
            Wanted::Any => true,
        }
    }

    /// One more than were wanted, up to the most that can be; any number stays any number.
    #[must_use]
    pub fn want_one_more(self) -> Self {
        let wanted = match self.wanted {
            Wanted::Count(count) => Wanted::Count(Quantity::new(count.get() + 1).unwrap_or(count)),
            Wanted::Any => Wanted::Any,
        };
        Self { wanted, ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    enum Act {
        Reserve(u32),
        Release(u32),
        Purchase(u32),
        Undo(u32),
        Want(Option<u32>, bool),
    }

    fn act() -> impl Strategy<Value = Act> {
        let n = 1..=12_u32;
        prop_oneof![
            n.clone().prop_map(Act::Reserve),
            n.clone().prop_map(Act::Release),
            n.clone().prop_map(Act::Purchase),
            n.clone().prop_map(Act::Undo),
            (prop::option::of(n), any::<bool>()).prop_map(|(n, s)| Act::Want(n, s)),
        ]
    }

    fn wanted(count: Option<u32>) -> Wanted {
        count.and_then(Quantity::new).map_or(Wanted::Any, Wanted::Count)
    }

    proptest! {
        // R4.1: neither is below zero, and no reservation takes their sum above wanted.
        #[test]
        fn the_arithmetic_holds_under_any_acts(start in prop::option::of(1..=12_u32), acts in prop::collection::vec(act(), 0..60)) {
            let mut counts = GiftCounts::new(wanted(start));
            for act in acts {
                let before = counts;
                match act {
                    Act::Reserve(n) => {
                        let quantity = Quantity::new(n).unwrap();
                        match counts.reserve(quantity) {
                            Ok(after) => {
                                counts = after;
                                prop_assert_eq!(counts.taken(), before.taken() + n);
                                if let Wanted::Count(wanted) = counts.wanted() {
                                    prop_assert!(counts.taken() <= wanted.get(), "no reservation goes above wanted");
                                }
                            }
                            Err(refusal) => {
                                prop_assert_eq!(refusal, DomainError::AlreadyTaken { left: before.left() });
                                prop_assert!(n > before.left());
                            }
                        }
                    }
                    Act::Release(n) => counts = counts.release(Quantity::new(n).unwrap()),
                    Act::Purchase(n) => {
                        counts = counts.purchase(Quantity::new(n).unwrap());
                        prop_assert_eq!(counts.taken(), before.taken());
                    }
                    Act::Undo(n) => {
                        counts = counts.undo_purchase(Quantity::new(n).unwrap());
                        prop_assert_eq!(counts.taken(), before.taken());
                    }
                    Act::Want(n, surprise) => match counts.want(wanted(n), surprise) {
                        Ok(after) => counts = after,
                        Err(_) => {
                            let n = n.unwrap();
                            prop_assert!(!surprise && n < before.taken());
                            let lowers = match before.wanted() {
                                Wanted::Count(wanted) => n < wanted.get(),
                                Wanted::Any => true,
                            };
                            prop_assert!(lowers, "what stays or rises is not refused");
                        }
                    },
                }
                if let Some(limit) = counts.limit() {
                    prop_assert!(counts.taken() <= limit);
                    prop_assert_eq!(counts.left(), match counts.wanted() {
                        Wanted::Count(wanted) => wanted.get().saturating_sub(counts.taken()),
                        Wanted::Any => unreachable!("any number has no limit"),
                    });
                }
            }
        }
    }

    // R4.1
    #[test]
    fn only_plain_numbers_from_1_to_999_are_quantities() {
        assert_eq!(Quantity::parse(" 12 ").map(Quantity::get), Ok(12));
        let bounds = Err(FieldProblem::NotANumber { min: 1, max: 999 });
        for raw in ["0", "-1", "1000", "1e3", "1.5", "１", "NaN", "+1", "4294967297", "0x1"] {
            assert_eq!(Quantity::parse(raw), bounds, "{raw}");
        }
    }

    // R4.1
    #[test]
    fn lowering_below_taken_is_refused_unless_it_would_tell() {
        let five = Wanted::Count(Quantity::new(5).unwrap());
        let two = Wanted::Count(Quantity::new(2).unwrap());
        let counts = GiftCounts::new(five).reserve(Quantity::new(4).unwrap()).unwrap();
        assert_eq!(counts.want(two, false), Err(DomainError::BelowTaken { taken: 4 }));
        let lowered = counts.want(two, true).unwrap();
        assert_eq!((lowered.limit(), lowered.left()), (Some(4), 0));
    }

    // R4.1
    #[test]
    fn what_was_lowered_under_surprise_can_stay_and_rise_once_that_is_over() {
        let count = |count| Wanted::Count(Quantity::new(count).unwrap());
        let lowered = GiftCounts::from_stored(count(2), 4, 0);
        for wanted in [count(2), count(3), count(9), Wanted::Any] {
            assert_eq!(lowered.want(wanted, false).map(GiftCounts::wanted), Ok(wanted));
        }
        assert_eq!(lowered.want(count(1), false), Err(DomainError::BelowTaken { taken: 4 }));
        let any = GiftCounts::from_stored(Wanted::Any, 4, 0);
        assert_eq!(any.want(count(3), false), Err(DomainError::BelowTaken { taken: 4 }));
    }
}
