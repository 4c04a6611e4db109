//! What the browser shows while there is no network (R8.4). It is the same for everybody: a copy
//! of it lies in every browser.

use leptos::prelude::*;

use crate::{
    components::{Page, Unlisted, language},
    i18n::td_string,
};

/// Says so, and goes on by itself once there is one again.
#[component]
pub fn Offline() -> impl IntoView {
    let locale = language();
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, about.offline.title) class="middle">
            <section class="empty" data-away>
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h1>{td_string!(locale, about.offline.heading)}</h1>
                <p>{td_string!(locale, about.offline.words)}</p>
                <a class="button primary" href="">{td_string!(locale, about.offline.again)}</a>
            </section>
        </Page>
    }
}
