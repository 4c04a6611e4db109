//! Products of people's own making that programs handle by themselves (R6.2): pages make them
//! together with the gift.

use async_trait::async_trait;
use domain::{GiftForm, GiftId, ListId, ProductId};

use super::ProductCard;
use crate::{error::AppError, session::Visit};

/// What programs do with products that are not in the catalogue.
#[async_trait]
pub trait NotFound: Send + Sync {
    /// Makes a product that is on no list yet. It waits for an admin at once.
    async fn make(&self, visit: &Visit, form: GiftForm) -> Result<ProductId, AppError>;
    /// One of them: for who made it, while it is on no list, for those who look after a list that it
    /// is on, and for admins.
    async fn product(&self, visit: &Visit, id: ProductId) -> Result<ProductCard, AppError>;
    /// Takes away one that the visitor made and that is on no list.
    async fn delete(&self, visit: &Visit, id: ProductId) -> Result<(), AppError>;
    /// Adds one at the end of a list. What the form says of the product is of no account. Answers the
    /// gift and its product, which is another one where it was on another list already, or where an
    /// admin put a product of the catalogue in its place.
    async fn add(
        &self,
        visit: &Visit,
        list: ListId,
        product: ProductId,
        form: GiftForm,
    ) -> Result<(GiftId, ProductId), AppError>;
}
