//! Saves a list's words where they are edited (R3.4).

#[cfg(feature = "hydrate")]
mod form;
#[cfg(feature = "hydrate")]
mod saver;

#[cfg(feature = "hydrate")]
pub use self::form::is_stale;

use domain::ListForm;
use leptos::prelude::*;

use super::words::{Refusals, island_words};
#[cfg(feature = "ssr")]
use crate::{error::AppError, i18n::Locale};

island_words! {
    /// What it says.
    AutosaveWords {
        /// That it is saved.
        saved = editor.autosave.saved;
        /// The way back.
        undo = editor.autosave.undo;
        /// That it is as before.
        undone = editor.autosave.undone;
        /// The way on after it could not be saved.
        again = editor.autosave.again;
        /// That there is no connection.
        lost = editor.autosave.lost;
        /// That this would end the surprise.
        reveals = editor.reveal.words;
        /// The way on then.
        reveal = editor.reveal.confirm;
    }
}

impl AutosaveWords {
    /// Why saving may be refused: what is wrong with a form in which nothing is right.
    #[cfg(feature = "ssr")]
    pub fn refusals(locale: Locale) -> Refusals {
        let wrong = || "?".to_owned();
        let long = || "?".repeat(10_000);
        let nothing_right = ListForm {
            title: long(),
            occasion: wrong(),
            welcome: long(),
            date: wrong(),
            zone: wrong(),
            for_whom: long(),
            delivery: long(),
            cover: wrong(),
        };
        let forms = [nothing_right, ListForm::default()];
        let wrong = forms.iter().filter_map(|form| form.parse().err());
        Refusals::of(locale, &wrong.map(AppError::from).collect::<Vec<_>>())
    }
}

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
    /// What it says.
    words: AutosaveWords,
    /// Why saving may be refused.
    refusals: Refusals,
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
        saver::start((words, refusals), list.clone(), saved.clone(), told, wish);
        #[cfg(not(feature = "hydrate"))]
        let _ = (&list, &saved, refusals);
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
                    view! { <Toast says=words told=told.get() wish/> }
                })}
            </div>
        </div>
    }
}

/// One line, with the way on.
#[component]
fn Toast(says: AutosaveWords, told: Told, wish: RwSignal<Option<Wish>>) -> impl IntoView {
    let save = |words, confirmed| Some((words, Wish::Save { confirmed }));
    let restore = |before| Some((says.undo(), Wish::Restore(before)));
    let (words, on, back) = match told {
        Told::Nothing => return ().into_any(),
        Told::Saved { before } => (says.saved(), None, restore(before)),
        Told::Restored => (says.undone(), None, None),
        Told::WouldReveal { before } => {
            (says.reveals(), save(says.reveal(), true), restore(before))
        }
        Told::Failed { words } => (words, save(says.again(), false), None),
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
