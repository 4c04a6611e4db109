//! What the pages need, in the words of the pages. `server` fulfils these traits; server functions,
//! the REST API and the command line are doors to the same services.

use std::{ops::Deref, sync::Arc};

use async_trait::async_trait;
use domain::{
    GiftForm, GiftId, GivenGift, ListCard, ListForm, ListId, ManageView, Move, OwnerGift,
    OwnerList, PictureId, ProductId, ReserveForm, SharedList, Surprise,
};

use crate::{error::AppError, session::Visit};

mod accounts;
mod admin;
mod bin;
mod catalogue;
mod contact;
mod exchange;
mod finding;
mod givers;
mod giving;
mod ideas;
mod kpis;
mod mails;
mod managed;
mod members;
mod not_found;
mod products;
mod profile;
mod records;
mod thanks;
mod tokens;
mod tools;
mod undo;
mod webhooks;

pub use accounts::{Accounts, CodeWanted, Entered, Provider, SignedIn};
pub use admin::{
    Admin, AuditEntry, AuditQuestion, AuditView, BackupCard, BackupFailure, BackupState, Backups,
    BackupsView, ConsoleState, DiskRoom, MailPage, MailRow, MailroomView, MailsFrom, MailsToday,
    Outbox, QueueState, SettingsSection, System, SystemView, Unread, UserCard, UserSession,
    UserView, WhyNot, Wrong,
};
pub use bin::{Bin, BinnedList};
pub use catalogue::{Catalogue, ProductCard, ProductView, QueuePage, WaitingView};
pub use contact::Contact;
pub use exchange::{
    Exchange, Filled, GiftRow, GiftRows, ReadGifts, RowOutcome, SentGifts, Unreadable,
};
pub use finding::{Finding, FoundGift, FoundProduct, Outcome, Pasted};
pub use givers::Givers;
pub use giving::{Giving, NamedOffer, OwnPromise};
pub use ideas::{
    AddingIdea, Block, Category, Idea, IdeaCard, IdeaProduct, IdeaShelf, Ideas, Inline, ListToAddTo,
};
pub use kpis::{Kpis, KpisView};
pub use mails::{Mails, Stopping};
pub use managed::Managed;
pub use members::{
    ActEntry, InvitationView, ListPeople, Member, Members, SentBy, WaitingInvitation,
};
pub use not_found::NotFound;
pub use products::Products;
pub use profile::{
    AccountView, AuthenticatorSetUp, OpenSession, Profile, RecoveryCodes, SecondStepView, WayIn,
};
pub use records::{GiftChange, ListChange, ListFacts, OpenedList, Records};
pub use thanks::Thanks;
pub use tokens::{TokenCard, Tokens};
pub use tools::{PeerState, PutThere, QueuedProduct, Tools};
pub use undo::{Saved, Undo};
pub use webhooks::{DeliveryProgress, DeliveryView, WebhookChange, Webhooks};

/// The services behind the pages. As they are handed to each request, a clone is nothing but a count.
#[derive(Clone)]
pub struct Backend(Arc<Services>);

/// What services there are.
pub struct Services {
    /// Sign-up, sign-in, reset.
    pub accounts: Arc<dyn Accounts>,
    /// The account page.
    pub profile: Arc<dyn Profile>,
    /// Tokens by which programs act for somebody.
    pub tokens: Arc<dyn Tokens>,
    /// The console of admins: people, and what was done.
    pub admin: Arc<dyn Admin>,
    /// Mails, for admins.
    pub outbox: Arc<dyn Outbox>,
    /// Backups, for admins.
    pub backups: Arc<dyn Backups>,
    /// How the site is, for admins.
    pub system: Arc<dyn System>,
    /// How the site grows, for admins.
    pub kpis: Arc<dyn Kpis>,
    /// The catalogue, for admins.
    pub catalogue: Arc<dyn Catalogue>,
    /// The catalogue, for programs of admins.
    pub tools: Arc<dyn Tools>,
    /// Products, for programs.
    pub products: Arc<dyn Products>,
    /// Products of people's own, for programs.
    pub not_found: Arc<dyn NotFound>,
    /// Lists, for their owners.
    pub lists: Arc<dyn Lists>,
    /// Lists that were deleted.
    pub bin: Arc<dyn Bin>,
    /// Lists that are copied, and files of gifts.
    pub exchange: Arc<dyn Exchange>,
    /// Who looks after a list with its owner.
    pub members: Arc<dyn Members>,
    /// Gifts, for the owners of their list.
    pub gifts: Arc<dyn Gifts>,
    /// What was saved on lists, to be undone.
    pub undo: Arc<dyn Undo>,
    /// Lists and gifts, for programs.
    pub records: Arc<dyn Records>,
    /// What is behind a pasted link.
    pub finding: Arc<dyn Finding>,
    /// Articles, and what is added to lists from them.
    pub ideas: Arc<dyn IdeaShelf>,
    /// Shared lists and reservations, for givers.
    pub sharing: Arc<dyn Sharing>,
    /// Who gave what, and thanks.
    pub thanks: Arc<dyn Thanks>,
    /// Which mails people want.
    pub mails: Arc<dyn Mails>,
    /// What lists ask of givers, and what givers decide about themselves.
    pub givers: Arc<dyn Givers>,
    /// Shared lists and promises, for programs; promises that are let go.
    pub giving: Arc<dyn Giving>,
    /// What people write to the team.
    pub contact: Arc<dyn Contact>,
    /// Programs that are told what happens.
    pub webhooks: Arc<dyn Webhooks>,
}

