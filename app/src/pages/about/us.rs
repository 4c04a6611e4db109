//! Who makes this, why, and what they live on.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, PublicPage, language},
    i18n::td_string,
    pages::legal::{Operator, SampleText},
};

/// About us.
#[component]
pub fn AboutUs() -> impl IntoView {
    let locale = language();
    let promises = [
        td_string!(locale, about.us.yours),
        td_string!(locale, about.us.guests),
        td_string!(locale, about.us.secrets),
        td_string!(locale, about.us.quiet),
        td_string!(locale, about.us.everybody),
    ];
    let promises = promises.map(|promise| {
        view! { <li><Icon name=IconName::CHECK/><span>{promise}</span></li> }
    });
    view! {
        <PublicPage
            title=td_string!(locale, about.us.title)
            description=td_string!(locale, about.us.description)
            path="/about"
            class="middle prose"
        >
            <h1>{td_string!(locale, about.us.heading)}</h1>
            <p class="lede">{td_string!(locale, about.us.lede)}</p>
            <section class="stack tight">
                <h2>{td_string!(locale, about.us.why)}</h2>
                <p>{td_string!(locale, about.us.why_words)}</p>
            </section>
            <section class="panel stack">
                <h2>{td_string!(locale, about.us.promises)}</h2>
                <ul class="ticked" role="list">{promises.collect_view()}</ul>
            </section>
            <section class="stack tight">
                <h2>{td_string!(locale, about.us.money)}</h2>
                <p>{td_string!(locale, about.us.money_words)}</p>
            </section>
            <section class="stack tight">
                <h2>{td_string!(locale, about.us.sheep)}</h2>
                <p>{td_string!(locale, about.us.sheep_words)}</p>
            </section>
            <section class="stack">
                <h2>{td_string!(locale, about.us.who)}</h2>
                <SampleText/>
                <Operator/>
                <a class="button" href="/contact">{td_string!(locale, about.us.write)}</a>
            </section>
        </PublicPage>
    }
}
