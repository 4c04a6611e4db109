//! Where articles are.

use std::path::PathBuf;

use super::section::section;

section! {
    /// Articles on what to wish for, and products that come with them.
    IdeasSettings, "ideas", "snake_case" {
        /// The folder that they are in: within the folder where the program starts, or beside that
        /// of the site. Files in it are read again when they change.
        folder: PathBuf = PathBuf::from("content"),
        /// Whether its products stand in the catalogue. They do from the next start on.
        catalogue: bool = true,
    }
}
