//! Where things are remembered.

use std::path::PathBuf;

use super::section::section;

section! {
    /// Where things are remembered.
    StoreSettings, "store", "snake_case" {
        /// The database: rocksdb://PATH on this disk, mem:// to forget all at the end.
        url: String = "rocksdb://data/db".to_owned(),
        /// The file with the keys that all links and codes follow from. It is made when it is
        /// missing. Keep a copy: without it every link that was ever mailed is dead.
        secret_file: PathBuf = PathBuf::from("data/secret.key"),
    }
}
