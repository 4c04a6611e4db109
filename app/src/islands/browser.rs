//! Reaching what the server rendered around an island.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventTarget, HtmlInputElement};

/// The input with this id.
pub fn input(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Every input that a selector finds.
pub fn inputs(selector: &str) -> Vec<HtmlInputElement> {
    let Ok(found) = document().query_selector_all(selector) else { return vec![] };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// Calls `heard` for every such event. The listener goes when its target does.
pub fn listen(target: &EventTarget, event: &str, heard: impl FnMut() + 'static) {
    let heard = Closure::<dyn FnMut()>::new(heard).into_js_value();
    // Fails for no event of any name.
    _ = target.add_event_listener_with_callback(event, heard.unchecked_ref());
}
