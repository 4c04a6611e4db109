//! A form that needed somebody to be signed in, from a browser in which nobody is any more.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, Page, answer, language},
    error::AppError,
    i18n::td_string,
    next::Next,
    session::{Refusal, Visit},
};

/// Where that is said.
pub const SESSION_ENDED: &str = "/sign-in/ended";

/// Fields into which people type words. What else is in a form tells them nothing.
const TYPED: [&str; 19] = [
    "title", "for_whom", "welcome", "delivery", "name", "brand", "shop", "link", "notes", "size",
    "colour", "tags", "section", "text", "note", "why", "called", "url", "email",
];

/// Keeps what was typed until it is sent once more, which works after signing in beside this page
/// (R9.5). Who comes without a form has just done that.
#[component]
pub fn SessionEnded() -> impl IntoView {
    let refusal = use_context::<Refusal>().filter(|refusal| {
        matches!(refusal.error, AppError::SignInNeeded | AppError::FreshSignInNeeded)
    });
    let signed_in = use_context::<Visit>().is_some_and(|visit| visit.account.is_some());
    match refusal {
        Some(refusal) => view! { <SendAgain refusal/> }.into_any(),
        None if signed_in => view! { <SignedIn/> }.into_any(),
        None => {
            answer::go("/sign-in");
            ().into_any()
        }
    }
}

#[component]
fn SendAgain(refusal: Refusal) -> impl IntoView {
    let locale = language();
    let Refusal { action, values, error } = refusal;
    let (heading, way, go) = match error {
        AppError::FreshSignInNeeded => (
            td_string!(locale, account.again.heading),
            "/sign-in/again",
            td_string!(locale, problems.page.fresh.go),
        ),
        _ => (
            td_string!(locale, account.ended.heading),
            "/sign-in",
            td_string!(locale, account.sign_in.submit),
        ),
    };
    let way = Next::parse(SESSION_ENDED).after(way);
    let is_typed = |(name, value): &&(String, String)| {
        TYPED.contains(&name.as_str()) && !value.trim().is_empty()
    };
    let typed: Vec<_> = values.iter().filter(is_typed).map(|(_, value)| value.clone()).collect();
    let typed = (!typed.is_empty()).then(|| {
        let typed = typed.into_iter().map(|words| {
            view! { <p class="said" dir="auto">{words}</p> }
        });
        let typed = typed.collect_view();
        view! {
            <section class="stack tight">
                <h2>{td_string!(locale, account.ended.typed)}</h2>
                {typed}
            </section>
        }
    });
    let fields = values.into_iter().map(|(name, value)| {
        view! { <input type="hidden" name=name value=value/> }
    });
    let fields = fields.collect_view();
    view! {
        <Page title=td_string!(locale, account.ended.title) narrow=true>
            <h1>{heading}</h1>
            <div class="notice warning" role="alert">
                <Icon name=IconName::WARNING/>
                <p>{td_string!(locale, account.ended.words)}</p>
            </div>
            <a class="button primary large wide" href=way target="_blank" rel="noopener">
                {go}
                <span class="unseen">" " {td_string!(locale, giving.gift.new_tab)}</span>
            </a>
            <form method="post" action=action>
                {fields}
                <button class="button large wide">{td_string!(locale, account.ended.send)}</button>
            </form>
            {typed}
        </Page>
    }
}

/// The way back is another tab.
#[component]
fn SignedIn() -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, account.ended.back.title) narrow=true>
            <h1>{td_string!(locale, account.ended.back.heading)}</h1>
            <p class="lede">{td_string!(locale, account.ended.back.words)}</p>
            <p><a href="/lists">{td_string!(locale, problems.page.my_lists)}</a></p>
        </Page>
    }
}
