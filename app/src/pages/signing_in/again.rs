//! Signing in once more, before things that somebody who merely finds a browser open must not do
//! (R2.8).

use leptos::prelude::*;

use super::{
    KeepNext, KnownPassword,
    ways::{GoOnWith, Or, way_again},
};
use crate::{
    backend::Provider,
    components::{FormNotice, FormState, Notice, Page, Tone, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
    next::Next,
    session::{Account, Visit},
};

/// The providers that are offered and joined to this account.
async fn load() -> Result<Vec<Provider>, AppError> {
    let (backend, visit) = answer::asked()?;
    let ways = backend.profile.account(&visit).await?.ways;
    let joined = |provider: &Provider| {
        ways.iter().any(|way| way.provider == provider.id && !way.joined.is_empty())
    };
    Ok(backend.accounts.providers().into_iter().filter(joined).collect())
}

/// Asks for the password, or for a sign-in with what is joined to the account.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let next = answer::next();
    let Some(account) = use_context::<Visit>().and_then(|visit| visit.account) else {
        answer::go(&next.after("/sign-in"));
        return ().into_any();
    };
    if account.fresh {
        answer::go(next.as_str());
        return ().into_any();
    }
    once_loaded(load(), move |providers| view! { <ItIsMe account providers next/> }.into_any())
}

#[component]
fn ItIsMe(account: Account, providers: Vec<Provider>, next: Next) -> impl IntoView {
    let locale = language();
    let reset = next.after("/reset");
    let has_password = account.has_password;
    let elsewhere = !providers.is_empty();
    let links = providers.into_iter().map(|provider| {
        let href = way_again(&provider.id, &next);
        view! { <GoOnWith provider href/> }
    });
    let links = links.collect_view();
    let neither = (!has_password && !elsewhere).then(|| {
        view! { <p>{td_string!(locale, account.again.neither)}</p> }
    });
    view! {
        <Page title=td_string!(locale, account.again.title) narrow=true>
            <h1>{td_string!(locale, account.again.heading)}</h1>
            <p class="lede">{td_string!(locale, account.again.lede)}</p>
            <p>
                {td_string!(locale, account.again.signed_in_as)} " "
                <strong><bdi>{account.email}</bdi></strong>
            </p>
            <FormNotice state=FormState::of("/sign-in/with")/>
            {has_password.then(|| view! { <WithPassword next/> })}
            {(has_password && elsewhere).then(|| view! { <Or/> })}
            {elsewhere.then(|| view! { <div class="stack tight">{links}</div> })}
            {neither}
            <p><a href=reset>{td_string!(locale, account.sign_in.forgot)}</a></p>
        </Page>
    }
}

#[component]
fn WithPassword(next: Next) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/sign_in_again");
    // The address is known here, so only the password can be wrong.
    let notice = match state.code() {
        Some("wrong_sign_in") => {
            view! { <Notice tone=Tone::Error words=td_string!(locale, account.again.wrong)/> }
                .into_any()
        }
        _ => view! { <FormNotice state=&state/> }.into_any(),
    };
    view! {
        {notice}
        <form class="stack" method="post" action="/fn/sign_in_again" novalidate>
            <KeepNext next/>
            <KnownPassword state/>
            <button class="button primary large wide">
                {td_string!(locale, account.again.submit)}
            </button>
        </form>
    }
}
