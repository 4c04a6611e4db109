//! What somebody reserved, let go by those who look after the list (R5.3).

use domain::{ListId, ReservationId};
use leptos::prelude::*;

use crate::{
    components::{FormNotice, FormState, Icon, IconName, isolated, language},
    i18n::{td, td_string},
};

/// Unfolds into the question whether it is meant, which says who reserved what, and what comes of it.
#[component]
pub(super) fn LetGo(
    promise: ReservationId,
    /// What its giver is called; nothing where owners do not see it.
    name: Option<String>,
    /// What the gift is called.
    gift: String,
) -> impl IntoView {
    let locale = language();
    let somebody = || td_string!(locale, editor.taken.somebody).to_owned();
    let about = format!("{}, {gift}", name.clone().unwrap_or_else(somebody));
    let gift = isolated(gift);
    // Who erased their name has no address any more.
    let asks = match name.map(isolated) {
        Some(name) => td!(locale, editor.taken.let_go.ask, name = name, gift = gift).into_any(),
        None => td!(locale, editor.taken.let_go.ask_nameless, gift = gift).into_any(),
    };
    view! {
        <details class="asking">
            <summary class="button quiet">
                {td_string!(locale, editor.taken.let_go.open)}
                <span class="unseen">": " <bdi>{about}</bdi></span>
            </summary>
            <form class="stack tight" method="post" action="/fn/let_go">
                <input type="hidden" name="reservation" value=promise.to_string()/>
                <p class="small">{asks}</p>
                <button class="button danger">
                    {td_string!(locale, editor.taken.let_go.confirm)}
                </button>
            </form>
        </details>
    }
}

/// The way to that question, from a page on which it does not stand.
#[component]
pub(super) fn ToLetGo(
    list: ListId,
    promise: ReservationId,
    /// Whom and what it is about, for those who hear only the link.
    about: String,
) -> impl IntoView {
    view! {
        <a class="button quiet" href=format!("/lists/{list}/taken#taken-{promise}")>
            {td_string!(language(), editor.taken.let_go.open)}
            <span class="unseen">": " <bdi>{about}</bdi></span>
        </a>
    }
}

/// Why it was not done. Whoever was quicker, its giver or another who looks after the list: what is
/// below is as it is now.
#[component]
pub(super) fn LetGoRefused() -> impl IntoView {
    let state = FormState::of("/fn/let_go");
    if state.code() != Some("wrong_state") {
        return view! { <FormNotice state/> }.into_any();
    }
    view! {
        <div class="notice error" role="alert">
            <Icon name=IconName::WARNING/>
            <p>{td_string!(language(), editor.taken.let_go.meanwhile)}</p>
        </div>
    }
    .into_any()
}
