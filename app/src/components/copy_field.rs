//! Something to be copied.

use leptos::prelude::*;

use super::language;
use crate::islands::copy::{Copy, CopyWords};

/// A field that can not be changed, and a button that copies what stands in it.
#[component]
pub fn CopyField(
    /// The field's id.
    #[prop(into)]
    id: String,
    /// What the field is called.
    label: &'static str,
    /// The id of the words that say what it is for.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// What stands in it.
    value: String,
) -> impl IntoView {
    view! {
        <div class="joined">
            <input
                id=id.clone()
                readonly
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                aria-describedby=hint
                value=value
            />
            <Copy words=CopyWords::of(language()) field=id/>
        </div>
    }
}
