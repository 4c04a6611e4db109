//! What lives in the browser. Everything here works on a page that is complete without it.

#![expect(missing_docs, reason = "what the macro makes of an island has its own documentation")]

pub mod autosave;
#[cfg(feature = "hydrate")]
pub mod browser;
mod chips;
pub mod copy;
pub mod given;
pub mod lines;
pub mod list_choices;
pub mod live;
pub mod owner_gifts;
pub mod password_meter;
pub mod shared_gifts;
pub mod words;
