//! Writing to the team (R8.2).

use domain::Reference;
use leptos::prelude::*;

use crate::{
    components::{
        Field, FormKey, FormNotice, FormState, Notice, Page, PublicPage, TextArea, Tone, Unlisted,
        answer, language,
    },
    i18n::td_string,
    session::Visit,
};

/// The form. Somebody who is signed in need not say who they are.
#[component]
pub fn Contact() -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/contact");
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    let (name, email) =
        account.map_or_else(Default::default, |account| (account.name, account.email));
    view! {
        <PublicPage
            title=td_string!(locale, contact.title)
            description=td_string!(locale, contact.description)
            path="/contact"
            class="narrow"
        >
            <h1>{td_string!(locale, contact.heading)}</h1>
            <p class="lede">{td_string!(locale, contact.lede)}</p>
            <p class="soft">
                {td_string!(locale, contact.first)} " "
                <a href="/faq">{td_string!(locale, contact.questions)}</a>
            </p>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/contact" novalidate>
                <FormKey/>
                <Field
                    state=&state
                    label=td_string!(locale, contact.name)
                    name="name"
                    value=name
                    autocomplete="name"
                    required=true
                />
                <Field
                    state=&state
                    label=td_string!(locale, contact.email)
                    name="email"
                    value=email
                    kind="email"
                    hint=td_string!(locale, contact.email_hint)
                    inputmode="email"
                    autocomplete="email"
                    required=true
                />
                <TextArea
                    state=&state
                    label=td_string!(locale, contact.message)
                    name="message"
                    rows=7
                    hint=td_string!(locale, contact.message_hint)
                    required=true
                />
                <Trap/>
                <button class="button primary large wide">
                    {td_string!(locale, contact.submit)}
                </button>
                <p class="small soft">
                    {td_string!(locale, contact.kept)} " "
                    <a href="/privacy">{td_string!(locale, contact.privacy)}</a>
                </p>
            </form>
        </PublicPage>
    }
}

/// A field that people neither see nor hear of: what is in it was put there by a program.
#[component]
fn Trap() -> impl IntoView {
    view! {
        <p class="heard" aria-hidden="true">
            <label for="homepage">{td_string!(language(), contact.trap)}</label>
            <input id="homepage" name="homepage" tabindex="-1" autocomplete="off"/>
        </p>
    }
}

/// Says that it arrived, and by which number it goes.
#[component]
pub fn ContactSent() -> impl IntoView {
    let locale = language();
    let reference = Reference::parse(&answer::query("reference"));
    let number = reference.map(|reference| {
        view! {
            <p>
                {td_string!(locale, contact.sent.reference)} " "
                <strong><code>{reference.to_string()}</code></strong>
            </p>
            <p class="soft">{td_string!(locale, contact.sent.receipt)}</p>
        }
    });
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, contact.sent.title) narrow=true>
            <h1>{td_string!(locale, contact.sent.heading)}</h1>
            <Notice tone=Tone::Success words=td_string!(locale, contact.sent.words)/>
            {number}
            <p><a href="/">{td_string!(locale, contact.sent.home)}</a></p>
        </Page>
    }
}
