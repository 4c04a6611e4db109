//! Where articles are.

use std::path::PathBuf;

use super::section::section;

section! {
    /// Articles on what to wish for, and products that come with them.
    IdeasSettings, "ideas", "snake_case" {
        /// The folder that they are in: below the folder where the program starts, or beside that
        /// of the site. Files in it are read again when they change.
        folder: PathBuf = PathBuf::from("content"),
        /// Whether its products are put into the catalogue. This happens at the next start.
        catalogue: bool = true,
    }
}