impl Backend {
    /// Hands these around.
    pub fn new(services: Services) -> Self {
        Self(Arc::new(services))
    }
}

impl Deref for Backend {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

/// Lists, for their owners (R3).
#[async_trait]
pub trait Lists: Send + Sync {
    /// Everything the visitor owns or edits: open ones of their own, those that they look after with
    /// others, then closed ones, newest date first.
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
    /// The same, of what was typed over what the form showed: the rest stays as others have left it
    /// meanwhile. `shown` is as [`crate::shown`] writes it.
    async fn edit_shown(
        &self,
        visit: &Visit,
        list: ListId,
        form: ListForm,
        shown: &str,
        confirmed: bool,
    ) -> Result<(), AppError>;
    /// Puts an own picture on top of a list, or one of ours again (R3.2).
    async fn set_cover(
        &self,
        visit: &Visit,
        list: ListId,
        picture: Option<PictureId>,
    ) -> Result<(), AppError>;
    /// Opens a draft to givers.
    async fn share(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
    /// Replaces the share link.
    async fn rotate_share(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
    /// Asks givers for a passcode from now on, or for another one (R3.7).
    async fn set_passcode(&self, visit: &Visit, list: ListId, typed: &str) -> Result<(), AppError>;
    /// Asks for none any more.
    async fn remove_passcode(&self, visit: &Visit, list: ListId) -> Result<(), AppError>;
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
    /// Adds a gift at the end of a list: a product of the catalogue, or what the form says. What is
    /// on the list already is refused, unless it is asked for `again`.
    async fn add(
        &self,
        visit: &Visit,
        list: ListId,
        product: Option<ProductId>,
        again: bool,
        form: GiftForm,
    ) -> Result<GiftId, AppError>;
    /// Wishes for one more of a gift.
    async fn want_one_more(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
    ) -> Result<(), AppError>;
    /// Gives a gift of its owner's own making another picture, or none (R4.5).
    async fn set_picture(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        picture: Option<PictureId>,
    ) -> Result<(), AppError>;
    /// Changes a gift.
    async fn edit(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        form: GiftForm,
    ) -> Result<(), AppError>;
    /// The same, of what was typed over what the form showed: the rest stays as others have left it
    /// meanwhile. `shown` is as [`crate::shown`] writes it.
    async fn edit_shown(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        form: GiftForm,
        shown: &str,
    ) -> Result<(), AppError>;
    /// The same of a gift that was taken off its list meanwhile, and puts it back, in one act.
    async fn put_back(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        form: GiftForm,
        shown: &str,
    ) -> Result<(), AppError>;
    /// A gift that was taken off its list, as long as it can be put back.
    async fn off_list(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
    ) -> Result<OwnerGift, AppError>;
    /// Puts a gift elsewhere on its list.
    async fn reorder(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        way: Move,
    ) -> Result<(), AppError>;
    /// Puts a gift directly below another one, or on top, into a section of its list (R4.4).
    async fn place(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        after: Option<GiftId>,
        section: &str,
    ) -> Result<(), AppError>;
    /// Says that a gift has arrived, or takes that back; on a closed list, too (R3.5).
    async fn set_received(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        received: bool,
    ) -> Result<(), AppError>;
    /// Whether a shop pays for those who come to this page of it from here (R6.5).
    fn is_sponsored(&self, link: &str) -> bool;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Whether the visitor may know anything of a list: refused where it asks for a passcode that
    /// was not typed in their browser (R3.7).
    async fn may_look(&self, visit: &Visit, share: &str) -> Result<(), AppError>;
    /// Tries the passcode of a list; answers the cookie that remembers it, where there is something
    /// to remember.
    async fn enter(
        &self,
        visit: &Visit,
        share: &str,
        passcode: &str,
    ) -> Result<Option<SignedIn>, AppError>;
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
    /// Changes how many. It is refused as changed meanwhile where the number is not what it `was` on
    /// the page; nothing where no page showed it.
    async fn change_quantity(
        &self,
        visit: &Visit,
        token: &str,
        quantity: &str,
        was: &str,
    ) -> Result<(), AppError>;
    /// Marks some as bought, on the same terms; nothing typed is all of them.
    async fn purchase(
        &self,
        visit: &Visit,
        token: &str,
        quantity: &str,
        was: &str,
    ) -> Result<(), AppError>;
    /// Takes a purchase back.
    async fn undo_purchase(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
    /// Gives the gift free again.
    async fn cancel(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
    /// Everything that the visitor's account has promised, the newest first; with it what its
    /// address promised before there was an account.
    async fn given(&self, visit: &Visit) -> Result<Vec<GivenGift>, AppError>;
    /// Confirms the giver's address. Only the token of the mailed link does that.
    async fn confirm_address(&self, visit: &Visit, token: &str) -> Result<(), AppError>;
}
