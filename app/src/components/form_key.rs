//! What tells one rendering of a form from another.

use leptos::prelude::*;

use crate::session::FormKeySeed;

/// The key of a form that makes something, by which it makes it once, however often it is sent
/// (R5.2, R9.1).
#[component]
pub fn FormKey() -> impl IntoView {
    let key = use_context::<FormKeySeed>().map(|FormKeySeed(key)| key);
    view! { <input type="hidden" name="form_key" value=key/> }
}
