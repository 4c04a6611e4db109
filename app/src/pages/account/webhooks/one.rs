//! One webhook: how it stands, its secret right after that was made, and what was sent to it.

use domain::{Off, Webhook, WebhookId};
use leptos::prelude::*;

use super::{Act, Beneath, State, messages::Messages, words::told};
use crate::{
    backend::DeliveryView,
    components::{CopyField, Notice, Panel, Tone, answer, language, once_loaded, words},
    error::AppError,
    i18n::{Locale, td_string},
};

/// What the page shows.
struct Found {
    webhook: Webhook,
    secret: Option<String>,
    deliveries: Vec<DeliveryView>,
}

async fn load_found(id: String) -> Result<Found, AppError> {
    let (backend, visit) = answer::asked()?;
    let id = id.parse::<WebhookId>()?;
    Ok(Found {
        webhook: backend.webhooks.one(&visit, id).await?,
        secret: backend.webhooks.secret(&visit, id).await?,
        deliveries: backend.webhooks.deliveries(&visit, id).await?,
    })
}

/// One webhook.
#[component]
pub fn OneWebhook() -> impl IntoView {
    let done = answer::done("done");
    once_loaded(load_found(answer::param("webhook")), move |found| {
        view! { <One found done/> }.into_any()
    })
}

#[component]
fn One(found: Found, done: String) -> impl IntoView {
    let locale = language();
    let Found { webhook, secret, deliveries } = found;
    let (id, tested) = (webhook.id.to_string(), webhook.id.to_string());
    // Only on the way from where it was made is it worth a word that it is not here any more.
    let late = matches!(done.as_str(), "made" | "rotated") && secret.is_none();
    let warned = late.then_some(td_string!(locale, webhooks.one.secret_late));
    let done = match done.as_str() {
        _ if late => None,
        "made" => Some(td_string!(locale, webhooks.one.made)),
        "saved" => Some(td_string!(locale, webhooks.one.saved)),
        "rotated" => Some(td_string!(locale, webhooks.one.rotated)),
        "tested" => Some(td_string!(locale, webhooks.one.tested)),
        "replayed" => Some(td_string!(locale, webhooks.one.replayed)),
        _ => None,
    };
    let trouble = trouble(locale, &webhook);
    let events = told(locale, &webhook.events);
    let on = webhook.health.off.is_none();
    let url = webhook.url.to_string();
    let change = format!("/account/webhooks/{id}/change");
    view! {
        <Beneath heading=td_string!(locale, webhooks.one.heading)>
            {done.map(|words| view! { <Notice tone=Tone::Success words/> })}
            {warned.map(|words| view! { <Notice tone=Tone::Warning words/> })}
            {trouble.map(|words| view! { <Notice tone=Tone::Warning words/> })}
            <Panel id="told-heading" heading=td_string!(locale, webhooks.one.told)>
                <p class="row">
                    <code>{url}</code>
                    <State webhook/>
                </p>
                <p>{events}</p>
                <a class="button" href=change>
                    {td_string!(locale, webhooks.one.change)}
                </a>
            </Panel>
            {secret.map(|secret| view! { <Secret secret/> })}
            <Panel id="test-heading" heading=td_string!(locale, webhooks.event.test)>
                <p>{td_string!(locale, webhooks.one.test_words)}</p>
                <Act
                    action="/fn/test_webhook"
                    webhook=tested
                    words=td_string!(locale, webhooks.one.test)
                    class="button"
                />
            </Panel>
            <Messages webhook=id deliveries on/>
        </Beneath>
    }
}

/// Why nothing is sent, or nothing arrives.
fn trouble(locale: Locale, webhook: &Webhook) -> Option<String> {
    let fixed = match (webhook.health.off, webhook.health.failing_since) {
        (Some(Off::Asked), _) => td_string!(locale, webhooks.one.off_asked),
        (Some(Off::Failing), _) => td_string!(locale, webhooks.one.off_failing),
        (Some(Off::Gone), _) => td_string!(locale, webhooks.one.off_gone),
        (None, Some(since)) => {
            let since = words::moment(locale, since);
            return Some(td_string!(locale, webhooks.one.failing, moment = since));
        }
        (None, None) => return None,
    };
    Some(fixed.to_owned())
}

/// What signs messages, to be copied.
#[component]
fn Secret(secret: String) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="secret-heading" heading=td_string!(locale, webhooks.one.secret)>
            <p id="secret-hint">{td_string!(locale, webhooks.one.secret_words)}</p>
            <CopyField
                id="webhook-secret"
                label=td_string!(locale, webhooks.one.secret_label)
                hint="secret-hint"
                value=secret
            />
        </Panel>
    }
}
