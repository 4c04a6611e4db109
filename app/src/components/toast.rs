//! A sentence that passes by.

use leptos::prelude::*;

/// Says that something was done, wherever on a long page that was, and goes away by itself.
#[component]
pub fn Toast(
    /// What was done.
    #[prop(into)]
    words: String,
    /// The way to undo it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="toast passing" role="status">
            <p>{words}</p>
            {children.map(|children| children())}
        </div>
    }
}
