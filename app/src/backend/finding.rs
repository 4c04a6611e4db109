//! From a pasted link to a filled form (R4.2, R4.3).

use async_trait::async_trait;
use domain::{GiftForm, GiftId, ListId, PictureId, Price, ProductId};
use serde::{Deserialize, Serialize};

use crate::{error::AppError, session::Visit};

/// What somebody pasted, shared from another app, or sent by the bookmarklet. All of it is what a
/// client says: the link is what counts, the rest only helps where the shop's page tells nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pasted {
    /// A link, or a text around one.
    pub text: String,
    /// What the page is called where it came from.
    pub title: String,
    /// The address of the picture on it.
    pub image: String,
    /// The price on it, as it was written there.
    pub price: String,
    /// The currency of that, if it was told apart.
    pub currency: String,
}

/// What came of looking a link up: the form to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundGift {
    /// How much is known, for the words above the form.
    pub outcome: Outcome,
    /// The form, filled in as far as possible.
    pub form: GiftForm,
    /// The product of the catalogue that it is; its name, shop, price and picture are not the
    /// owner's to change then.
    pub product: Option<FoundProduct>,
    /// The gift that it is already on this list, and what that is called.
    pub already: Option<(GiftId, String)>,
}

/// A product of the catalogue, as those see it who add it to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after the fields of `ProductDetails`")]
pub struct FoundProduct {
    pub id: ProductId,
    pub name: String,
    pub brand: String,
    pub shop: String,
    pub price: Option<Price>,
    pub picture: Option<PictureId>,
}

/// How much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The catalogue has it.
    InCatalogue,
    /// The shop's page told everything that matters: name, price and picture.
    Found,
    /// The shop's page told something.
    Partly,
    /// The shop is known to answer no programs; this is what people call it.
    ShopRefuses(&'static str),
    /// Nothing could be read; why is not told apart.
    Nothing,
    /// There was no link in what was pasted.
    NoLink,
}

/// Looks up what was pasted.
#[async_trait]
pub trait Finding: Send + Sync {
    /// Looks a link up in the catalogue, or fetches the shop's page. What was found is kept for an
    /// hour for this person, under the ticket that is answered.
    async fn find(&self, visit: &Visit, list: ListId, pasted: Pasted) -> Result<String, AppError>;
    /// What was found under a ticket, for this list. A ticket that is not known any more, or was
    /// somebody else's, is nothing.
    async fn found(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
    ) -> Result<Option<FoundGift>, AppError>;
}
