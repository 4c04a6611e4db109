//! What holds for everything that is served, asked of the real server with a store in memory.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that breaks says where"
)]

mod authority;
mod doors;
mod end;
mod enumeration;
mod fetch;
mod files;
mod fresh;
mod limits;
mod logs;
mod pages;
mod people;
mod pictures;
mod remembered;
mod site;
mod slow;
