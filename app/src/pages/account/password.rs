//! Another password, or a first one.

use leptos::prelude::*;

use super::{Below, apps::TokensStay, fresh_or_again, signed_in};
use crate::{
    components::{Field, FormNotice, FormState, language},
    i18n::td_string,
    pages::signing_in::ChosenPassword,
};

/// Takes the new password. Who has one types it too; who has none has to have signed in just now.
#[component]
pub fn AccountPassword() -> impl IntoView {
    let Some(account) = signed_in() else { return ().into_any() };
    if !account.has_password && fresh_or_again().is_none() {
        return ().into_any();
    }
    view! { <Choose has_one=account.has_password/> }.into_any()
}

#[component]
fn Choose(has_one: bool) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/change_password");
    let heading = match has_one {
        true => td_string!(locale, profile.password.change),
        false => td_string!(locale, profile.password.choose),
    };
    let current = has_one.then(|| {
        view! {
            <Field
                state=&state
                label=td_string!(locale, profile.password.current)
                name="current"
                kind="password"
                autocomplete="current-password"
                required=true
            />
        }
    });
    view! {
        <Below heading>
            <p class="lede">{td_string!(locale, profile.password.lede)}</p>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/change_password" novalidate>
                {current}
                <ChosenPassword state label=td_string!(locale, account.new_password)/>
                <button class="button primary large wide">
                    {td_string!(locale, profile.password.submit)}
                </button>
            </form>
            <TokensStay/>
        </Below>
    }
}
