//! What was done to a gift on the way to the editor, and the way to undo it.

use domain::{GiftId, ListId, ListState};
use leptos::prelude::*;

use super::{
    AboutGift, AboutList,
    filter::{Filter, FromPart},
    head_form::ConfirmReveal,
};
use crate::{
    components::{FormNotice, FormState, Toast, answer, language},
    i18n::td_string,
};

/// Says that a gift was added, raised, changed, or taken off the list, or that somebody joined, as the
/// address says.
#[component]
pub(super) fn Toasts(
    list: ListId,
    /// How far the list has come.
    state: ListState,
    /// Its gifts.
    gifts: Vec<GiftId>,
    /// What is looked at, where undoing leads back to.
    filter: Filter,
) -> impl IntoView {
    if !answer::done("joined").is_empty() {
        return view! { <Toast words=td_string!(language(), people.done.joined)/> }.into_any();
    }
    if state == ListState::Closed {
        return ().into_any();
    }
    let locale = language();
    let named = |name| answer::done(name).parse::<GiftId>().ok();
    let on_list = |gift: &GiftId| gifts.contains(gift);
    if let Some(gift) = named("removed").filter(|gift| !on_list(gift)) {
        return view! {
            <Toast words=td_string!(locale, editor.removed.words)>
                <form method="post" action="/fn/restore_gift">
                    <AboutGift list gift/>
                    <FromPart filter/>
                    <button class="button">{td_string!(locale, editor.removed.undo)}</button>
                </form>
            </Toast>
        }
        .into_any();
    }
    if let Some(gift) = named("added").filter(on_list) {
        return view! {
            <Toast words=td_string!(locale, editor.added.words)>
                <form method="post" action="/fn/remove_gift">
                    <AboutGift list gift/>
                    <button class="button">{td_string!(locale, editor.added.undo)}</button>
                </form>
            </Toast>
        }
        .into_any();
    }
    if named("more").filter(on_list).is_some() {
        // Nothing is to be undone where any number is wanted, or the most that there can be.
        let words = match answer::done("undo").is_empty() {
            true => td_string!(locale, editor.added.most),
            false => td_string!(locale, editor.added.more),
        };
        return view! { <SavedToast list filter words/> }.into_any();
    }
    if named("saved").filter(on_list).is_some() || answer::done("saved") == "head" {
        let words = td_string!(locale, editor.autosave.saved);
        return view! { <SavedToast list filter words/> }.into_any();
    }
    if !answer::done("undone").is_empty() {
        return view! { <Toast words=td_string!(locale, editor.autosave.undone)/> }.into_any();
    }
    ().into_any()
}

/// Says that something is saved, and offers to undo it.
#[component]
fn SavedToast(list: ListId, filter: Filter, words: &'static str) -> impl IntoView {
    view! {
        <Toast words>
            <UndoSaved list at="" filter/>
        </Toast>
    }
}

/// The way to undo what was saved, where the address has its ticket.
#[component]
pub(super) fn UndoSaved(
    list: ListId,
    /// Where it leads back to: `settings`, or else to the list.
    at: &'static str,
    /// And to what of that.
    #[prop(optional)]
    filter: Filter,
) -> impl IntoView {
    let ticket = answer::done("undo");
    (!ticket.is_empty()).then(|| {
        view! {
            <form method="post" action="/fn/undo_saved">
                <AboutList list/>
                <input type="hidden" name="ticket" value=ticket/>
                <input type="hidden" name="at" value=at/>
                <FromPart filter/>
                <button class="button">{td_string!(language(), editor.autosave.undo)}</button>
            </form>
        }
    })
}

/// Why it was not undone. Where a surprise would end earlier by it, that is asked once more (R3.6).
#[component]
pub(super) fn UndoRefused(
    list: ListId,
    /// What is looked at of it.
    #[prop(optional)]
    filter: Filter,
) -> impl IntoView {
    let state = FormState::of("/fn/undo_saved");
    if state.code() != Some("would_reveal") {
        return view! { <FormNotice state/> }.into_any();
    }
    let (ticket, at) = (state.value("ticket", ""), state.value("at", ""));
    let back = match at.as_str() {
        "settings" => format!("/lists/{list}/settings"),
        _ => filter.back(list),
    };
    view! {
        <form method="post" action="/fn/undo_saved">
            <AboutList list/>
            <input type="hidden" name="ticket" value=ticket/>
            <input type="hidden" name="at" value=at/>
            <FromPart filter/>
            <ConfirmReveal back/>
        </form>
    }
    .into_any()
}
