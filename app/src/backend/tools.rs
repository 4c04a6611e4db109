//! The catalogue as admins' programs look after it, here and in other instances (R6.6). Who is no
//! admin is told that there is nothing (404).

use async_trait::async_trait;
use domain::{ListId, PersonId, ProductForm, ProductId};

use super::ProductCard;
use crate::{error::AppError, session::Visit};

/// A product that waits, with what an admin may know of where it came from: never who gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedProduct {
    /// The product as its owner left it.
    pub card: ProductCard,
    /// What its owner says of it, as in [`WaitingView`](super::WaitingView).
    pub made: ProductForm,
    /// Who made it; nobody once that account is gone.
    pub made_by: Option<PersonId>,
    /// What they call themselves.
    pub maker: Option<String>,
    /// The list that it is on, and what that is called.
    pub list: Option<(ListId, String)>,
}

/// How a product is in another instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeerState {
    /// As here.
    InSync,
    /// Otherwise.
    NotInSync,
    /// Not at all.
    Missing,
    /// That could not be found out.
    Silent,
}

/// What came of putting a product into another instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutThere {
    /// It is new there.
    Created,
    /// It was there already, and is now as here.
    Updated,
    /// It could not be done; the log says why.
    Failed,
}

/// What admins' programs do with the catalogue, beside what its pages do.
#[async_trait]
pub trait Tools: Send + Sync {
    /// Products that wait, the oldest first, from behind this one, and no more than `most`.
    async fn queue(
        &self,
        visit: &Visit,
        after: Option<ProductId>,
        most: u32,
    ) -> Result<Vec<QueuedProduct>, AppError>;
    /// One that waits, or was left with its owner.
    async fn queued(&self, visit: &Visit, id: ProductId) -> Result<QueuedProduct, AppError>;
    /// Products of the catalogue in the order of their ids, from behind this one, and no more than `most`.
    async fn catalogue(
        &self,
        visit: &Visit,
        after: Option<ProductId>,
        most: u32,
    ) -> Result<Vec<ProductCard>, AppError>;
    /// Puts a product into the catalogue under an id that came with it; answers whether it is new. A
    /// form without a picture leaves the one that there is. `was` is the form of the product when it
    /// was read, by [`pack`](crate::shown::pack): refused as changed meanwhile where it is another
    /// now, or is not there any more.
    async fn put(
        &self,
        visit: &Visit,
        id: ProductId,
        form: ProductForm,
        was: &str,
    ) -> Result<bool, AppError>;
    /// Keeps a product from those who search, or shows it to them.
    async fn hide(&self, visit: &Visit, id: ProductId, hidden: bool) -> Result<(), AppError>;
    /// Takes a product out of the catalogue, if it is on no list.
    async fn delete(&self, visit: &Visit, id: ProductId) -> Result<(), AppError>;
    /// Copies the picture at an address, of ours or elsewhere; answers our copy in the words of forms,
    /// nothing where there is no picture to be had.
    async fn copy_picture(&self, visit: &Visit, address: &str) -> Result<String, AppError>;
    /// What this instance is called, and the others, one by one.
    async fn instances(&self, visit: &Visit) -> Result<(String, Vec<String>), AppError>;
    /// Puts a product as it is here into other instances, by their names.
    async fn put_there(
        &self,
        visit: &Visit,
        id: ProductId,
        peers: &[String],
    ) -> Result<Vec<(String, PutThere)>, AppError>;
    /// A product of the catalogue, and how it is in other instances.
    async fn compare(
        &self,
        visit: &Visit,
        id: ProductId,
    ) -> Result<(ProductCard, Vec<(String, PeerState)>), AppError>;
}
