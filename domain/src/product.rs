//! Products: what can be wished for, and what becomes of those that owners add themselves (R6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Brand, DomainError, GiftDetails, GiftName, Link, PictureId, Price, ProductId, ReviewNote,
    ShopName, WrongState,
};

/// Something that can be wished for, wherever it is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// What people read.
    pub details: ProductDetails,
    /// Whether it is in the catalogue, or on its way there.
    pub standing: Standing,
}

/// What people read about a product, whoever wishes for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDetails {
    /// What it is called.
    pub name: GiftName,
    /// Who makes it.
    pub brand: Brand,
    /// Where it is sold.
    pub shop: ShopName,
    /// Its page in the shop.
    pub link: Option<Link>,
    /// What it cost on the day somebody looked.
    pub price: Option<Price>,
    /// Our copy of its picture.
    pub picture: Option<PictureId>,
}

/// Whether a product is in the catalogue, or on its way there (R6.1, R6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// An owner made it; it waits for an admin to look at it.
    Waiting,
    /// An admin looked at it and left it with its owner, for this reason.
    Declined(ReviewNote),
    /// Admins look after it.
    Catalogue {
        /// Kept from those who search; lists that have it keep it.
        hidden: bool,
    },
    /// It was another product in truth, which took its place on every list.
    Merged {
        /// That product.
        into: ProductId,
    },
    /// It was taken away: nobody finds it any more.
    Deleted,
}

impl Standing {
    /// The word that stands in the store.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Declined(_) => "declined",
            Self::Catalogue { .. } => "catalogue",
            Self::Merged { .. } => "merged",
            Self::Deleted => "deleted",
        }
    }

    /// Whether its words belong to admins, so that owners cannot change them (R4.5).
    pub fn is_catalogue(&self) -> bool {
        matches!(self, Self::Catalogue { .. })
    }

    fn refuse<T>(&self) -> Result<T, DomainError> {
        Err(DomainError::wrong_state(self))
    }
}

impl Product {
    /// Takes the product into the catalogue, as an admin filled it in (R6.2). All lists that hold
    /// it hold the catalogue's product from then on.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] for one that is in the catalogue, or merged.
    pub fn promote(self, details: ProductDetails, hidden: bool) -> Result<Self, DomainError> {
        match self.standing {
            Standing::Waiting | Standing::Declined(_) => {
                Ok(Self { details, standing: Standing::Catalogue { hidden }, ..self })
            }
            _ => self.standing.refuse(),
        }
    }

    /// Gives way to a product of the catalogue, which takes its place on every list (R6.2).
    ///
    /// # Errors
    /// [`DomainError::WrongState`] unless this one is an owner's and the other the catalogue's.
    pub fn merge(self, into: &Self) -> Result<Self, DomainError> {
        if !into.standing.is_catalogue() {
            return into.standing.refuse();
        }
        match self.standing {
            Standing::Waiting | Standing::Declined(_) => {
                Ok(Self { standing: Standing::Merged { into: into.id }, ..self })
            }
            _ => self.standing.refuse(),
        }
    }

    /// Leaves the product with its owner, who is told why.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] unless it waits.
    pub fn decline(self, note: ReviewNote) -> Result<Self, DomainError> {
        match self.standing {
            Standing::Waiting => Ok(Self { standing: Standing::Declined(note), ..self }),
            _ => self.standing.refuse(),
        }
    }

    /// Changes a product of the catalogue.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] unless it is in the catalogue.
    pub fn edit(self, details: ProductDetails, hidden: bool) -> Result<Self, DomainError> {
        match self.standing {
            Standing::Catalogue { .. } => {
                Ok(Self { details, standing: Standing::Catalogue { hidden }, ..self })
            }
            _ => self.standing.refuse(),
        }
    }

    /// Takes what another instance says of it, or a file: changes a product of the catalogue, and
    /// brings one back that was taken away.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] for an owner's product, and for one that gave way to another.
    pub fn put(self, details: ProductDetails, hidden: bool) -> Result<Self, DomainError> {
        match self.standing {
            Standing::Catalogue { .. } | Standing::Deleted => {
                Ok(Self { details, standing: Standing::Catalogue { hidden }, ..self })
            }
            _ => self.standing.refuse(),
        }
    }

