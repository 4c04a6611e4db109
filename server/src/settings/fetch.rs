//! How pages and pictures of shops are fetched.

use super::{section::section, value::Seconds};

section! {
    /// How pages and pictures of shops are fetched. What the program never asks, such as addresses
    /// inside a network, is not a setting.
    FetchSettings, "fetch", "snake_case" {
        /// Within how many seconds a connection to a shop must be there, its name looked up and TLS
        /// agreed on.
        connect_timeout: Seconds = Seconds(3),
        /// Within how many seconds all of what was asked for must be there, including the wait for
        /// others to finish and every redirect.
        timeout: Seconds = Seconds(8),
        /// How many bytes a page may have once it is unpacked.
        page_limit: usize = 2 * 1024 * 1024,
        /// How many bytes a picture may have.
        picture_limit: usize = 5 * 1024 * 1024,
        /// How many are fetched at once by one process; the next ones wait. 0 counts as 1.
        at_once: u16 = 4,
        /// How many redirects are followed.
        redirects: usize = 5,
    }
}
