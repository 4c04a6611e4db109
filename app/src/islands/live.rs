//! What islands do with the news that something changed, while a page is open (R5.2).
//!
//! Only revisions are told: whoever listens fetches what its own audience may see. The line itself is
//! held by `public/navigation.js`, which closes it when another page is gone to.

use std::future::Future;

use leptos::prelude::*;

use crate::error::AppError;

/// How the line to the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveState {
    /// It is open, or is about to be.
    Listening,
    /// It broke, and is being mended.
    Reconnecting,
}

/// Keeps what a page shows up to date: listens at `path`, and fetches anew whenever a revision is
/// told that is newer than the one that `known` says, one fetch at a time. What was fetched goes to
/// `take`. Where it is gone, or no longer for this visitor, the page is loaded again to say so.
pub fn follow<T, Fetching>(
    path: String,
    known: impl Fn() -> u64 + 'static,
    fetch: impl Fn() -> Fetching + 'static,
    take: impl Fn(T) + 'static,
) -> ReadSignal<LiveState>
where
    T: 'static,
    Fetching: Future<Output = Result<T, AppError>> + 'static,
{
    let (state, set_state) = signal(LiveState::Listening);
    #[cfg(feature = "hydrate")]
    navigation::listen(&path, healing::healer(known, fetch, take), set_state);
    #[cfg(not(feature = "hydrate"))]
    let _ = (path, known, fetch, take, set_state);
    state
}

/// Loads the page anew in its place.
pub fn refresh() {
    #[cfg(feature = "hydrate")]
    navigation::refresh();
}

/// What is told instead of a revision where news may have been missed: newer than any revision.
#[cfg(feature = "hydrate")]
const MISSED: u64 = u64::MAX;

#[cfg(feature = "hydrate")]
mod healing {
    use std::{cell::Cell, future::Future, rc::Rc};

    use leptos::task::spawn_local;

    use super::navigation::{again, refresh};
    use crate::error::AppError;

    /// Turns news into fetches.
    pub(super) fn healer<T, Fetching>(
        known: impl Fn() -> u64 + 'static,
        fetch: impl Fn() -> Fetching + 'static,
        take: impl Fn(T) + 'static,
    ) -> impl Fn(u64)
    where
        T: 'static,
        Fetching: Future<Output = Result<T, AppError>> + 'static,
    {
        let work = Rc::new((known, fetch, take));
        let wanted = Rc::new(Cell::new(0));
        let busy = Rc::new(Cell::new(false));
        let failures = Rc::new(Cell::new(0));
        move |revision| {
            wanted.set(wanted.get().max(revision));
            if revision <= (work.0)() || busy.replace(true) {
                return;
            }
            let (work, wanted) = (Rc::clone(&work), Rc::clone(&wanted));
            let (busy, failures) = (Rc::clone(&busy), Rc::clone(&failures));
            spawn_local(async move {
                let (known, fetch, take) = &*work;
                // What is told while a fetch is under way may have come too late for it.
                while wanted.take() > known() {
                    match fetch().await {
                        Ok(fresh) => {
                            failures.set(0);
                            take(fresh);
                        }
                        Err(error) if matches!(error.status(), 401 | 403 | 404) => {
                            refresh();
                            break;
                        }
                        Err(_) => {
                            failures.set(failures.get() + 1);
                            again(failures.get());
                            break;
                        }
                    }
                }
                busy.set(false);
            });
        }
    }
}

/// What `public/navigation.js` does for islands.
#[cfg(feature = "hydrate")]
mod navigation {
    use std::cell::RefCell;

    use js_sys::{Array, Function, Reflect};
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

    use super::{LiveState, MISSED};

    /// What the line calls: with what is told, and with whether it is open.
    type Called = (Closure<dyn Fn(JsValue)>, Closure<dyn Fn(bool)>);

    thread_local! {
        /// Kept for as long as it may be called. A page has one line.
        static CALLED: RefCell<Option<Called>> = const { RefCell::new(None) };
    }

    /// Opens the page's line: `on_news` is called with every revision that is told on it.
    pub(super) fn listen(
        path: &str,
        on_news: impl Fn(u64) + 'static,
        state: WriteSignal<LiveState>,
    ) {
        let tell = Closure::<dyn Fn(JsValue)>::new(move |told: JsValue| {
            let revision = told.as_string().and_then(|told| told.parse().ok());
            on_news(revision.unwrap_or(MISSED));
        });
        let stands = Closure::<dyn Fn(bool)>::new(move |open: bool| {
            state.try_set(if open { LiveState::Listening } else { LiveState::Reconnecting });
        });
        call("listen", &Array::of3(&path.into(), tell.as_ref(), stands.as_ref()));
        CALLED.replace(Some((tell, stands)));
    }

    /// Has it told after a pause, longer with every failure, that news may have been missed.
    pub(super) fn again(failures: u32) {
        call("again", &Array::of1(&failures.into()));
    }

    /// Loads the page anew in its place.
    pub(super) fn refresh() {
        call("refresh", &Array::new());
    }

    fn call(name: &str, arguments: &Array) {
        let ours = Reflect::get(&window(), &"ewelists".into()).unwrap_or_default();
        let called = Reflect::get(&ours, &name.into()).unwrap_or_default();
        if let Some(called) = called.dyn_ref::<Function>() {
            // What it throws is in the console, and the page stays as it is.
            _ = called.apply(&ours, arguments);
        }
    }
}
