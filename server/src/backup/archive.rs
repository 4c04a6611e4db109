//! The file that a backup is: entries in a tar, compressed, and encrypted to whoever may read it.
//!
//! 1. `tables/TABLE/NUMBER` rows of a table, a line of JSON each
//! 2. `log/NUMBER` rows of the change log
//! 3. `keys/NUMBER` keys by which words in the log are read
//! 4. `erased/NUMBER` whose words were erased until the keys were read
//! 5. `secret.key` the key of all links, where the backup is encrypted
//! 6. `manifest.json` what all of it must be

mod read;
mod write;

pub(super) use read::{Entries, inspect};
pub(super) use write::Writing;
#[cfg(test)]
pub(super) use write::Written;

/// The last entry.
const MANIFEST: &str = "manifest.json";

/// The key of all links.
pub(super) const SECRET: &str = "secret.key";

/// Whose words were erased until the keys were read.
pub(super) const ERASED: &str = "erased";

/// No entry is larger: they are held in memory one by one.
const MOST: u64 = 64 << 20;

/// Entries are closed once they are so large. Some wait in memory to be written, or to be taken.
pub(super) const ENOUGH: usize = 256 << 10;

/// What an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds<'a> {
    /// Rows of this table.
    Table(&'a str),
    /// Rows of the log.
    Log,
    /// Keys.
    Keys,
    /// Whose words were erased.
    Erased,
    /// The key of all links.
    Secret,
    /// What a later program may add.
    Other,
}

/// What the entry with this name holds.
pub(super) fn holds(name: &str) -> Holds<'_> {
    match name.split('/').collect::<Vec<_>>().as_slice() {
        ["tables", table, _] => Holds::Table(table),
        ["log", _] => Holds::Log,
        ["keys", _] => Holds::Keys,
        [ERASED, _] => Holds::Erased,
        [SECRET] => Holds::Secret,
        _ => Holds::Other,
    }
}

#[cfg(test)]
mod tests;
