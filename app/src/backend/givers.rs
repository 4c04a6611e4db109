//! What lists ask of their givers, and what givers decide about themselves.

use async_trait::async_trait;
use domain::{GivingRules, GivingRulesForm, ListId};

use crate::{error::AppError, session::Visit};

/// What is asked of givers, and what they may do besides giving (R5.4, R5.6, R5.7, R5.8).
#[async_trait]
pub trait Givers: Send + Sync {
    /// What a list asks of its givers, by its share link's token.
    async fn asked(&self, visit: &Visit, share: &str) -> Result<GivingRules, AppError>;
    /// What a list of the visitor's asks of its givers.
    async fn rules(&self, visit: &Visit, list: ListId) -> Result<GivingRules, AppError>;
    /// Asks something else of them from now on, of what was typed over what the form showed: the rest
    /// stays as others have left it meanwhile. `shown` is as [`crate::shown`] writes it.
    async fn set_rules_shown(
        &self,
        visit: &Visit,
        list: ListId,
        form: GivingRulesForm,
        shown: &str,
    ) -> Result<(), AppError>;
    /// The same of what is named; the rest stays as it is. Answers what is asked now.
    async fn change_rules(
        &self,
        visit: &Visit,
        list: ListId,
        confirm_first: Option<bool>,
        remind: Option<bool>,
    ) -> Result<GivingRules, AppError>;
    /// Sets whether the giver of a reservation is reminded, by its manage link's token.
    async fn set_reminder(&self, visit: &Visit, token: &str, wanted: bool) -> Result<(), AppError>;
    /// Erases the giver's name and address, by a manage link's token.
    async fn erase(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
    /// Mails the links of all that an address has promised to it. Answers the same whether or not
    /// that is anything.
    async fn mail_links(&self, visit: &Visit, email: &str) -> Result<(), AppError>;
}
