//! Programs that are told what happens (R10.10): which there are, and a page for each.

mod change;
mod form;
mod messages;
mod one;
mod words;

pub use self::{change::ChangeWebhook, form::NewWebhook, one::OneWebhook};

use domain::{MOST_WEBHOOKS, Webhook};
use leptos::prelude::*;

use super::{Below, Rows};
use crate::{
    components::{FormNotice, FormState, Notice, Page, Panel, Tone, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// Where the API is described, with what messages say and how they are signed.
const DOCUMENTATION: &str = "/api/v1/docs";

async fn load_all() -> Result<Vec<Webhook>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.webhooks.list(&visit).await
}

/// Every webhook of the person's.
#[component]
pub fn AccountWebhooks() -> impl IntoView {
    let done = answer::done("done");
    once_loaded(load_all(), move |webhooks| view! { <All webhooks done/> }.into_any())
}

#[component]
fn All(webhooks: Vec<Webhook>, done: String) -> impl IntoView {
    let locale = language();
    let removed = (done == "removed").then_some(td_string!(locale, webhooks.removed));
    let make = match webhooks.len() < MOST_WEBHOOKS as usize {
        true => view! {
            <a class="button primary" href="/account/webhooks/new">
                {td_string!(locale, webhooks.make)}
            </a>
        }
        .into_any(),
        false => {
            view! { <p>{td_string!(locale, webhooks.full, most = MOST_WEBHOOKS)}</p> }.into_any()
        }
    };
    let rows = webhooks.into_iter().map(|webhook| view! { <Row webhook/> }.into_any());
    let rows: Vec<_> = rows.collect();
    view! {
        <Below heading=td_string!(locale, webhooks.heading)>
            <p class="lede">{td_string!(locale, webhooks.lede)}</p>
            <p>{td_string!(locale, webhooks.surprise)}</p>
            <p>
                <a href=DOCUMENTATION data-plain>
                    {td_string!(locale, webhooks.documentation)}
                </a>
            </p>
            {removed.map(|words| view! { <Notice tone=Tone::Success words/> })}
            <Panel id="webhooks-heading" heading=td_string!(locale, webhooks.mine)>
                <Rows rows none=td_string!(locale, webhooks.none)/>
                <div class="row">{make}</div>
            </Panel>
        </Below>
    }
}

#[component]
fn Row(webhook: Webhook) -> impl IntoView {
    let locale = language();
    let told = words::told(locale, &webhook.events);
    let href = format!("/account/webhooks/{}", webhook.id);
    let url = webhook.url.to_string();
    view! {
        <li>
            <div>
                <p class="row">
                    <a href=href>
                        <bdi>{url}</bdi>
                    </a>
                    <State webhook/>
                </p>
                <p class="small soft">{told}</p>
            </div>
        </li>
    }
}

/// Whether messages are sent, in a word.
#[component]
fn State(webhook: Webhook) -> impl IntoView {
    let locale = language();
    let (class, word) = match (webhook.health.off, webhook.health.failing_since) {
        (Some(_), _) => ("chip", td_string!(locale, webhooks.off)),
        (None, Some(_)) => ("chip care", td_string!(locale, webhooks.fails)),
        (None, None) => ("chip good", td_string!(locale, webhooks.on)),
    };
    view! { <span class=class>{word}</span> }
}

/// A page below that of all webhooks, and the way back to where it belongs.
#[component]
fn Beneath(
    /// What the page is called, and its heading.
    heading: &'static str,
    /// Where one comes from.
    #[prop(optional, into)]
    back: Option<String>,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let locale = language();
    let (href, words) = match back {
        Some(href) => (href, td_string!(locale, webhooks.one.heading)),
        None => ("/account/webhooks".to_owned(), td_string!(locale, webhooks.back)),
    };
    view! {
        <Page title=heading narrow=true>
            <p>
                <a href=href>{words}</a>
            </p>
            <h1>{heading}</h1>
            {children()}
        </Page>
    }
}

/// A button that does something with a webhook, and what was wrong with it.
#[component]
fn Act(
    /// The server function, such as `/fn/test_webhook`.
    action: &'static str,
    /// The webhook's id.
    webhook: String,
    /// On the button.
    words: &'static str,
    /// The button's classes.
    class: &'static str,
) -> impl IntoView {
    view! {
        <FormNotice state=FormState::of(action)/>
        <form method="post" action=action>
            <input type="hidden" name="webhook" value=webhook/>
            <button class=class>{words}</button>
        </form>
    }
}

/// Says on the account page what webhooks are for, and leads to them.
#[component]
pub(super) fn WebhooksPanel() -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="webhooks-heading" heading=td_string!(locale, webhooks.heading)>
            <p>{td_string!(locale, webhooks.short)}</p>
            <a class="button" href="/account/webhooks">{td_string!(locale, webhooks.open)}</a>
        </Panel>
    }
}
