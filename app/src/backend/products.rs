//! Products, for whoever looks for one by a program (R6.1, R6.3).

use async_trait::async_trait;
use domain::{GiftForm, ProductId};

use super::ProductCard;
use crate::{error::AppError, session::Visit};

/// How programs look for products.
#[async_trait]
pub trait Products: Send + Sync {
    /// A product of the catalogue, a hidden one too, for anybody who has its id.
    async fn product(&self, id: ProductId) -> Result<ProductCard, AppError>;
    /// The product of the catalogue that a link leads to, unless it is hidden.
    async fn by_link(&self, visit: &Visit, link: &str) -> Result<Option<ProductCard>, AppError>;
    /// What the page says that a link leads to, as the form of a gift has it; empty where nothing
    /// could be read.
    async fn read(&self, visit: &Visit, link: &str) -> Result<GiftForm, AppError>;
    /// The picture of ours that an address names, in the words of forms; nothing for any other
    /// address, and for a picture that is not kept.
    async fn own_picture(&self, address: &str) -> Result<String, AppError>;
}
