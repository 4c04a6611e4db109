//! Where things are remembered.

use std::path::PathBuf;

use super::{section::section, value::Secret};

section! {
    /// Where things are remembered.
    StoreSettings, "store", "snake_case" {
        /// The database: rocksdb://PATH on this disk, or mem:// to forget everything at the end.
        url: String = "rocksdb://data/db".to_owned(),
        /// If the program was built with the feature `remote`, url may be that of a database server,
        /// ws://HOST:PORT or wss://HOST:PORT. This is a user of the database `main` in the namespace
        /// `ewelists` there; empty if the server does not ask who is there.
        user: String = String::new(),
        /// That user's password.
        password: Secret = Secret::new(""),
        /// The file with the keys that all links and codes are derived from. It is created if it is
        /// missing. Keep a copy: without it, every link that was ever mailed is dead.
        secret_file: PathBuf = PathBuf::from("data/secret.key"),
    }
}
