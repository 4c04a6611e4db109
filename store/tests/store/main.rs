//! What the store must hold, on the engines that it runs on.

#![recursion_limit = "256"]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that breaks says where")]

mod access;
mod accounts;
mod address;
mod addressed;
mod catalogue;
mod clicks;
mod console;
mod contact;
mod copies;
mod crash;
mod deletion;
mod entering;
mod entries;
mod exchange;
mod gifts;
mod givers;
mod invitations;
mod kpis;
mod letting_go;
mod limits;
mod log;
mod mail;
mod members;
mod model;
mod not_found;
mod passcode;
mod programs;
mod promises;
mod race;
mod rekey;
mod remembered;
mod replaced;
mod stock;
mod story;
mod thanks;
mod tokens;
mod undoing;
mod watch;
mod webhooks;
mod wishes;
mod world;
