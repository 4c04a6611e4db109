//! What holds for everything that is served, asked of the real server with a store in memory.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that breaks says where"
)]

mod authority;
mod calendar;
mod canonical;
mod console;
mod dashboard;
mod doors;
mod elsewhere;
mod end;
mod ended;
mod enumeration;
mod exchange;
mod fetch;
mod files;
mod fresh;
mod heads;
mod ideas;
mod kpis;
mod language;
mod letting_go;
mod limits;
mod live;
mod logs;
mod long_list;
mod mailroom;
mod members;
mod pages;
mod passcode;
mod people;
mod pictures;
mod places;
mod promotion;
mod public;
mod readdressed;
mod remembered;
mod rest;
mod scanners;
mod sharing;
mod shops;
mod site;
mod slow;
mod stale;
mod stop;
mod telemetry;
mod twice;
mod two_admins;
mod undone;
mod watch;
mod zones;
