//! Lists that were deleted, until they are erased (R3.10).

use async_trait::async_trait;
use domain::{ListCard, ListId};

use crate::{error::AppError, session::Visit};

/// A list in the bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinnedList {
    /// What it is about.
    pub card: ListCard,
    /// For how many days it can still be brought back.
    pub days_left: u32,
}

/// The bin, for the owners of what lies in it.
#[async_trait]
pub trait Bin: Send + Sync {
    /// The visitor's lists that lie there, the last to be deleted first.
    async fn lists(&self, visit: &Visit) -> Result<Vec<BinnedList>, AppError>;
    /// How many that are.
    async fn count(&self, visit: &Visit) -> Result<u32, AppError>;
    /// Puts a list there. Its title must be typed.
    async fn delete(&self, visit: &Visit, list: ListId, title: &str) -> Result<(), AppError>;
    /// Brings a list back as it was.
    async fn restore(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
    /// Erases a list before its days are over.
    async fn erase(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
}
