//! What was sent to a webhook, and what became of it.

use leptos::prelude::*;

use super::{
    super::Rows,
    words::{event, outcome, progress},
};
use crate::{
    backend::{DeliveryProgress, DeliveryView},
    components::{FormNotice, FormState, language, words},
    i18n::td_string,
};

/// How many are shown; programs find the others through the API.
const SHOWN: usize = 50;

/// The messages of the last days.
#[component]
pub(super) fn Messages(
    /// The webhook's id.
    webhook: String,
    /// The newest first.
    deliveries: Vec<DeliveryView>,
    /// Whether the webhook is on. What it was told is not sent again while it is not.
    on: bool,
) -> impl IntoView {
    let locale = language();
    let more = (deliveries.len() > SHOWN)
        .then(|| view! { <p>{td_string!(locale, webhooks.delivery.more, most = SHOWN)}</p> });
    let look = format!("/account/webhooks/{webhook}#messages");
    let rows = deliveries.into_iter().take(SHOWN).map(|delivery| {
        let webhook = webhook.clone();
        view! { <Message webhook delivery on/> }.into_any()
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <section id="messages" class="panel stack tight" aria-labelledby="messages-heading">
            <h2 id="messages-heading">{td_string!(locale, webhooks.delivery.heading)}</h2>
            <p class="small soft">{td_string!(locale, webhooks.delivery.words)}</p>
            <FormNotice state=FormState::of("/fn/replay_delivery")/>
            <Rows rows none=td_string!(locale, webhooks.delivery.none)/>
            {more}
            <div class="row">
                <a class="button quiet" href=look data-plain>
                    {td_string!(locale, webhooks.one.look)}
                </a>
            </div>
        </section>
    }
}

#[component]
fn Message(webhook: String, delivery: DeliveryView, on: bool) -> impl IntoView {
    let locale = language();
    let (class, word) = progress(locale, delivery.progress);
    let made = words::moment(locale, delivery.made_at);
    let named = format!("{}, {made}", event(locale, delivery.event));
    let again = delivery.again_at.filter(|_| delivery.tries > 0).map(|at| {
        let at = words::moment(locale, at);
        td_string!(locale, webhooks.delivery.again, moment = at)
    });
    let said: Vec<String> = outcome(locale, &delivery).into_iter().chain(again).collect();
    let said = (!said.is_empty()).then(|| view! { <p class="small">{said.join(" ")}</p> });
    let is_new = delivery.progress == DeliveryProgress::Waiting && delivery.tries == 0;
    let replay = (on && !is_new).then(|| {
        view! {
            <form method="post" action="/fn/replay_delivery">
                <input type="hidden" name="webhook" value=webhook/>
                <input type="hidden" name="delivery" value=delivery.id.to_string()/>
                <button class="button quiet">
                    {td_string!(locale, webhooks.delivery.replay)}
                    <span class="unseen">": " {named}</span>
                </button>
            </form>
        }
    });
    view! {
        <li>
            <div>
                <p class="row">
                    {event(locale, delivery.event)}
                    <span class=class>{word}</span>
                </p>
                <p class="small soft">{made}</p>
                {said}
            </div>
            {replay}
        </li>
    }
}
