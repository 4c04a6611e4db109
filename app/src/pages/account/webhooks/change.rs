//! A webhook is changed, switched on or off, given another secret, or removed.

use domain::{Webhook, WebhookId};
use leptos::prelude::*;

use super::{super::fresh_or_again, Act, Beneath, form::Fields};
use crate::{
    components::{ChoiceCard, FormNotice, FormState, Panel, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// The webhook that the path names.
pub(super) async fn load_one(id: String) -> Result<Webhook, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.webhooks.one(&visit, id.parse::<WebhookId>()?).await
}

/// Changes a webhook.
#[component]
pub fn ChangeWebhook() -> impl IntoView {
    let Some(account) = fresh_or_again() else { return ().into_any() };
    let admin = account.admin;
    once_loaded(load_one(answer::param("webhook")), move |webhook| {
        view! { <Change webhook admin/> }.into_any()
    })
}

#[component]
fn Change(webhook: Webhook, admin: bool) -> impl IntoView {
    let locale = language();
    let id = webhook.id.to_string();
    let (rotated, removed) = (id.clone(), id.clone());
    let back = format!("/account/webhooks/{id}");
    let state = FormState::of("/fn/change_webhook");
    let on = state.ticked("on", webhook.health.off.is_none());
    view! {
        <Beneath heading=td_string!(locale, webhooks.change.heading) back>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/change_webhook" novalidate>
                <input type="hidden" name="webhook" value=id/>
                <Fields state webhook=Some(webhook) admin/>
                <ChoiceCard
                    name="on"
                    chosen=on
                    words=td_string!(locale, webhooks.form.on)
                    meaning=td_string!(locale, webhooks.form.on_words)
                />
                <div class="row">
                    <button class="button primary">
                        {td_string!(locale, webhooks.form.save)}
                    </button>
                </div>
            </form>
            <Panel
                id="rotate-heading"
                heading=td_string!(locale, webhooks.change.rotate_heading)
            >
                <p>{td_string!(locale, webhooks.change.rotate_words)}</p>
                <Act
                    action="/fn/rotate_webhook"
                    webhook=rotated
                    words=td_string!(locale, webhooks.change.rotate)
                    class="button"
                />
            </Panel>
            <Panel
                id="remove-heading"
                heading=td_string!(locale, webhooks.change.remove_heading)
            >
                <p>{td_string!(locale, webhooks.change.remove_words)}</p>
                <Act
                    action="/fn/remove_webhook"
                    webhook=removed
                    words=td_string!(locale, webhooks.change.remove)
                    class="button danger"
                />
            </Panel>
        </Beneath>
    }
}
