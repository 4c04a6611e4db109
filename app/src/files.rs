//! The files that a page is made of, besides its own words.

use leptos::{nonce::use_nonce, prelude::*};

/// Where the files of every page are asked for. Each address changes with what is in the file, so
/// that browsers may keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFiles {
    /// The style sheet.
    pub style: String,
    /// `navigation.js`, which goes from page to page and wakes the islands.
    pub navigation: String,
    /// The script through which the wasm is called.
    pub script: String,
    /// The wasm, with the islands in it.
    pub wasm: String,
}

/// The scripts of a page. `navigation.js` fetches the wasm once the browser has nothing better to
/// do: Leptos' own `HydrationScripts` has it fetched first of all, before the picture on top of the
/// page (`docs/decisions/0015-pictures-before-wasm.md`).
#[component]
pub fn Scripts(
    /// Where they are asked for.
    files: PageFiles,
) -> impl IntoView {
    // What is outside of islands is not woken, and so not numbered for it.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    view! {
        <script
            type="module"
            src=files.navigation
            data-script=files.script
            data-wasm=files.wasm
            nonce=use_nonce()
        ></script>
    }
}
