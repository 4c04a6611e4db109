//! What is left of a promise whose list was deleted: to be read, and nothing to be done (R3.10, R5.7).

use domain::{ERASED, ManageState};
use leptos::prelude::*;

use super::{Managed, StateChip, facts::Facts, notices::Refused, privacy::OnlyYours};
use crate::{
    components::{Icon, IconName, Live, Page, Unlisted, language},
    i18n::td_string,
    pages::give::{Disclosure, brief::Brief},
};

/// Says what happened, and what was promised, as long as that is known.
#[component]
pub(super) fn Gone(managed: Managed) -> impl IntoView {
    let locale = language();
    let path = managed.path();
    let live = Some(Live::of_promise(&managed));
    let view = managed.view;
    let bought = view.state != ManageState::Reserved;
    let words = match bought {
        true => td_string!(locale, bin.gone.bought),
        false => td_string!(locale, giving.manage.gone.words),
    };
    let several = view.quantity > 1;
    let known = (view.card.name != ERASED).then(|| {
        let (card, view) = (view.card.clone(), view.clone());
        view! {
            <section class="panel stack">
                <Brief card each=several>
                    <p><StateChip bought/></p>
                </Brief>
                <hr/>
                <Facts view path/>
            </section>
        }
    });
    let (token, erased) = (managed.token, view.erased);
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, giving.manage.title) class="middle" live>
            <h1>{td_string!(locale, giving.manage.gone.heading)}</h1>
            <Refused view/>
            <div class="notice" role="status">
                <Icon name=IconName::INFO/>
                <p>{words}</p>
            </div>
            {known}
            <ul class="account-rows" role="list">
                <OnlyYours token erased/>
            </ul>
            <Disclosure/>
        </Page>
    }
}
