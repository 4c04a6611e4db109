//! Where adding a gift begins (R4.2).

use domain::ListId;
use leptos::prelude::*;

use super::find::FindForm;
use crate::{
    components::{Panel, language},
    i18n::td_string,
};

/// A link to look up, and the ways for those who have none, or are in a shop.
#[component]
pub(super) fn AddPanel(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="add-heading" heading=td_string!(locale, editor.add.heading)>
            <FindForm list/>
            <p class="row ways">
                <a href=format!("/lists/{list}/add")>{td_string!(locale, editor.find.without)}</a>
                <a href=format!("/lists/{list}/import")>
                    {td_string!(locale, exchange.from_file)}
                </a>
                <a href="/bookmarklet">{td_string!(locale, editor.find.everywhere)}</a>
            </p>
        </Panel>
    }
}
