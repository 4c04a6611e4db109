//! Saves a list's words where they are edited (R3.4).

#[cfg(feature = "hydrate")]
mod form;
#[cfg(feature = "hydrate")]
mod saver;

#[cfg(feature = "hydrate")]
pub use self::form::is_stale;

use domain::ListForm;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

/// Whether others changed meanwhile what stands in the form; on the server nobody does.
#[cfg(not(feature = "hydrate"))]
pub fn is_stale(_: &ListForm) -> bool {
    false
}

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq)]
enum Wish {
    Save { confirmed: bool },
    Restore(ListForm),
}

/// What came of it, where that is not about a field.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only browsers save"))]
enum Told {
    Nothing,
    Saved { before: ListForm },
    Restored,
    WouldReveal { before: ListForm },
    Failed { words: String },
}

/// Saves the form within it as soon as a field of it is left, one save at a time, and offers the
/// way back. What is refused is said beside its field, and what was typed stays.
#[island]
pub fn Autosave(
    /// The language of its words.
    locale: Locale,
    /// The list's id.
    list: String,
    /// What the server knows.
    saved: ListForm,
    /// The form.
    children: Children,
) -> impl IntoView {
    let told = RwSignal::new(Told::Nothing);
    let wish = RwSignal::new(None::<Wish>);
    let save = move |confirmed| wish.set(Some(Wish::Save { confirmed }));
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        saver::start(locale, list.clone(), saved.clone(), told, wish);
        #[cfg(not(feature = "hydrate"))]
        let _ = (&list, &saved);
    });
    view! {
        <div
            data-autosave
            on:change=move |_| save(false)
            on:submit=move |event| {
                event.prevent_default();
                let button = event.submitter().and_then(|button| button.get_attribute("name"));
                save(button.as_deref() == Some("confirmed"));
            }
        >
            {children()}
            <div role="status">
                {move || (told.get() != Told::Nothing).then(|| {
                    view! { <Toast locale told=told.get() wish/> }
                })}
            </div>
        </div>
    }
}

/// One line, with the way on.
#[component]
fn Toast(locale: Locale, told: Told, wish: RwSignal<Option<Wish>>) -> impl IntoView {
    let save = move |confirmed| Some((save_words(locale, confirmed), Wish::Save { confirmed }));
    let restore = |before| Some((td_string!(locale, editor.autosave.undo), Wish::Restore(before)));
    let (words, on, back) = match told {
        Told::Nothing => return ().into_any(),
        Told::Saved { before } => {
            (td_string!(locale, editor.autosave.saved).to_owned(), None, restore(before))
        }
        Told::Restored => (td_string!(locale, editor.autosave.undone).to_owned(), None, None),
        Told::WouldReveal { before } => {
            (td_string!(locale, editor.reveal.words).to_owned(), save(true), restore(before))
        }
        Told::Failed { words } => (words, save(false), None),
    };
    let class = if on.is_some() { "toast long" } else { "toast" };
    let buttons = [on, back].into_iter().flatten().map(|(words, act)| {
        view! {
            <button class="button" type="button" on:click=move |_| wish.set(Some(act.clone()))>
                {words}
            </button>
        }
    });
    view! { <div class=class><p>{words}</p>{buttons.collect_view()}</div> }.into_any()
}

fn save_words(locale: Locale, confirmed: bool) -> &'static str {
    match confirmed {
        true => td_string!(locale, editor.reveal.confirm),
        false => td_string!(locale, editor.autosave.again),
    }
}
