//! The links of all that an address has promised, mailed to it (R5.7).

use leptos::prelude::*;

use crate::{
    components::{Field, FormNotice, FormState, Icon, IconName, Page, Unlisted, answer, language},
    i18n::td_string,
    session::Visit,
};

/// Where that is asked for.
const PATH: &str = "/giving/by-mail";

/// Asks for an address, and says the same whatever it has promised.
#[component]
pub fn ByMail() -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/mail_links");
    let sent = !answer::query("sent").is_empty() && !state.is_refused();
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    let signed_in = account.is_some().then(|| {
        view! {
            <p class="small">
                <a href="/giving">{td_string!(locale, givers.by_mail.signed_in)}</a>
            </p>
        }
    });
    let email = account.map(|account| account.email).unwrap_or_default();
    let body = if sent {
        view! { <Sent/> }.into_any()
    } else {
        view! {
            <p>{td_string!(locale, givers.by_mail.words)}</p>
            <form class="stack" method="post" action="/fn/mail_links" novalidate>
                <FormNotice state=&state/>
                <Field
                    state=&state
                    label=td_string!(locale, givers.by_mail.email)
                    name="email"
                    value=email
                    kind="email"
                    inputmode="email"
                    autocomplete="email"
                    required=true
                />
                <button class="button primary large wide">
                    {td_string!(locale, givers.by_mail.submit)}
                </button>
            </form>
            {signed_in}
        }
        .into_any()
    };
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, givers.by_mail.title) narrow=true>
            <h1>{td_string!(locale, givers.by_mail.heading)}</h1>
            {body}
        </Page>
    }
}

#[component]
fn Sent() -> impl IntoView {
    let locale = language();
    view! {
        <div class="notice success" role="status">
            <Icon name=IconName::MAIL/>
            <p>
                <strong>{td_string!(locale, givers.by_mail.sent.heading)}</strong>
                " "
                {td_string!(locale, givers.by_mail.sent.words)}
            </p>
        </div>
        <p>
            <a class="button" href=PATH>{td_string!(locale, givers.by_mail.sent.again)}</a>
        </p>
    }
}

/// The way there, for whoever has lost a link.
#[component]
pub(super) fn LinksByMail() -> impl IntoView {
    let locale = language();
    view! {
        <p class="small soft">
            {td_string!(locale, givers.by_mail.lost)} " "
            <a href=PATH>{td_string!(locale, givers.by_mail.link)}</a>
        </p>
    }
}

/// The same as one of the ways on from the end of a road.
#[component]
pub(super) fn LinksButton() -> impl IntoView {
    view! { <a class="button" href=PATH>{td_string!(language(), givers.by_mail.link)}</a> }
}
