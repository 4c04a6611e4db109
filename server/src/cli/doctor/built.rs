//! Whether what was built, and what was written, is there.

use super::Findings;
use crate::{http, ideas::Library, settings::Settings};

/// Looks at the built pages and at the articles.
pub(super) async fn look(settings: &Settings, found: &mut Findings) {
    pages(settings, found);
    content(settings, found).await;
}

fn pages(settings: &Settings, found: &mut Findings) {
    let folder = http::built_files(settings);
    if !folder.is_dir() {
        found.wrong(&format!(
            "There is no folder {}: pages would come without style and script. Build with \
             `cargo leptos build`, or set leptos.site-root.",
            folder.display()
        ));
    } else if settings.leptos.hash_files && !settings.leptos.hashed() {
        found.wrong(
            "hash.txt is missing beside the program, so browsers would not find the files of \
             this build. Copy it from where the program was built, or set leptos.hash-files = false.",
        );
    } else {
        found.well("The built pages are there.");
    }
}

async fn content(settings: &Settings, found: &mut Findings) {
    let library = Library::new(settings);
    if library.folder().is_none() {
        found.well("There is no folder of articles, so that /ideas is empty.");
        return;
    }
    let content = library.content().await;
    if content.faults.is_empty() {
        found.well(&format!("All {} articles can be read.", content.paths().len()));
    }
    for (file, fault) in &content.faults {
        found.wrong(&format!("{}, {fault}", file.display()));
    }
}
