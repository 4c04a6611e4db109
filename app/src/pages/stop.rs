//! Stopping mails, by the link that stands in them (R7.8). Opening it stops nothing: programs that
//! look through mails open links.

use leptos::prelude::*;

use crate::{
    backend::Stopping,
    components::{FormNotice, FormState, Page, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

async fn load(token: String) -> Result<Option<Stopping>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.mails.asked_to_stop(&visit, &token).await
}

/// Asks before it stops, or says that it is done.
#[component]
pub fn StopMails() -> impl IntoView {
    let token = answer::param("token");
    once_loaded(load(token.clone()), move |stopping| match stopping {
        Some(Stopping::OwnerMails { stopped: false }) => view! { <AskOwner token/> }.into_any(),
        Some(Stopping::OwnerMails { stopped: true }) => view! { <OwnerDone/> }.into_any(),
        Some(Stopping::Reminders { stopped: false }) => view! { <AskGiver token/> }.into_any(),
        Some(Stopping::Reminders { stopped: true }) => view! { <GiverDone/> }.into_any(),
        None => view! { <Unknown/> }.into_any(),
    })
}

/// One question and one button, the same for every kind of mail.
#[component]
fn Ask(
    token: String,
    heading: &'static str,
    words: &'static str,
    submit: &'static str,
) -> impl IntoView {
    view! {
        <Page title=td_string!(language(), notices.stop.title) narrow=true>
            <h1>{heading}</h1>
            <p class="lede">{words}</p>
            <FormNotice state=FormState::of("/fn/stop_mails")/>
            <form method="post" action="/fn/stop_mails">
                <input type="hidden" name="token" value=token/>
                <button class="button primary large wide">{submit}</button>
            </form>
        </Page>
    }
}

/// What has been done, or why nothing can be, and the way on.
#[component]
fn Told(
    heading: &'static str,
    words: &'static str,
    /// Where it leads.
    href: &'static str,
    /// And what that is called.
    onward: &'static str,
) -> impl IntoView {
    view! {
        <Page title=td_string!(language(), notices.stop.title) narrow=true>
            <h1>{heading}</h1>
            <p class="lede" role="status">{words}</p>
            <a class="button large wide" href=href>{onward}</a>
        </Page>
    }
}

#[component]
fn AskOwner(token: String) -> impl IntoView {
    let locale = language();
    view! {
        <Ask
            token
            heading=td_string!(locale, notices.stop.owner.heading)
            words=td_string!(locale, notices.stop.owner.words)
            submit=td_string!(locale, notices.stop.owner.submit)
        />
    }
}

#[component]
fn OwnerDone() -> impl IntoView {
    let locale = language();
    view! {
        <Told
            heading=td_string!(locale, notices.stop.owner.done_heading)
            words=td_string!(locale, notices.stop.owner.done_words)
            href="/account#mails-heading"
            onward=td_string!(locale, notices.stop.owner.account)
        />
    }
}

#[component]
fn AskGiver(token: String) -> impl IntoView {
    let locale = language();
    view! {
        <Ask
            token
            heading=td_string!(locale, givers.stop.heading)
            words=td_string!(locale, givers.stop.words)
            submit=td_string!(locale, givers.stop.yes)
        />
    }
}

#[component]
fn GiverDone() -> impl IntoView {
    let locale = language();
    view! {
        <Told
            heading=td_string!(locale, givers.stop.stopped.heading)
            words=td_string!(locale, givers.stop.stopped.words)
            href="/giving/by-mail"
            onward=td_string!(locale, givers.by_mail.heading)
        />
    }
}

#[component]
fn Unknown() -> impl IntoView {
    let locale = language();
    answer::status(404);
    view! {
        <Told
            heading=td_string!(locale, notices.stop.unknown.heading)
            words=td_string!(locale, notices.stop.unknown.words)
            href="/account#mails-heading"
            onward=td_string!(locale, notices.stop.unknown.account)
        />
    }
}
