//! What is not as it should be, in words.

use leptos::prelude::*;

use crate::{
    backend::Wrong,
    components::{Icon, IconName, language},
    i18n::td_string,
};

/// Says that all is well, or what is not and what to do about it.
#[component]
pub(super) fn Health(wrong: Vec<Wrong>) -> impl IntoView {
    if wrong.is_empty() {
        return view! {
            <div class="notice success">
                <Icon name=IconName::CHECK/>
                <p>{td_string!(language(), system.well)}</p>
            </div>
        }
        .into_any();
    }
    let each = wrong.into_iter().map(|Wrong { heading, figure, advice }| {
        view! {
            <div class="notice warning">
                <Icon name=IconName::WARNING/>
                <p><strong>{heading}</strong></p>
                <p>{figure} " " {advice}</p>
            </div>
        }
    });
    each.collect_view().into_any()
}