    /// Takes the product away, if it is on no list.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] as [`WrongState::OnLists`] while lists hold it, and for one that
    /// gave way to another; [`DomainError::NotFound`] for one that is gone already.
    pub fn delete(self, on_lists: u32) -> Result<Self, DomainError> {
        match self.standing {
            Standing::Deleted => Err(DomainError::NotFound),
            Standing::Merged { .. } => self.standing.refuse(),
            _ if on_lists > 0 => Err(DomainError::wrong_state(WrongState::OnLists)),
            _ => Ok(Self { standing: Standing::Deleted, ..self }),
        }
    }
}

impl ProductDetails {
    /// The same with another day on which the price was read.
    #[must_use]
    pub fn priced_on(self, day: NaiveDate) -> Self {
        let price = self.price.map(|price| Price { read_on: day, ..price });
        Self { price, ..self }
    }
}

impl GiftDetails {
    /// What of it is the product's.
    pub fn product(&self) -> ProductDetails {
        ProductDetails {
            name: self.name.clone(),
            brand: self.brand.clone(),
            shop: self.shop.clone(),
            link: self.link.clone(),
            price: self.price,
            picture: self.picture.clone(),
        }
    }

    /// The owner's words about it, and the product's own.
    #[must_use]
    pub fn about(self, product: ProductDetails) -> Self {
        let ProductDetails { name, brand, shop, link, price, picture } = product;
        Self { name, brand, shop, link, price, picture, ..self }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn product(standing: Standing) -> Product {
        let details = ProductDetails {
            name: GiftName::parse("Wooden train").unwrap(),
            brand: Brand::default(),
            shop: ShopName::parse("Tiny Oak").unwrap(),
            link: None,
            price: None,
            picture: None,
        };
        Product { id: ProductId::new(Uuid::from_u128(1)), details, standing }
    }

    fn standings() -> [Standing; 5] {
        [
            Standing::Waiting,
            Standing::Declined(ReviewNote::parse("No page of a shop").unwrap()),
            Standing::Catalogue { hidden: false },
            Standing::Merged { into: ProductId::new(Uuid::from_u128(2)) },
            Standing::Deleted,
        ]
    }

    // R6.2
    /// For each standing: whether it can be promoted, merged, declined, edited, put, deleted.
    #[test]
    fn each_standing_allows_its_own_acts_and_refuses_the_rest() {
        let catalogue = product(Standing::Catalogue { hidden: false });
        let note = || ReviewNote::parse("Why").unwrap();
        let allowed = standings().map(|standing| {
            let it = || product(standing.clone());
            let details = catalogue.details.clone();
            [
                it().promote(details.clone(), false).is_ok(),
                it().merge(&catalogue).is_ok(),
                it().decline(note()).is_ok(),
                it().edit(details.clone(), true).is_ok(),
                it().put(details, true).is_ok(),
                it().delete(0).is_ok(),
            ]
        });
        assert_eq!(
            allowed,
            [
                [true, true, true, false, false, true],
                [true, true, false, false, false, true],
                [false, false, false, true, true, true],
                [false, false, false, false, false, false],
                [false, false, false, false, true, false],
            ]
        );
    }

    // R6.1
    #[test]
    fn what_lists_hold_is_not_taken_away() {
        for standing in standings() {
            let gone = match &standing {
                Standing::Deleted => DomainError::NotFound,
                Standing::Merged { .. } => DomainError::wrong_state(WrongState::Merged),
                _ => DomainError::wrong_state(WrongState::OnLists),
            };
            assert_eq!(product(standing).delete(1), Err(gone));
        }
    }

    #[test]
    fn nothing_gives_way_to_what_is_not_in_the_catalogue() {
        for standing in standings() {
            let catalogue = standing.is_catalogue();
            let merged = product(Standing::Waiting).merge(&product(standing));
            assert_eq!(merged.is_ok(), catalogue);
        }
    }
}
