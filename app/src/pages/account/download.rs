//! Everything that is kept of the person, to take along.

use leptos::prelude::*;

use super::{Below, fresh_or_again};
use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
};

/// Says what is in the file, and hands it out.
#[component]
pub fn AccountData() -> impl IntoView {
    if fresh_or_again().is_none() {
        return ().into_any();
    }
    let locale = language();
    view! {
        <Below heading=td_string!(locale, profile.download.heading)>
            <p class="lede">{td_string!(locale, profile.download.lede)}</p>
            <p>{td_string!(locale, profile.download.words)}</p>
            <a
                class="button primary large wide"
                href="/account/data.json"
                data-plain
            >
                <Icon name=IconName::ARROW_DOWN/>
                {td_string!(locale, profile.download.submit)}
            </a>
        </Below>
    }
    .into_any()
}
