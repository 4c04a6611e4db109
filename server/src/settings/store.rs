//! Where things are remembered.

use std::path::PathBuf;

use super::{section::section, value::Secret};

section! {
    /// Where things are remembered.
    StoreSettings, "store", "snake_case" {
        /// The database: rocksdb://PATH on this disk, mem:// to forget all at the end.
        url: String = "rocksdb://data/db".to_owned(),
        /// Where the program was built with the feature `remote`, url may be a database server's,
        /// ws://HOST:PORT or wss://HOST:PORT. A user of the database `main` in the namespace
        /// `ewelists` there; empty where it asks nobody who they are.
        user: String = String::new(),
        /// That user's password.
        password: Secret = Secret::new(""),
        /// The file with the keys that all links and codes follow from. It is made when it is
        /// missing. Keep a copy: without it every link that was ever mailed is dead.
        secret_file: PathBuf = PathBuf::from("data/secret.key"),
    }
}
