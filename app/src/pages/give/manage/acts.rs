//! What a giver can do with what they reserved.

use leptos::prelude::*;

use super::{Managed, hold::BuyLater};
use crate::{
    components::{Field, FormState, Icon, IconName, language},
    i18n::td_string,
};

/// Changing how many, and saying that it is bought.
#[component]
pub(super) fn Acts(managed: Managed) -> impl IntoView {
    // A closed list takes no change of a number (R3.5).
    let changeable = !managed.view.closed && managed.view.most > 1;
    let waits = managed.view.confirm_by.filter(|_| !managed.view.by_mail);
    // Nobody can confirm an address that is erased.
    let in_vain = waits.is_some() && managed.view.erased;
    (changeable || !in_vain).then(|| {
        view! {
            <hr/>
            {changeable.then(|| view! { <ChangeQuantity managed=managed.clone()/> })}
            {match waits {
                Some(_) if in_vain => ().into_any(),
                Some(by) => view! { <BuyLater by/> }.into_any(),
                None => view! { <Purchase managed/> }.into_any(),
            }}
        }
    })
}

/// How many are reserved as the page shows it. A form that comes back shows how many they are by now,
/// so that it can be sent again.
#[component]
fn Shown(quantity: u32) -> impl IntoView {
    view! { <input type="hidden" name="was" value=quantity.to_string()/> }
}

#[component]
fn ChangeQuantity(managed: Managed) -> impl IntoView {
    let locale = language();
    view! {
        <form class="row apart" method="post" action="/fn/change_quantity" novalidate>
            <input type="hidden" name="token" value=managed.token/>
            <Shown quantity=managed.view.quantity/>
            <Field
                state=FormState::of("/fn/change_quantity")
                label=td_string!(locale, giving.manage.quantity)
                name="quantity"
                value=managed.view.quantity.to_string()
                kind="number"
                class="count"
                inputmode="numeric"
                min="1"
                max=managed.view.most.to_string()
                required=true
            />
            <button class="button">{td_string!(locale, giving.manage.change)}</button>
        </form>
    }
}

#[component]
fn Purchase(managed: Managed) -> impl IntoView {
    let locale = language();
    let several = managed.view.quantity > 1;
    let quantity = managed.view.quantity.to_string();
    let one =
        (!several).then(|| view! { <input type="hidden" name="quantity" value=quantity.clone()/> });
    let field = several.then(|| {
        view! {
            <Field
                state=FormState::of("/fn/purchase")
                label=td_string!(locale, giving.manage.buy_quantity)
                name="quantity"
                id="bought"
                value=quantity.clone()
                kind="number"
                class="count"
                inputmode="numeric"
                min="1"
                max=quantity
                required=true
            />
        }
    });
    let words = if several {
        td_string!(locale, giving.manage.buy_some)
    } else {
        td_string!(locale, giving.manage.buy)
    };
    view! {
        <form class="stack" method="post" action="/fn/purchase" novalidate>
            <input type="hidden" name="token" value=managed.token/>
            <Shown quantity=managed.view.quantity/>
            {one}
            {field}
            <button class="button primary large wide">
                <Icon name=IconName::CHECK/>
                {words}
            </button>
        </form>
    }
}

/// Asks before it cancels.
#[component]
pub(super) fn Sure(managed: Managed) -> impl IntoView {
    let locale = language();
    let path = managed.path();
    view! {
        <section class="panel stack danger-zone" aria-labelledby="sure">
            <h2 id="sure">{td_string!(locale, giving.manage.sure.heading)}</h2>
            <p>{td_string!(locale, giving.manage.sure.words)}</p>
            <div class="row">
                <form method="post" action="/fn/cancel_reservation">
                    <input type="hidden" name="token" value=managed.token/>
                    <button class="button danger">
                        {td_string!(locale, giving.manage.sure.yes)}
                    </button>
                </form>
                <a class="button" href=path>{td_string!(locale, giving.manage.sure.no)}</a>
            </div>
        </section>
    }
}
