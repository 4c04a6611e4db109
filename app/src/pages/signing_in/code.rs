//! The code that was mailed (R2.1).

use leptos::prelude::*;

use super::{KeepNext, code_wanted};
use crate::{
    backend::CodeWanted,
    components::{
        CodeField, FormNotice, FormState, Icon, IconName, Notice, Page, Tone, answer, language,
        once_loaded,
    },
    i18n::td_string,
    next::Next,
};

/// Takes the six digits. Leaving and coming back goes on where it stopped.
#[component]
pub fn Code() -> impl IntoView {
    answer::go_on_if_signed_in();
    let next = answer::next();
    once_loaded(code_wanted(), move |wanted| match wanted {
        Some(CodeWanted { email: None, .. }) => {
            answer::go(&next.after("/sign-up/address"));
            ().into_any()
        }
        Some(wanted) => view! { <EnterCode wanted next/> }.into_any(),
        None => view! { <NoSignUp next/> }.into_any(),
    })
}

/// Leads back to a sign-up that waits for its code in this browser (R2.1).
#[component]
pub(crate) fn CodeWaits(next: Next) -> impl IntoView {
    let locale = language();
    let href = next.after("/sign-up/code");
    view! {
        <Suspense>
            {Suspend::new(async move {
                // Where that can not be known, the page does without.
                let waits = code_wanted().await.is_ok_and(|wanted| wanted.is_some());
                waits.then(|| {
                    view! {
                        <div class="notice" role="status">
                            <Icon name=IconName::MAIL/>
                            <p>
                                {td_string!(locale, account.code.waits)} " "
                                <a href=href>{td_string!(locale, account.code.go_on)}</a>
                            </p>
                        </div>
                    }
                })
            })}
        </Suspense>
    }
}

#[component]
fn EnterCode(wanted: CodeWanted, next: Next) -> impl IntoView {
    let locale = language();
    let entered = FormState::of("/fn/confirm_code");
    let resent = FormState::of("/fn/resend_code");
    let spent = wanted.spent.then(|| {
        view! { <Notice tone=Tone::Warning words=td_string!(locale, account.code.spent)/> }
    });
    let again = (answer::query("again") == "1" && !entered.is_refused() && !resent.is_refused())
        .then(|| {
            view! { <Notice tone=Tone::Success words=td_string!(locale, account.code.sent_again)/> }
        });
    let other = match &wanted.provider {
        Some(_) => next.after("/sign-up/address"),
        None => next.after("/sign-up"),
    };
    let joins = wanted.provider.map(|provider| {
        view! { <p>{td_string!(locale, account.code.joins, provider = provider)}</p> }
    });
    view! {
        <Page title=td_string!(locale, account.code.title) narrow=true>
            <h1>{td_string!(locale, account.code.heading)}</h1>
            <p class="lede">
                {td_string!(locale, account.code.sent_to)} " "
                <strong><bdi>{wanted.email}</bdi></strong> ". "
                {td_string!(locale, account.code.good_for)}
            </p>
            {joins}
            {spent}
            {again}
            <FormNotice state=&entered/>
            <FormNotice state=resent/>
            <form class="stack" method="post" action="/fn/confirm_code" novalidate>
                <KeepNext next=next.clone()/>
                <CodeField state=entered label=td_string!(locale, account.code.label)/>
                <button class="button primary large wide">
                    {td_string!(locale, account.code.submit)}
                </button>
            </form>
            <div class="row">
                <form method="post" action="/fn/resend_code">
                    <KeepNext next/>
                    <button class="button">
                        <Icon name=IconName::MAIL/>
                        {td_string!(locale, account.code.again)}
                    </button>
                </form>
                <a href=other>{td_string!(locale, account.code.other)}</a>
            </div>
            <p class="small soft">{td_string!(locale, account.code.nothing)}</p>
        </Page>
    }
}

/// Nobody signs up in this browser: it is another one, or too late.
#[component]
fn NoSignUp(next: Next) -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, account.code.title) narrow=true>
            <h1>{td_string!(locale, account.code.none_heading)}</h1>
            <p class="lede">{td_string!(locale, account.code.none)}</p>
            <a class="button primary large wide" href=next.after("/sign-up")>
                {td_string!(locale, account.code.begin)}
            </a>
        </Page>
    }
}
