//! What was done to a gift on the way to the editor, and the way to undo it.

use domain::{GiftId, ListId, ListState, OwnerList};
use leptos::prelude::*;

use super::{AboutGift, AboutList};
use crate::{
    components::{answer, language},
    i18n::td_string,
};

/// Says that a gift was added, raised, changed, or taken off the list, or that somebody joined, as the
/// address says.
#[component]
pub(super) fn Toasts(list: OwnerList) -> impl IntoView {
    if !answer::done("joined").is_empty() {
        return view! { <Toast words=td_string!(language(), people.done.joined)/> }.into_any();
    }
    if list.state == ListState::Closed {
        return ().into_any();
    }
    let locale = language();
    let id = list.id;
    let named = |name| answer::done(name).parse::<GiftId>().ok();
    let on_list = |gift: &GiftId| list.gifts.gifts().iter().any(|it| it.card.id == *gift);
    if let Some(gift) = named("removed").filter(|gift| !on_list(gift)) {
        return view! {
            <Toast words=td_string!(locale, editor.removed.words)>
                <form method="post" action="/fn/restore_gift">
                    <AboutGift list=id gift/>
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
                    <AboutGift list=id gift/>
                    <button class="button">{td_string!(locale, editor.added.undo)}</button>
                </form>
            </Toast>
        }
        .into_any();
    }
    if named("more").filter(on_list).is_some() {
        return view! {
            <Toast words=td_string!(locale, editor.added.more)>
                <UndoSaved list=id at=""/>
            </Toast>
        }
        .into_any();
    }
    if named("saved").filter(on_list).is_some() || answer::done("saved") == "head" {
        return view! { <SavedToast list=id/> }.into_any();
    }
    if !answer::done("undone").is_empty() {
        return view! { <Toast words=td_string!(locale, editor.autosave.undone)/> }.into_any();
    }
    ().into_any()
}

/// Says that something is saved.
#[component]
pub(super) fn SavedToast(list: ListId) -> impl IntoView {
    view! {
        <Toast words=td_string!(language(), editor.autosave.saved)>
            <UndoSaved list at=""/>
        </Toast>
    }
}

/// The way to undo what was saved, where the address has its ticket.
#[component]
pub(super) fn UndoSaved(
    list: ListId,
    /// Where it leads back to: `settings`, or else to the list.
    at: &'static str,
) -> impl IntoView {
    let ticket = answer::done("undo");
    (!ticket.is_empty()).then(|| {
        view! {
            <form method="post" action="/fn/undo_saved">
                <AboutList list/>
                <input type="hidden" name="ticket" value=ticket/>
                <input type="hidden" name="at" value=at/>
                <button class="button">{td_string!(language(), editor.autosave.undo)}</button>
            </form>
        }
    })
}

#[component]
fn Toast(
    words: &'static str,
    /// The way to undo it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="toast passing" role="status">
            <p>{words}</p>
            {children.map(|children| children())}
        </div>
    }
}
