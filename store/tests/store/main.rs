//! What the store must hold, on the engines that it runs on.

#![recursion_limit = "256"]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that breaks says where")]

mod access;
mod accounts;
mod catalogue;
mod contact;
mod crash;
mod deletion;
mod exchange;
mod gifts;
mod givers;
mod log;
mod mail;
mod members;
mod passcode;
mod promises;
mod race;
mod stock;
mod story;
mod thanks;
mod wishes;
mod world;
