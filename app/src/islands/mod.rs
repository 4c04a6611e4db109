//! What lives in the browser. Everything here works on a page that is complete without it.

#[cfg(feature = "hydrate")]
pub mod browser;
pub mod copy;
pub mod list_choices;
pub mod password_meter;
pub mod ready;
