//! What the pages need, in the words of the pages. `server` fulfils these traits; server functions,
//! the REST API and the command line are doors to the same services.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    GiftForm, GiftId, ListCard, ListForm, ListId, ManageView, Move, OwnerList, ReserveForm,
    SharedList, SignUpForm, Surprise,
};

use crate::{error::AppError, session::Visit};

/// The services behind the pages.
#[derive(Clone)]
pub struct Backend {
    /// Sign-up, sign-in, reset.
    pub accounts: Arc<dyn Accounts>,
    /// Lists, for their owners.
    pub lists: Arc<dyn Lists>,
    /// Gifts, for the owners of their list.
    pub gifts: Arc<dyn Gifts>,
    /// Shared lists and reservations, for givers.
    pub sharing: Arc<dyn Sharing>,
}

/// A cookie to set, and where to go next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The whole `Set-Cookie` value.
    pub cookie: String,
}

/// Where somebody on the way to an account stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeWanted {
    /// The address that the code went to.
    pub email: String,
    /// Whether the code is too old, or was tried too often: only a new one helps.
    pub spent: bool,
}

/// Accounts, for people who have or want one (R2).
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Mails a code; nothing becomes an account until it is entered in the same browser.
    async fn sign_up(&self, visit: &Visit, form: SignUpForm) -> Result<(), AppError>;
    /// Where this browser's sign-up stands.
    async fn code_wanted(&self, visit: &Visit) -> Result<Option<CodeWanted>, AppError>;
    /// Makes the account, if this is the code that was mailed.
    async fn confirm(&self, visit: &Visit, code: &str) -> Result<SignedIn, AppError>;
    /// Mails a new code.
    async fn resend_code(&self, visit: &Visit) -> Result<(), AppError>;
    /// Signs in with a password.
    async fn sign_in(
        &self,
        visit: &Visit,
        email: &str,
        password: &str,
    ) -> Result<SignedIn, AppError>;
    /// Ends the session; answers the cookie that removes the old one.
    async fn sign_out(&self, visit: &Visit) -> Result<SignedIn, AppError>;
    /// Mails a link by which a password is set anew, if the address has an account.
    async fn ask_reset(&self, visit: &Visit, email: &str) -> Result<(), AppError>;
    /// Whether a reset link is still good.
    async fn reset_is_good(&self, visit: &Visit, token: &str) -> Result<bool, AppError>;
    /// Sets a password anew and signs in.
    async fn reset(&self, visit: &Visit, token: &str, password: &str)
    -> Result<SignedIn, AppError>;
    /// How hard a password is to guess, from 0 to 4 (R2.2).
    async fn password_score(&self, visit: &Visit, form: SignUpForm) -> Result<u8, AppError>;
}

/// Lists, for their owners (R3).
#[async_trait]
pub trait Lists: Send + Sync {
    /// Everything the visitor owns or edits, open ones first, then closed ones, newest date first.
    async fn mine(&self, visit: &Visit) -> Result<Vec<ListCard>, AppError>;
    /// One list in its editor.
    async fn owned(&self, visit: &Visit, list: ListId) -> Result<OwnerList, AppError>;
    /// Makes a list.
    async fn create(
        &self,
        visit: &Visit,
        form: ListForm,
        surprise: &str,
    ) -> Result<ListId, AppError>;
    /// Changes what a list says. Ending the surprise needs `confirmed`.
    async fn edit(
        &self,
        visit: &Visit,
        list: ListId,
        form: ListForm,
        confirmed: bool,
    ) -> Result<(), AppError>;
    /// Opens a draft to givers.
    async fn share(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
    /// Replaces the share link.
    async fn rotate_share(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
    /// Closes a list.
    async fn close(&self, visit: &Visit, list: ListId, tell_givers: bool) -> Result<(), AppError>;
    /// Opens a closed list again.
    async fn reopen(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
    /// Sets whether owners see who gives what. Ending the surprise needs `confirmed`.
    async fn set_surprise(
        &self,
        visit: &Visit,
        list: ListId,
        surprise: Surprise,
        confirmed: bool,
    ) -> Result<(), AppError>;
}

/// Gifts, for the owners of their list (R4).
#[async_trait]
pub trait Gifts: Send + Sync {
    /// Adds a gift at the end of a list.
    async fn add(&self, visit: &Visit, list: ListId, form: GiftForm) -> Result<GiftId, AppError>;
    /// Changes a gift.
    async fn edit(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        form: GiftForm,
    ) -> Result<(), AppError>;
    /// Puts a gift elsewhere on its list.
    async fn reorder(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        way: Move,
    ) -> Result<(), AppError>;
    /// Takes a gift off its list, or puts it back.
    async fn set_removed(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        removed: bool,
    ) -> Result<(), AppError>;
}

/// What came of reserving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    /// The path of the page on which the reservation is changed, with this browser's token.
    pub manage: String,
}

/// How far the mail with the manage link has come, as its giver is told (R5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailProgress {
    /// It is on its way.
    Waiting,
    /// It was handed over.
    Sent,
    /// The address does not take mail.
    Refused,
}

/// Shared lists and reservations, for givers (R5).
#[async_trait]
pub trait Sharing: Send + Sync {
    /// A list, by its share link's token.
    async fn shared(&self, visit: &Visit, share: &str) -> Result<SharedList, AppError>;
    /// Reserves a gift. `form_key` tells one rendering of the form from another.
    async fn reserve(
        &self,
        visit: &Visit,
        share: &str,
        gift: GiftId,
        form_key: &str,
        form: ReserveForm,
    ) -> Result<Reserved, AppError>;
    /// A reservation, by its manage link's token.
    async fn manage(
        &self,
        visit: &Visit,
        token: &str,
    ) -> Result<(ManageView, MailProgress), AppError>;
    /// Changes how many.
    async fn change_quantity(
        &self,
        visit: &Visit,
        token: &str,
        quantity: &str,
    ) -> Result<(), AppError>;
    /// Marks some as bought; nothing typed is all of them.
    async fn purchase(&self, visit: &Visit, token: &str, quantity: &str) -> Result<(), AppError>;
    /// Takes a purchase back.
    async fn undo_purchase(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
    /// Gives the gift free again.
    async fn cancel(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
    /// Confirms the giver's address. Only the token of the mailed link does that.
    async fn confirm_address(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
}
