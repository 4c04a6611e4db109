//! How pages and pictures of shops are fetched.

use super::{section::section, value::Seconds};

section! {
    /// How pages and pictures of shops are fetched. Whom the program never asks, such as addresses
    /// inside of a network, is not a setting.
    FetchSettings, "fetch", "snake_case" {
        /// A connection to a shop must be there within so many seconds, its name looked up and TLS
        /// agreed on.
        connect_timeout: Seconds = Seconds(3),
        /// What was asked for must be there within so many seconds, whole: waiting for others to
        /// finish and every redirect counted.
        timeout: Seconds = Seconds(8),
        /// A page may have so many bytes once it is unpacked.
        page_limit: usize = 2 * 1024 * 1024,
        /// A picture may have so many bytes.
        picture_limit: usize = 5 * 1024 * 1024,
        /// So many are fetched at once by one process; the next ones wait. 0 counts as 1.
        at_once: u16 = 4,
        /// So many redirects are followed.
        redirects: usize = 5,
    }
}
