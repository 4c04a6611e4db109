//! What people read, and what the mail server makes of it.

mod catcher;
mod reading;
mod samples;
mod sending;
mod story;
mod tray;
