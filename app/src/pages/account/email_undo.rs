//! Bringing an old address back, by the link that was mailed to it.

use leptos::prelude::*;

use crate::{
    components::{FormNotice, FormState, Page, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
    pages::signing_in::OldLink,
};

async fn load_undo(token: String) -> Result<Option<String>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.profile.undo_email_is_good(&visit, &token).await
}

/// Asks before it is done. Opening the link changes nothing.
#[component]
pub fn EmailUndo() -> impl IntoView {
    let token = answer::param("token");
    once_loaded(load_undo(token.clone()), move |email| match email {
        Some(email) => view! { <BringBack token email/> }.into_any(),
        None => view! { <Old/> }.into_any(),
    })
}

#[component]
fn BringBack(token: String, email: String) -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, profile.undo.heading) narrow=true>
            <h1>{td_string!(locale, profile.undo.heading)}</h1>
            <p class="lede">
                {td_string!(locale, profile.undo.comes_back)} " "
                <strong><bdi>{email}</bdi></strong>
            </p>
            <p>{td_string!(locale, profile.undo.words)}</p>
            <FormNotice state=FormState::of("/fn/undo_email_change")/>
            <form method="post" action="/fn/undo_email_change" data-plain>
                <input type="hidden" name="token" value=token/>
                <button class="button primary large wide">
                    {td_string!(locale, profile.undo.submit)}
                </button>
            </form>
        </Page>
    }
}

#[component]
fn Old() -> impl IntoView {
    let locale = language();
    view! {
        <OldLink
            title=td_string!(locale, profile.undo.old.heading)
            heading=td_string!(locale, profile.undo.old.heading)
            words=td_string!(locale, profile.undo.old.words)
            reset=td_string!(locale, profile.undo.old.submit)
        />
    }
}

/// Says that the old address is back, and what to do next.
#[component]
pub fn EmailUndone() -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, profile.undo.done.heading) narrow=true>
            <h1>{td_string!(locale, profile.undo.done.heading)}</h1>
            <p class="lede">{td_string!(locale, profile.undo.done.words)}</p>
            <a class="button primary large wide" href="/sign-in">
                {td_string!(locale, account.sign_in.submit)}
            </a>
        </Page>
    }
}
