//! What holds for the API (R10).

mod authority;
mod catalogue;
mod document;
mod foreign;
mod lists;
mod once;
mod reservations;
mod support;
mod surprise;
mod tokens;
mod webhooks;
