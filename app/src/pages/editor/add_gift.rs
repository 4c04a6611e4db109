//! Adding a gift (R4.2).

use domain::{GiftForm, GiftName, OwnerList, Priority};
use leptos::prelude::*;

use super::{AboutList, gift_fields::GiftFields};
use crate::{
    components::{Field, FormNotice, FormState, Icon, language},
    i18n::td_string,
};

/// The form for a new gift: link and name, and the rest folded away until it is wanted, or until
/// something about it is wrong.
#[component]
pub(super) fn AddGift(list: OwnerList) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/add_gift");
    let refused = state.is_refused();
    view! {
        <section class="panel stack" aria-labelledby="add-heading">
            <h2 id="add-heading">{td_string!(locale, editor.add.heading)}</h2>
            <FormNotice state=&state/>
            <form
                class="stack"
                method="post"
                action="/fn/add_gift"
                aria-labelledby="add-heading"
                novalidate
            >
                <AboutList list=list.id/>
                <Field
                    state=&state
                    label=td_string!(locale, editor.add.link)
                    name="link"
                    kind="url"
                    inputmode="url"
                    placeholder="https://"
                    hint=td_string!(locale, editor.add.link_hint)
                    autocomplete="off"
                />
                <Field
                    state=&state
                    label=td_string!(locale, editor.gift.name)
                    name="name"
                    maxlength=GiftName::MAX
                    autocomplete="off"
                    required=true
                />
                <details class="more" open=refused>
                    <summary>
                        {td_string!(locale, editor.add.more)}
                        <Icon name="chevron"/>
                    </summary>
                    <GiftFields state form=blank(&list)/>
                </details>
                <div class="row">
                    <button class="button primary">{td_string!(locale, editor.add.submit)}</button>
                </div>
            </form>
        </section>
    }
}

/// A new gift: one is wanted, and its price is in the currency of the one before.
fn blank(list: &OwnerList) -> GiftForm {
    let gifts = list.gifts.gifts();
    let mut currencies = gifts.iter().rev().map(|gift| &gift.form.currency);
    GiftForm {
        wanted: "1".to_owned(),
        priority: Priority::default().code().to_owned(),
        currency: currencies.find(|code| !code.is_empty()).cloned().unwrap_or_default(),
        ..GiftForm::default()
    }
}
