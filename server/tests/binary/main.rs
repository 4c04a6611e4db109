//! The real program, as whoever runs a site meets it: its commands and their exit codes, and what it
//! does when a disk, a clock, a mail server or a certificate fails.

#![recursion_limit = "256"]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that breaks says where")]

mod backup;
mod catcher;
mod clock;
mod commands;
mod disk;
mod doctor;
mod files;
mod folder;
mod giving;
mod handed;
mod killed;
mod mail;
mod overload;
mod people;
mod program;
mod soak;
mod tls;
mod trial;
mod upgrade;
