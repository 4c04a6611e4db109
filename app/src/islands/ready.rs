//! The sign that islands are awake.

use leptos::prelude::*;

/// Sets `data-hydrated` on `<html>`. It stands last on the page, so by then every other island is
/// awake: `navigation.js` wakes later ones itself from then on, and tests wait for it.
#[island]
pub fn Ready() -> impl IntoView {
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            // Fails for no attribute of this name.
            _ = root.set_attribute("data-hydrated", "");
        }
    });
}
