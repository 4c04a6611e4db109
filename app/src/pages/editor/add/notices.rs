//! What came of looking, in words, and what to do next.

use domain::{GiftId, ListId};
use leptos::prelude::*;

use crate::{
    backend::Outcome,
    components::{FormKey, Icon, IconName, Notice, Tone, isolated, language},
    i18n::{td, td_string},
    pages::editor::AboutGift,
};

/// Says how much was found.
#[component]
pub(super) fn FoundNotice(
    outcome: Outcome,
    /// Whether the form is filled in with what came along with the link, at least.
    told: bool,
) -> impl IntoView {
    let locale = language();
    let (kind, icon, heading, words) = match outcome {
        Outcome::InCatalogue => (
            "notice success",
            IconName::CHECK,
            td_string!(locale, editor.found.catalogue.heading).to_owned(),
            td_string!(locale, editor.found.catalogue.words),
        ),
        Outcome::Found => (
            "notice success",
            IconName::CHECK,
            td_string!(locale, editor.found.all.heading).to_owned(),
            td_string!(locale, editor.found.all.words),
        ),
        Outcome::Partly => (
            "notice",
            IconName::INFO,
            td_string!(locale, editor.found.partly.heading).to_owned(),
            td_string!(locale, editor.found.partly.words),
        ),
        Outcome::ShopRefuses(shop) => (
            "notice",
            IconName::INFO,
            td_string!(locale, editor.found.refuses.heading, shop = shop),
            match told {
                true => td_string!(locale, editor.found.told),
                false => td_string!(locale, editor.found.refuses.words),
            },
        ),
        Outcome::Nothing => (
            "notice",
            IconName::INFO,
            td_string!(locale, editor.found.nothing.heading).to_owned(),
            match told {
                true => td_string!(locale, editor.found.told),
                false => td_string!(locale, editor.found.nothing.words),
            },
        ),
        Outcome::NoLink => (
            "notice",
            IconName::LINK,
            td_string!(locale, editor.found.no_link.heading).to_owned(),
            td_string!(locale, editor.found.no_link.words),
        ),
    };
    view! {
        <div class=kind role="status">
            <Icon name=icon/>
            <p><strong>{heading}</strong> " " {words}</p>
        </div>
    }
}

/// Says that what was found is not kept any more.
#[component]
pub(super) fn GoneNotice() -> impl IntoView {
    let locale = language();
    view! {
        <div class="notice" role="status">
            <Icon name=IconName::INFO/>
            <p>
                <strong>{td_string!(locale, editor.found.gone.heading)}</strong>
                " "
                {td_string!(locale, editor.found.gone.words)}
            </p>
        </div>
    }
}

/// Says that an admin took it out of the catalogue while its form was open (R6.1).
#[component]
pub(super) fn TakenOutNotice() -> impl IntoView {
    let words = td_string!(language(), editor.found.taken_out);
    view! { <Notice tone=Tone::Error words/> }
}

/// Says that it is on the list, and offers to wish for one more of it (R4.3).
#[component]
pub(super) fn AlreadyNotice(
    list: ListId,
    gift: GiftId,
    name: String,
    /// Whether the form was refused for it just now.
    just_now: bool,
) -> impl IntoView {
    let locale = language();
    let name = isolated(&name);
    let role = if just_now { "alert" } else { "status" };
    view! {
        <div class="notice warning" role=role>
            <Icon name=IconName::GIFT/>
            <p>
                <strong>{td!(locale, editor.already.heading, name = name)}</strong>
                " "
                {td_string!(locale, editor.already.words)}
            </p>
            <form method="post" action="/fn/want_one_more">
                <AboutGift list gift/>
                <FormKey/>
                <button class="button">{td_string!(locale, editor.already.more)}</button>
            </form>
        </div>
    }
}
