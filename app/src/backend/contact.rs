//! Writing to the team (R8.2).

use async_trait::async_trait;
use domain::{ContactForm, Reference};

use crate::{error::AppError, session::Visit};

/// What people write to the team.
#[async_trait]
pub trait Contact: Send + Sync {
    /// Keeps what somebody wrote, mails it to the team and a receipt to them, and answers the number
    /// that it goes by. `form_key` tells one rendering of the form from another; what came of one
    /// rendering with the same words twice is one message.
    async fn write(
        &self,
        visit: &Visit,
        form_key: &str,
        form: ContactForm,
    ) -> Result<Reference, AppError>;
}
