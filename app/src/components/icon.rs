//! The icons, all in one file that is fetched once.

use leptos::prelude::*;

/// One of the drawings in `public/icons.svg`. It says nothing by itself: words stand beside it.
#[component]
pub fn Icon(
    /// The drawing's id.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}
