//! The form by which a webhook is made or changed.

use domain::{Webhook, WebhookBoxes, WebhookEvent};
use leptos::prelude::*;

use super::{
    super::fresh_or_again,
    Beneath,
    words::{event, event_words},
};
use crate::{
    components::{ChoiceCard, Field, FieldError, FormNotice, FormState, described_by, language},
    i18n::td_string,
};

/// Makes a webhook.
#[component]
pub fn NewWebhook() -> impl IntoView {
    let Some(account) = fresh_or_again() else { return ().into_any() };
    let locale = language();
    view! {
        <Beneath heading=td_string!(locale, webhooks.make)>
            <FormNotice state=FormState::of("/fn/make_webhook")/>
            <form class="stack" method="post" action="/fn/make_webhook" novalidate>
                <Fields
                    state=FormState::of("/fn/make_webhook")
                    webhook=None
                    admin=account.admin
                />
                <div class="row">
                    <button class="button primary">
                        {td_string!(locale, webhooks.form.submit)}
                    </button>
                </div>
            </form>
        </Beneath>
    }
    .into_any()
}

/// Where messages go, and what is told.
#[component]
pub(super) fn Fields(
    /// The form's state.
    state: FormState,
    /// The webhook as it is, where there is one.
    webhook: Option<Webhook>,
    /// Whether it is offered what only admins hear.
    admin: bool,
) -> impl IntoView {
    let locale = language();
    let problem = state.problem("events");
    let described = described_by("events", false, problem.is_some());
    let url = webhook.as_ref().map(|webhook| webhook.url.to_string()).unwrap_or_default();
    let chosen = webhook.map(|webhook| webhook.events).unwrap_or_default();
    let offered = WebhookEvent::CHOICES.into_iter();
    let offered = offered.filter(move |event| admin || !event.is_for_admins());
    let boxes = offered.map(|offered| {
        let name = WebhookBoxes::name(offered);
        let ticked = state.ticked(name, chosen.contains(&offered));
        let (words, meaning) = (event(locale, offered), event_words(locale, offered));
        view! { <ChoiceCard name chosen=ticked words meaning/> }
    });
    let boxes = boxes.collect_view();
    view! {
        <Field
            state=&state
            label=td_string!(locale, webhooks.form.url)
            name="url"
            kind="url"
            value=url
            hint=td_string!(locale, webhooks.form.url_hint)
            autocomplete="off"
            required=true
        />
        <fieldset class="choices" aria-describedby=described>
            <legend>{td_string!(locale, webhooks.form.events)}</legend>
            {boxes}
            <FieldError of="events" words=problem/>
        </fieldset>
    }
}
