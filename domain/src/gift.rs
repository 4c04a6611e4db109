//! A gift: the edge between a list and a product (R4.1).

use serde::{Deserialize, Serialize};

use crate::{
    Brand, Colour, DomainError, FieldProblem, GiftId, GiftName, GiftNotes, Link, ListId, PictureId,
    Price, Product, ProductId, Section, ShopName, Size, Standing, Wish,
};

mod acts;
mod changes;
mod counts;
mod further;
#[cfg(test)]
mod in_tests;
mod order;
mod rearrange;
mod tags;
mod take_off;

pub use self::{
    acts::{edit_gift, set_gift_picture, set_gift_removed, want_one_more},
    changes::Aspect,
    counts::{GiftCounts, Quantity, Wanted},
    further::FurtherLinks,
    order::{Move, Sectioned, in_sections, move_in_sections, place, reposition, settle},
    rearrange::rearrange,
    tags::Tags,
    take_off::take_off_gift,
};

/// A gift on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    /// Its id.
    pub id: GiftId,
    /// The list that it is on.
    pub list: ListId,
    /// What is wished for.
    pub product: ProductId,
    /// Whether that is in the catalogue.
    pub standing: Standing,
    /// What people read.
    pub details: GiftDetails,
    /// How many are wanted and taken.
    pub counts: GiftCounts,
    /// Where it stands; lower is higher up.
    pub position: i64,
    /// Kept from givers while its owner still thinks.
    pub hidden: bool,
    /// Taken off the list. The row stays.
    pub removed: bool,
    /// It has arrived, as its owner says.
    pub received: bool,
}

/// What people read about a gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftDetails {
    /// What it is called.
    pub name: GiftName,
    /// Who makes it.
    #[serde(default)]
    pub brand: Brand,
    /// Where it is sold.
    pub shop: ShopName,
    /// Its page in the shop.
    pub link: Option<Link>,
    /// What it cost on the day somebody looked.
    pub price: Option<Price>,
    /// Our copy of its picture.
    #[serde(default)]
    pub picture: Option<PictureId>,
    /// What the owner says about it.
    pub notes: GiftNotes,
    /// How much it is wished for.
    pub priority: Priority,
    /// Whether something like it will do.
    pub exactness: Exactness,
    /// Which size.
    pub size: Size,
    /// Which colour.
    pub colour: Colour,
    /// Further pages in shops where it is sold.
    #[serde(default)]
    pub further: FurtherLinks,
    /// Words by which its owner sorts.
    #[serde(default)]
    pub tags: Tags,
    /// The heading that it stands under; nothing is above all of them.
    #[serde(default)]
    pub section: Section,
}

/// How much a gift is wished for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Must have.
    Must,
    /// Would love.
    #[default]
    Love,
    /// Nice to have.
    Nice,
}

/// Whether something like it will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// Similar is fine.
    #[default]
    Similar,
    /// Exactly this.
    Exact,
}

impl Gift {
    /// A product as somebody wishes for it, below all other gifts of its list. The lowest of these
    /// stands at `last`.
    pub fn wished(
        id: GiftId,
        list: ListId,
        product: Product,
        wish: Wish,
        last: Option<i64>,
    ) -> Self {
        let Wish { details, wanted, hidden } = wish;
        Self {
            id,
            list,
            product: product.id,
            standing: product.standing,
            details: details.about(product.details),
            counts: GiftCounts::new(wanted),
            position: order::position_below(last),
            hidden,
            removed: false,
            received: false,
        }
    }

    /// Whether givers see it and can reserve it.
    pub fn is_offered(&self) -> bool {
        !self.hidden && !self.removed
    }

    /// Whether it is still on its list, hidden or not, so that its owners can change it (R4.6).
    ///
    /// # Errors
    /// [`DomainError::GiftWithdrawn`].
    pub fn require_on_list(&self) -> Result<(), DomainError> {
        if self.removed { Err(DomainError::GiftWithdrawn) } else { Ok(()) }
    }
}

macro_rules! choices {
    ($type:ident { $($name:ident = $code:literal),+ }) => {
        impl $type {
            /// Every choice, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word that stands in forms and the store.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Reads the word; nothing is the usual choice.
            ///
            /// # Errors
            /// [`FieldProblem::NotAChoice`].
            pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
                match raw.trim() {
                    $($code => Ok(Self::$name),)+
                    "" => Ok(Self::default()),
                    _ => Err(FieldProblem::NotAChoice),
                }
            }
        }
    };
}

choices!(Priority { Must = "must", Love = "love", Nice = "nice" });
choices!(Exactness { Similar = "similar", Exact = "exact" });

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        GiftForm,
        in_tests::{gift, now},
    };

    // R4.1, R4.5: the words of the product are the catalogue's, and what is wished is the owner's.
    #[test]
    fn what_is_wished_for_stands_below_all_others_under_the_words_of_its_product() {
        let form = GiftForm {
            name: "Train".to_owned(),
            notes: "Red, please".to_owned(),
            wanted: "2".to_owned(),
            ..GiftForm::default()
        };
        let wish = form.parse(now().date_naive(), None).unwrap();
        let product = Product {
            id: ProductId::new(Uuid::from_u128(8)),
            details: gift(2, GiftCounts::new(Wanted::Any)).details.product(),
            standing: Standing::Catalogue { hidden: false },
        };
        let (id, list) = (GiftId::new(Uuid::from_u128(7)), ListId::new(Uuid::from_u128(1)));
        let wished = Gift::wished(id, list, product.clone(), wish.clone(), Some(3));
        assert_eq!((wished.id, wished.list, wished.product), (id, list, product.id));
        assert_eq!(wished.standing, product.standing);
        assert_eq!(wished.details.name.as_str(), "Wooden train");
        assert_eq!(wished.details.notes.as_str(), "Red, please");
        assert_eq!(wished.counts, GiftCounts::new(wish.wanted));
        assert!(wished.position > 3 && wished.is_offered() && !wished.received);
    }
}
