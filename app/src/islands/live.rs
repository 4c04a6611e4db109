//! The line on which the server says that something changed, while a page is open (R5.2).
//!
//! Only revisions arrive on it: whoever listens fetches what its own audience may see. A page has
//! one line, since browsers allow few of them to one site: opening another closes the one before,
//! and so does going to another page.

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

/// What is told instead of a revision after a pause, in which news may have been missed: newer than
/// any revision.
pub const MISSED: u64 = u64::MAX;

/// Listens to the event stream at `path` and calls `on_news` with every revision that it tells.
/// While the tab is hidden the line is closed; when it is seen again, and when a broken line is
/// mended, `on_news` is called with [`MISSED`].
pub fn listen(path: String, on_news: impl Fn(u64) + 'static) -> ReadSignal<LiveState> {
    let (state, set_state) = signal(LiveState::Listening);
    #[cfg(feature = "hydrate")]
    line::begin(path, Box::new(on_news), set_state);
    #[cfg(not(feature = "hydrate"))]
    let _ = (path, on_news, set_state);
    state
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
    #[cfg(feature = "hydrate")]
    let on_news = healing::healer(known, fetch, take);
    #[cfg(not(feature = "hydrate"))]
    let on_news = move |_| _ = (&known, &fetch, &take);
    listen(path, on_news)
}

/// Loads the page anew in its place, through `navigation.js`.
pub fn refresh() {
    #[cfg(feature = "hydrate")]
    {
        use js_sys::{Function, Reflect};
        use wasm_bindgen::JsCast;

        let ours = Reflect::get(&window(), &"ewelists".into()).unwrap_or_default();
        let refresh = Reflect::get(&ours, &"refresh".into()).unwrap_or_default();
        if let Some(refresh) = refresh.dyn_ref::<Function>() {
            // What it throws is in the console, and the page stays as it is.
            _ = refresh.call0(&ours);
        }
    }
}

#[cfg(feature = "hydrate")]
mod healing {
    use std::{cell::Cell, future::Future, rc::Rc};

    use leptos::task::spawn_local;

    use super::{MISSED, line, refresh};
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
                            line::after(failures.get(), |line| line.tell(MISSED));
                            break;
                        }
                    }
                }
                busy.set(false);
            });
        }
    }
}

#[cfg(feature = "hydrate")]
mod line {
    use std::{
        cell::{Cell, RefCell},
        rc::Rc,
        time::Duration,
    };

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{EventSource, MessageEvent, VisibilityState};

    use super::{LiveState, MISSED};
    use crate::islands::browser::listen;

    thread_local! {
        static LINE: RefCell<Option<Rc<Line>>> = const { RefCell::new(None) };
        static WATCHING: Cell<bool> = const { Cell::new(false) };
    }

    /// One page's line.
    pub(super) struct Line {
        path: String,
        on_news: Box<dyn Fn(u64)>,
        state: WriteSignal<LiveState>,
        open: RefCell<Option<Open>>,
        failures: Cell<u32>,
        broken: Cell<bool>,
    }

    /// What an event source calls: when it opens, for each message, and when it breaks.
    type Called = (Closure<dyn Fn()>, Closure<dyn Fn(MessageEvent)>, Closure<dyn Fn()>);

    /// An event source with what it calls.
    struct Open {
        source: EventSource,
        /// Kept for as long as they may be called.
        _called: Called,
    }

    impl Drop for Open {
        fn drop(&mut self) {
            self.source.set_onopen(None);
            self.source.set_onmessage(None);
            self.source.set_onerror(None);
            self.source.close();
        }
    }

    /// Opens the page's line.
    pub(super) fn begin(path: String, on_news: Box<dyn Fn(u64)>, state: WriteSignal<LiveState>) {
        let line = Rc::new(Line {
            path,
            on_news,
            state,
            open: RefCell::default(),
            failures: Cell::new(0),
            broken: Cell::new(false),
        });
        hang_up();
        LINE.replace(Some(Rc::clone(&line)));
        line.connect();
        if !WATCHING.replace(true) {
            let document = document();
            listen(&document, "visibilitychange", watch);
            // `navigation.js` says that it put another page, or the same one anew, in this place.
            listen(&document, "ewelists:shown", hang_up);
        }
    }

    /// Does something with the page's line after a pause, longer with every failure, if it is
    /// looked at then. If it is not, it heals when it is seen again.
    pub(super) fn after(failures: u32, act: impl Fn(&Rc<Line>) + 'static) {
        let seconds = 2_u64.saturating_pow(failures).min(60);
        set_timeout(
            move || {
                if let Some(line) = current()
                    && !hidden()
                {
                    act(&line);
                }
            },
            Duration::from_secs(seconds),
        );
    }

    /// Hangs up when the tab is hidden, and takes the line up again when it is seen.
    fn watch() {
        let Some(line) = current() else { return };
        if hidden() {
            line.open.take();
        } else if line.open.borrow().is_none() {
            line.connect();
            line.tell(MISSED);
        }
    }

    fn hang_up() {
        if let Some(line) = LINE.take() {
            line.open.take();
        }
    }

    fn current() -> Option<Rc<Line>> {
        LINE.with_borrow(Clone::clone)
    }

    fn hidden() -> bool {
        document().visibility_state() == VisibilityState::Hidden
    }

    impl Line {
        /// Hands on what was told.
        pub(super) fn tell(&self, revision: u64) {
            (self.on_news)(revision);
        }

        fn connect(self: &Rc<Self>) {
            self.open.take();
            if hidden() {
                return;
            }
            let Ok(source) = EventSource::new(&self.path) else { return };
            let on_open = Closure::<dyn Fn()>::new(|| {
                if let Some(line) = current() {
                    line.opened();
                }
            });
            let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
                let revision = event.data().as_string().and_then(|text| text.parse().ok());
                if let (Some(line), Some(revision)) = (current(), revision) {
                    line.tell(revision);
                }
            });
            let on_error = Closure::<dyn Fn()>::new(|| {
                if let Some(line) = current() {
                    line.stumbled();
                }
            });
            source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
            source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
            self.open.replace(Some(Open { source, _called: (on_open, on_message, on_error) }));
        }

        fn opened(&self) {
            self.failures.set(0);
            if self.broken.replace(false) {
                self.state.try_set(LiveState::Listening);
                self.tell(MISSED);
            }
        }

        /// A browser mends a broken line itself, but gives up on one that the server refused. Then
        /// what the page shows may be gone: fetching it tells.
        fn stumbled(self: &Rc<Self>) {
            self.broken.set(true);
            self.state.try_set(LiveState::Reconnecting);
            let refused = |open: &Open| open.source.ready_state() == EventSource::CLOSED;
            if !self.open.borrow().as_ref().is_some_and(refused) {
                return;
            }
            self.open.take();
            self.failures.set(self.failures.get() + 1);
            after(self.failures.get(), |line| {
                if line.open.borrow().is_none() {
                    line.connect();
                }
            });
            self.tell(MISSED);
        }
    }
}
