//! What a gift is, in a word each.

use domain::Priority;
use leptos::prelude::*;

use crate::components::{Icon, IconName};

/// How much a gift is wished for, in one of these words; nothing where that is as much as usual.
pub(super) fn priority_chip(
    priority: Priority,
    must: impl FnOnce() -> String,
    nice: impl FnOnce() -> String,
) -> Option<AnyView> {
    match priority {
        Priority::Must => Some(
            view! {
                <li class="chip wished">
                    <Icon name=IconName::HEART/>
                    {must()}
                </li>
            }
            .into_any(),
        ),
        Priority::Love => None,
        Priority::Nice => Some(view! { <li class="chip">{nice()}</li> }.into_any()),
    }
}
