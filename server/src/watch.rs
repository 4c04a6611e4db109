//! How the site is: the one place that `/readyz`, the watchdog, figures, the console and `doctor` ask.
//!
//! `facts` are what is so, `judge` says what of it is wrong, `words` puts that into words. Who is told
//! of it, and how often, stands in `jobs/watchdog.rs` and `domain::watch`.

mod facts;
mod gather;
mod memory;
mod words;

use std::time::Duration;

pub use facts::{
    BackupHealth, Disk, Facts, Minute, Outbox, Place, Queue, Verdict, judge, judge_mails,
};
pub use gather::{data_folder, facts, recent_facts, room, scarce, size};
pub use memory::Memory;
pub use words::{Said, said};

/// The database must answer within this time.
pub const PATIENCE: Duration = Duration::from_secs(2);
