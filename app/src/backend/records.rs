//! Lists and gifts as programs read and change them (R10.1). What they do as pages do stands in the
//! other traits; the rules beneath are the same.

use async_trait::async_trait;
use domain::{GiftForm, GiftId, ListForm, ListId, ListRecord, ListRevision, OwnerList, PersonId};

use crate::{error::AppError, session::Visit};

/// A list among others: as its editor shows it, without its gifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFacts {
    /// Who owns it; nothing once that account is gone.
    pub owner: Option<PersonId>,
    /// The list.
    pub list: OwnerList,
}

/// A list that was made just now, and is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedList {
    /// Its id.
    pub id: ListId,
    /// The token of its share link.
    pub share: String,
}

/// What shall become of what a list says.
#[derive(Clone, Copy)]
pub struct ListChange<'a> {
    /// Its form as it shall be, from what it is when it is written.
    pub form: &'a (dyn Fn(ListForm) -> ListForm + Send + Sync),
    /// Whether one of our pictures shall be on top, whatever is there.
    pub our_cover: bool,
    /// Whether it is meant that the surprise ends by it.
    pub confirmed: bool,
}

/// What shall become of a gift.
#[derive(Clone, Copy)]
pub struct GiftChange<'a> {
    /// Its form as it shall be, from what it is when it is written.
    pub form: &'a (dyn Fn(GiftForm) -> GiftForm + Send + Sync),
}

/// Lists and gifts, for programs.
#[async_trait]
pub trait Records: Send + Sync {
    /// Everything that the visitor owns or edits, in the order of the dashboard (R3.3).
    async fn mine(&self, visit: &Visit) -> Result<Vec<ListFacts>, AppError>;
    /// One list.
    async fn list(&self, visit: &Visit, list: ListId) -> Result<ListRecord, AppError>;
    /// Makes a list that givers can open at once.
    async fn create(
        &self,
        visit: &Visit,
        form: ListForm,
        surprise: &str,
    ) -> Result<OpenedList, AppError>;
    /// Changes what a list says. What is the same already is no change. Answers the list as it is
    /// then, and which revision that made of the one that the visit names as read, if it names one
    /// (R10.5).
    async fn change(
        &self,
        visit: &Visit,
        list: ListId,
        change: ListChange<'_>,
    ) -> Result<(ListFacts, Option<ListRevision>), AppError>;
    /// Puts a list into the bin without asking for its title. Answers how many things that were: the
    /// list, its gifts, and what was promised where its owners may know.
    async fn discard(&self, visit: &Visit, list: ListId) -> Result<usize, AppError>;
    /// Changes a gift on its list. Answers which revision of the list that made of the one that the
    /// visit names as read, if it names one (R10.5).
    async fn change_gift(
        &self,
        visit: &Visit,
        list: ListId,
        gift: GiftId,
        change: GiftChange<'_>,
    ) -> Result<Option<ListRevision>, AppError>;
    /// Takes a gift off its list, unless its owners see that something of it is promised.
    async fn take_off(&self, visit: &Visit, list: ListId, gift: GiftId) -> Result<(), AppError>;
    /// Puts all gifts of a list into the order in which they are named (R4.4).
    async fn order(&self, visit: &Visit, list: ListId, gifts: &[GiftId]) -> Result<(), AppError>;
}
