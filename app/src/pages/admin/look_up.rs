//! Looking something up on a page of the console.

use leptos::prelude::*;

use crate::components::{Field, FormState};

/// The field for what is looked up, and its button.
#[component]
pub(super) fn LookUp(
    /// The path of the page.
    path: &'static str,
    /// What the field is called.
    label: &'static str,
    /// What was looked up for this page.
    search: String,
    /// What the button says.
    submit: &'static str,
    /// What goes along.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <form class="row look-up" method="get" action=path role="search">
            <Field
                state=FormState::of(path)
                label
                name="search"
                kind="search"
                value=search
                autocomplete="off"
            />
            {children.map(|children| children())}
            <button class="button">{submit}</button>
        </form>
    }
}
