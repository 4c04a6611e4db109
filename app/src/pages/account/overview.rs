//! Everything about the account, one panel each.

use leptos::prelude::*;

use super::{
    apps::AppsPanel, load, mails::Mails, sessions::Sessions, two_step::State, ways::Ways,
    webhooks::WebhooksPanel,
};
use crate::{
    backend::{AccountView, SecondStepView},
    components::{Field, FormNotice, FormState, Page, Panel, Toast, answer, language, once_loaded},
    i18n::td_string,
};

/// The account page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let done = answer::done("done");
    once_loaded(load(), move |account| view! { <Overview account done/> }.into_any())
}

#[component]
fn Overview(account: AccountView, done: String) -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, profile.title) class="middle">
            <h1>{td_string!(locale, profile.heading)}</h1>
            <Done done/>
            <Name name=account.name/>
            <Address email=account.email wanted=account.email_wanted/>
            <Password has_one=account.has_password/>
            <Ways ways=account.ways/>
            <SecondStep step=account.second_step/>
            <Mails choice=account.owner_mails/>
            <Sessions sessions=account.sessions tokens=account.tokens/>
            <AppsPanel tokens=account.tokens/>
            <WebhooksPanel/>
            <Leaving/>
        </Page>
    }
}

/// Says what was done on the way here, wherever on this long page that was.
#[component]
fn Done(done: String) -> impl IntoView {
    let locale = language();
    let words = match done.as_str() {
        "name" => td_string!(locale, profile.done.name),
        "password" => td_string!(locale, profile.done.password),
        "email" => td_string!(locale, profile.done.email),
        "joined" => td_string!(locale, profile.done.joined),
        "unlinked" => td_string!(locale, profile.done.unlinked),
        "session" => td_string!(locale, profile.done.session),
        "sessions" => td_string!(locale, profile.done.sessions),
        "two_step_off" => td_string!(locale, profile.done.two_step_off),
        "mails" => td_string!(locale, notices.saved),
        _ => return None,
    };
    Some(view! { <Toast words/> })
}

#[component]
fn Name(name: String) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/rename");
    view! {
        <Panel id="name-heading" heading=td_string!(locale, profile.name.heading)>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/rename" novalidate>
                <Field
                    state
                    label=td_string!(locale, account.name)
                    name="name"
                    value=name
                    hint=td_string!(locale, account.name_hint)
                    autocomplete="name"
                    required=true
                />
                <div class="row">
                    <button class="button">{td_string!(locale, profile.name.submit)}</button>
                </div>
            </form>
        </Panel>
    }
}

#[component]
fn Address(email: String, wanted: Option<String>) -> impl IntoView {
    let locale = language();
    let wanted = wanted.map(|wanted| {
        view! {
            <p class="small soft">
                {td_string!(locale, profile.email.waits)} " " <bdi>{wanted}</bdi> "."
            </p>
        }
    });
    view! {
        <Panel id="email-heading" heading=td_string!(locale, profile.email.heading)>
            <p><bdi>{email}</bdi></p>
            {wanted}
            <a class="button" href="/account/email">{td_string!(locale, profile.email.change)}</a>
        </Panel>
    }
}

#[component]
fn Password(has_one: bool) -> impl IntoView {
    let locale = language();
    let (words, act) = match has_one {
        true => (
            td_string!(locale, profile.password.there),
            td_string!(locale, profile.password.change),
        ),
        false => {
            (td_string!(locale, profile.password.none), td_string!(locale, profile.password.choose))
        }
    };
    view! {
        <Panel id="password-heading" heading=td_string!(locale, account.password)>
            <p>{words}</p>
            <a class="button" href="/account/password">{act}</a>
        </Panel>
    }
}

#[component]
fn SecondStep(step: SecondStepView) -> impl IntoView {
    let locale = language();
    let act = match step.on {
        true => td_string!(locale, profile.two_step.manage),
        false => td_string!(locale, profile.two_step.set_up),
    };
    view! {
        <Panel id="two-step-heading" heading=td_string!(locale, profile.two_step.heading)>
            <p>{td_string!(locale, profile.two_step.words)}</p>
            <State active=step.on left=step.recovery_codes_left/>
            <a class="button" href="/account/two-step">{act}</a>
        </Panel>
    }
}

/// What can be taken along, and the end of it all.
#[component]
fn Leaving() -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="download-heading" heading=td_string!(locale, profile.download.heading)>
            <p>{td_string!(locale, profile.download.short)}</p>
            <a class="button" href="/account/data">{td_string!(locale, profile.download.open)}</a>
        </Panel>
        <Panel id="delete-heading" heading=td_string!(locale, profile.delete.heading)>
            <p>{td_string!(locale, profile.delete.short)}</p>
            <a class="button danger" href="/account/delete">
                {td_string!(locale, profile.delete.open)}
            </a>
        </Panel>
    }
}
