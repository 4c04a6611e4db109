//! The other ways to sign in: on the account page in few words, and the page where they are joined
//! and removed.

use domain::IdentityKey;
use leptos::prelude::*;

use super::{Below, Rows, fresh_or_again, load};
use crate::{
    backend::WayIn,
    components::{FormNotice, FormState, Panel, language, once_loaded},
    i18n::{Locale, td_string},
};

/// What is joined, one line each; nothing where no provider is known.
#[component]
pub(super) fn Ways(ways: Vec<WayIn>) -> impl IntoView {
    let locale = language();
    (!ways.is_empty()).then(|| {
        let lines = ways.into_iter().map(|way| {
            let joined = joined(locale, &way);
            view! { <li>{way.label} <bdi class="soft">{joined}</bdi></li> }
        });
        let lines = lines.collect_view();
        view! {
            <Panel id="ways-heading" heading=td_string!(locale, profile.ways.heading)>
                <ul class="account-rows" role="list">
                    {lines}
                </ul>
                <a class="button" href="/account/ways">{td_string!(locale, profile.ways.open)}</a>
            </Panel>
        }
    })
}

/// The addresses that are joined, in one line.
fn joined(locale: Locale, way: &WayIn) -> String {
    if way.joined.is_empty() {
        return td_string!(locale, profile.ways.not_joined).to_owned();
    }
    let names = way.joined.iter().map(|(_, email)| address(locale, email.clone()));
    names.collect::<Vec<_>>().join(", ")
}

/// What somebody is called at a provider.
fn address(locale: Locale, email: Option<String>) -> String {
    email.unwrap_or_else(|| td_string!(locale, profile.ways.unnamed).to_owned())
}

/// Joins and removes ways to sign in, never the last one.
#[component]
pub fn AccountWays() -> impl IntoView {
    if fresh_or_again().is_none() {
        return ().into_any();
    }
    once_loaded(load(), |account| view! { <WaysPage ways=account.ways/> }.into_any())
}

#[component]
fn WaysPage(ways: Vec<WayIn>) -> impl IntoView {
    let locale = language();
    let none =
        ways.is_empty().then(|| view! { <p>{td_string!(locale, profile.ways.no_provider)}</p> });
    let last = ways.iter().any(|way| !way.joined.is_empty() && !way.removable).then(|| {
        view! {
            <p>
                {td_string!(locale, profile.ways.last)} " "
                <a href="/account/password">{td_string!(locale, profile.password.choose)}</a>
            </p>
        }
    });
    let rows = ways.into_iter().map(|way| view! { <Way way/> }).collect_view();
    view! {
        <Below heading=td_string!(locale, profile.ways.heading)>
            <p class="lede">{td_string!(locale, profile.ways.lede)}</p>
            <FormNotice state=FormState::of("/fn/unlink")/>
            <FormNotice state=FormState::of("/sign-in/with")/>
            {none}
            {rows}
            {last}
        </Below>
    }
}

/// One provider: what is joined there, and the way to join.
#[component]
fn Way(way: WayIn) -> impl IntoView {
    let locale = language();
    let (label, removable) = (way.label, way.removable);
    let none = way.joined.is_empty();
    let join = (way.offered && none).then(|| {
        let href = format!("/sign-in/with/{}?join=1", way.provider);
        let words = td_string!(locale, profile.ways.join, provider = label.clone());
        view! {
            <a class="button" href=href data-plain>
                {words}
            </a>
        }
    });
    let rows = way.joined.into_iter().map(|(identity, email)| {
        let name = address(locale, email);
        view! { <Joined identity name removable/> }.into_any()
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <section class="panel stack tight">
            <h2>{label}</h2>
            <Rows rows none=td_string!(locale, profile.ways.not_joined)/>
            {join}
        </section>
    }
}

#[component]
fn Joined(identity: IdentityKey, name: String, removable: bool) -> impl IntoView {
    let locale = language();
    let named = name.clone();
    let remove = removable.then(|| {
        view! {
            <form method="post" action="/fn/unlink">
                <input type="hidden" name="identity" value=identity.as_str().to_owned()/>
                <button class="button quiet danger">
                    {td_string!(locale, profile.ways.remove)}
                    <span class="unseen">": " <bdi>{named}</bdi></span>
                </button>
            </form>
        }
    });
    view! {
        <li>
            <bdi>{name}</bdi>
            {remove}
        </li>
    }
}
