//! What the products that come with the site are called by whoever reads of them on lists, in mails
//! and in files (R8.5).

use std::sync::Arc;

use app::i18n::Locale;
use domain::{Gift, GiftDetails, GiftName, Product, ProductDetails, ProductId, Reservation};
use leptos_i18n::Locale as _;
use store::{Held, OwnedList};

use super::{Content, Library};

/// The names of things in one language. They are for those who read: what is written keeps the name
/// that the catalogue has, which is also what the default says.
#[derive(Default)]
pub struct Names {
    content: Arc<Content>,
    language: Locale,
}

impl Library {
    /// What readers of this language call things.
    pub async fn names(&self, language: Locale) -> Names {
        match language {
            // The catalogue's own.
            Locale::en => Names::default(),
            Locale::de | Locale::fr | Locale::es => Names::new(self.at_hand().await, language),
        }
    }
}

impl Names {
    /// The names that the folder has in this language.
    pub fn new(content: Arc<Content>, language: Locale) -> Self {
        Self { content, language }
    }

    /// A product of the catalogue, as they call it.
    pub fn product(&self, product: Product) -> Product {
        let Product { id, details, standing } = product;
        let name = self.called(id, details.name);
        Product { id, details: ProductDetails { name, ..details }, standing }
    }

    /// A gift, as they call it.
    pub fn gift(&self, gift: Gift) -> Gift {
        let details = self.details(gift.product, gift.details);
        Gift { details, ..gift }
    }

    /// Gifts, as they call them.
    pub fn gifts(&self, gifts: Vec<Gift>) -> Vec<Gift> {
        gifts.into_iter().map(|gift| self.gift(gift)).collect()
    }

    /// A list with its gifts, as they call them.
    pub fn owned(&self, owned: OwnedList) -> OwnedList {
        OwnedList { gifts: self.gifts(owned.gifts), ..owned }
    }

    /// A promise with its gift, as they call it: as it is now, and as it was then.
    pub fn held(&self, held: Held) -> Held {
        let reservation = self.promised(held.gift.product, held.reservation);
        Held { gift: self.gift(held.gift), reservation, ..held }
    }

    /// A promise of one of these gifts, with what that was then, as they call it.
    pub fn promise(&self, gifts: &[Gift], promise: Reservation) -> Reservation {
        match gifts.iter().find(|gift| gift.id == promise.gift) {
            Some(gift) => self.promised(gift.product, promise),
            None => promise,
        }
    }

    fn promised(&self, product: ProductId, promise: Reservation) -> Reservation {
        let snapshot = self.details(product, promise.snapshot);
        Reservation { snapshot, ..promise }
    }

    fn details(&self, product: ProductId, details: GiftDetails) -> GiftDetails {
        let name = self.called(product, details.name);
        GiftDetails { name, ..details }
    }

    fn called(&self, product: ProductId, name: GiftName) -> GiftName {
        let translated = self.content.translated(product, &name, self.language.as_str());
        translated.cloned().unwrap_or(name)
    }
}
