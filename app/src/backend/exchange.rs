//! Lists that are copied, and files of gifts that are read (R3.9). Files that are written are no
//! page: `server` answers them from a list as its owners see it.

use async_trait::async_trait;
use bytes::Bytes;
use domain::{FieldErrors, GiftForm, ListId, Money, exchange::Same};

use crate::{error::AppError, session::Visit};

/// What somebody sent: a file, or what they pasted. Where both are there, the file counts.
#[derive(Debug, Clone, Default)]
pub struct SentGifts {
    /// The bytes of the file; nothing where none was chosen.
    pub file: Bytes,
    /// What was pasted.
    pub text: String,
    /// Whether there was more of it than is read.
    pub too_big: bool,
}

/// What came of reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadGifts {
    /// Nothing: why, and what was pasted, so that it can be corrected.
    Not(Unreadable, String),
    /// These rows.
    Rows(GiftRows),
}

/// Why nothing could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing was sent.
    Nothing,
    /// More than a mebibyte was sent.
    TooBig,
    /// It is no text.
    NotText,
    /// It is the file of a spreadsheet program, which has to be saved as CSV first.
    Workbook,
    /// It begins as JSON does, and is none, or not of gifts.
    NotJson,
    /// No column says what the gifts are called.
    NoNames,
    /// There is no row below the headers.
    NoRows,
    /// There are more rows than a list can have gifts.
    TooMany {
        /// How many there are.
        rows: u32,
    },
}

/// The rows that were read, before anything is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftRows {
    /// The headers that mean nothing to us.
    pub unknown: Vec<String>,
    /// The rows, in their order.
    pub rows: Vec<GiftRow>,
    /// How many more gifts the list takes.
    pub room: usize,
}

/// A row, and what would become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftRow {
    /// Which row it is in the file.
    pub number: u32,
    /// What it says.
    pub form: GiftForm,
    /// What it costs, if that could be read.
    pub price: Option<Money>,
    /// What would become of it.
    pub outcome: RowOutcome,
}

/// What would become of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// It becomes a gift.
    Good,
    /// It becomes a gift if it is wanted: it is the same as another.
    Same(Same),
    /// Some of its cells need another value.
    Wrong(FieldErrors),
}

/// What came of filling a list at once, without a look at what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    /// Nothing: why the file could not be read.
    Not(Unreadable),
    /// Nothing: the rows with cells that need another value.
    Wrong(Vec<(u32, FieldErrors)>),
    /// These were added.
    Added {
        /// How many.
        added: usize,
        /// The rows that were left out, since they are the same as another, or on the list already.
        left_out: Vec<u32>,
        /// The headers that mean nothing to us.
        unknown: Vec<String>,
    },
}

/// Copies lists, and fills them from files.
#[async_trait]
pub trait Exchange: Send + Sync {
    /// Copies a list for next year: a draft of the visitor's own.
    async fn copy(&self, visit: &Visit, list: ListId) -> Result<ListId, AppError>;
    /// Reads what was sent, and keeps it for an hour for this person, under the ticket that is
    /// answered.
    async fn take(&self, visit: &Visit, list: ListId, sent: SentGifts) -> Result<String, AppError>;
    /// What was read under a ticket, for this list. A ticket that is not known any more, or was
    /// somebody else's, is nothing.
    async fn read(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
    ) -> Result<Option<ReadGifts>, AppError>;
    /// Adds these rows of what was read under a ticket, all of them or none. Answers how many that
    /// were: none where they were added before.
    async fn import(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
        rows: &[u32],
    ) -> Result<usize, AppError>;
    /// Reads what was sent and adds all of its rows, or none: for programs, which look at nothing
    /// in between. Rows that are the same as another are added only where that is asked for.
    async fn fill(
        &self,
        visit: &Visit,
        list: ListId,
        sent: SentGifts,
        same_too: bool,
    ) -> Result<Filled, AppError>;
}
