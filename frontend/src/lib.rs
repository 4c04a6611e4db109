#![recursion_limit = "256"]
//! The wasm: the islands of `app`, and the call that wakes them.

// Without this line the linker never sees the crate, and no island is exported.
extern crate app as _;

/// Called by the page once the wasm is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
