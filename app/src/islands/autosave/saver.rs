//! One save at a time, and the last one wins.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use domain::{DomainError, FieldErrors, ListForm};
use leptos::{prelude::*, task::spawn_local};

use super::{
    AutosaveWords, Told, Wish,
    form::{Form, as_shown, toast_in_use},
};
use crate::{api, error::AppError, islands::words::Refusals};

/// How long the way back is offered.
const OFFERED: Duration = Duration::from_secs(10);

struct Saver {
    words: AutosaveWords,
    refusals: Refusals,
    list: String,
    form: Form,
    told: RwSignal<Told>,
    /// What the server knows.
    saved: RefCell<ListForm>,
    /// Whether a save is under way.
    saving: Cell<bool>,
    /// What is to be done once it came back.
    next: Cell<Option<Wish>>,
    /// How often something was told, by which a toast knows that it is still the last one.
    tellings: Cell<u32>,
}

/// Follows what is wished for. What was typed before the island woke is saved at once.
pub(super) fn start(
    (words, refusals): (AutosaveWords, Refusals),
    list: String,
    saved: ListForm,
    told: RwSignal<Told>,
    wish: RwSignal<Option<Wish>>,
) {
    let Some(form) = Form::find() else { return };
    let saver = Rc::new(Saver {
        words,
        refusals,
        list,
        form,
        told,
        saved: RefCell::new(saved),
        saving: Cell::new(false),
        next: Cell::new(None),
        tellings: Cell::new(0),
    });
    saver.grant(Wish::Save { confirmed: false });
    Effect::new(move |_| {
        if let Some(wish) = wish.get() {
            saver.grant(wish);
        }
    });
}

impl Saver {
    fn grant(self: &Rc<Self>, wish: Wish) {
        if self.saving.get() {
            self.next.set(Some(wish));
            return;
        }
        let (confirmed, restored) = match wish {
            Wish::Save { confirmed } => (confirmed, false),
            Wish::Restore(before) => {
                self.form.write(&before);
                (false, true)
            }
        };
        let typed = self.form.read();
        if typed.date.is_empty() {
            // The zone that the page offers says nothing without a day.
            self.saved.borrow_mut().zone.clone_from(&typed.zone);
        }
        if typed == *self.saved.borrow() {
            self.form.calm();
            let offered = matches!(self.told.get_untracked(), Told::Saved { .. } | Told::Restored);
            return match restored {
                true => self.tell(Told::Restored),
                false if offered => {}
                false => self.tell(Told::Nothing),
            };
        }
        self.saving.set(true);
        let was = as_shown(&self.saved.borrow());
        let saver = Rc::clone(self);
        spawn_local(async move {
            let confirmed = if confirmed { "on".to_owned() } else { String::new() };
            let at = if restored { "undo".to_owned() } else { String::new() };
            let list = saver.list.clone();
            let saved = api::edit_list(list, typed.clone(), confirmed, at, was).await;
            saver.saving.set(false);
            saver.answered(typed, saved, restored);
            if let Some(wish) = saver.next.take() {
                saver.grant(wish);
            }
        });
    }

    fn answered(self: &Rc<Self>, typed: ListForm, saved: Result<(), AppError>, restored: bool) {
        self.form.calm();
        let told = match saved {
            Ok(()) => {
                self.form.settle(&typed);
                let before = self.saved.replace(typed);
                if restored { Told::Restored } else { Told::Saved { before } }
            }
            Err(AppError::Refused { rule: DomainError::WouldReveal }) => {
                Told::WouldReveal { before: self.saved.borrow().clone() }
            }
            Err(AppError::Transport) => Told::Failed { words: self.words.lost() },
            // What others have put there since is not written over by the next save.
            Err(error @ AppError::Refused { rule: DomainError::WrongState { .. } }) if restored => {
                self.form.write(&self.saved.borrow());
                Told::Failed { words: self.refusals.refused(&error) }
            }
            Err(error) => match error.fields() {
                Some(fields) if self.complain(fields) => Told::Nothing,
                _ => Told::Failed { words: self.refusals.refused(&error) },
            },
        };
        self.tell(told);
    }

    /// Whether every problem has its place.
    fn complain(&self, fields: &FieldErrors) -> bool {
        let places = fields.iter().map(|wrong| {
            let words = self.refusals.problem(&wrong.field, &wrong.problem);
            self.form.complain(&wrong.field, &words)
        });
        // Each of them, also after one that has none.
        places.filter(|placed| !placed).count() == 0
    }

    fn tell(self: &Rc<Self>, told: Told) {
        let passes = matches!(told, Told::Saved { .. } | Told::Restored);
        self.told.set(told);
        self.tellings.set(self.tellings.get() + 1);
        if passes {
            self.forget_later(self.tellings.get());
        }
    }

    /// Takes the toast away after a while, unless somebody is about to use it.
    fn forget_later(self: &Rc<Self>, telling: u32) {
        let saver = Rc::clone(self);
        let forget = move || match saver.tellings.get() == telling {
            true if toast_in_use() => saver.forget_later(telling),
            true => saver.told.set(Told::Nothing),
            false => {}
        };
        set_timeout(forget, OFFERED);
    }
}
