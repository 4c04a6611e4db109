//! A part of a page that stands for itself.

use leptos::prelude::*;

/// A framed part of a page, under a heading of its own.
#[component]
pub fn Panel(
    /// The id of its heading.
    id: &'static str,
    /// Its heading.
    heading: &'static str,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel stack tight" aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            {children()}
        </section>
    }
}
