//! The catalogue, and the products that wait for an admin (R6.1, R6.2). Who is no admin is told
//! that there is nothing (404).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{ListId, PictureId, Price, ProductForm, ProductId};

use crate::{error::AppError, session::Visit};

/// A product in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCard {
    /// Its id.
    pub id: ProductId,
    /// What it is called.
    pub name: String,
    /// Who makes it; may be empty.
    pub brand: String,
    /// Where it is sold; may be empty.
    pub shop: String,
    /// Its page in the shop.
    pub link: Option<String>,
    /// What it cost on the day somebody looked.
    pub price: Option<Price>,
    /// Our copy of its picture.
    pub picture: Option<PictureId>,
    /// Whether it is kept from those who search.
    pub hidden: bool,
    /// Since when we have it.
    pub made_at: DateTime<Utc>,
    /// For how many days that is.
    pub days: u32,
}

/// A product that waits, with what an admin may know of where it came from: never who gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingView {
    /// The product as its owner left it.
    pub card: ProductCard,
    /// What its owner says of it.
    pub made: ProductForm,
    /// The form by which it is promoted, with what its owner said, or what was fetched anew.
    pub form: ProductForm,
    /// What the list is called that it was made for; nothing once that is gone.
    pub list_title: Option<String>,
    /// How many other waiting products have the same link: they are promoted with it.
    pub same_link: u32,
    /// Products of the catalogue that it may be: the one with its link, and those called alike.
    pub alike: Vec<ProductCard>,
    /// Whether an admin left it with its owner already, and why.
    pub declined: Option<String>,
}

/// Products that wait, a hundred at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuePage {
    /// They, the oldest first.
    pub cards: Vec<ProductCard>,
    /// Whether it begins behind others.
    pub later: bool,
    /// Behind which one the next page begins, where there is one.
    pub next: Option<ProductId>,
}

/// A product of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductView {
    /// The product.
    pub card: ProductCard,
    /// The form by which it is changed.
    pub form: ProductForm,
    /// On how many lists it is.
    pub lists: u32,
}

/// What admins do with products.
#[async_trait]
pub trait Catalogue: Send + Sync {
    /// How many products wait.
    async fn waiting_count(&self, visit: &Visit) -> Result<u32, AppError>;
    /// Products that wait, the oldest first, at most a hundred, from behind this one.
    async fn queue(&self, visit: &Visit, after: Option<ProductId>) -> Result<QueuePage, AppError>;
    /// One product that waits, or was left with its owner. A ticket of `fetch_again` fills the form.
    async fn waiting(
        &self,
        visit: &Visit,
        id: ProductId,
        ticket: &str,
    ) -> Result<WaitingView, AppError>;
    /// Reads the shop's page of a product once more; answers the ticket of what was found, or
    /// nothing where nothing could be read.
    async fn fetch_again(&self, visit: &Visit, id: ProductId) -> Result<Option<String>, AppError>;
    /// Takes a product, and all that wait with its link, into the catalogue. Answers the lists that
    /// show it. `was` is what its owner said when it was read, by [`pack`](crate::shown::pack):
    /// refused as changed meanwhile where they say something else now.
    async fn promote(
        &self,
        visit: &Visit,
        id: ProductId,
        form: ProductForm,
        was: &str,
    ) -> Result<Vec<ListId>, AppError>;
    /// Puts a product of the catalogue in its place, on every list. `was` is as of `promote`.
    async fn merge(
        &self,
        visit: &Visit,
        id: ProductId,
        into: ProductId,
        was: &str,
    ) -> Result<(), AppError>;
    /// Leaves a product with its owner, who is told why. `was` is as of `promote`.
    async fn decline(
        &self,
        visit: &Visit,
        id: ProductId,
        note: &str,
        was: &str,
    ) -> Result<(), AppError>;
    /// Products of the catalogue whose name, brand or shop holds these words, or whose link this
    /// is; the newest first, at most fifty.
    async fn products(&self, visit: &Visit, search: &str) -> Result<Vec<ProductCard>, AppError>;
    /// One product of the catalogue.
    async fn product(&self, visit: &Visit, id: ProductId) -> Result<ProductView, AppError>;
    /// Makes a product of the catalogue.
    async fn create(&self, visit: &Visit, form: ProductForm) -> Result<ProductId, AppError>;
    /// Changes a product of the catalogue. `was` is the form by which that is done when it was read,
    /// by [`pack`](crate::shown::pack): refused as changed meanwhile where the product is another now,
    /// unless it is as wished already.
    async fn edit(
        &self,
        visit: &Visit,
        id: ProductId,
        form: ProductForm,
        was: &str,
    ) -> Result<(), AppError>;
}
