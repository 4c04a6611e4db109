//! The gifts of a shared list, with counts that stay true while the page is open (R5.2).

mod card;
mod choice;
mod news;
#[cfg(all(test, feature = "ssr"))]
mod tests;

use domain::{GiftId, SharedList};
use leptos::prelude::*;

use self::card::{Card, Frame};
pub use self::{
    card::{Chips, how_many_left},
    choice::{Choice, Order, Show},
    news::all_taken,
};
use super::{
    lines::{Line, SectionHead},
    live::{LiveState, follow, refresh},
};
use crate::{
    api::fetch_shared_list,
    i18n::{Locale, td_string},
};

/// The gifts under the filter, live. What else the page shows of the list is loaded anew where it
/// changes.
#[island]
pub fn SharedGifts(
    /// The share link's token.
    share: String,
    /// The list as it was when the page was made.
    list: SharedList,
    /// Which gifts, in which order.
    choice: Choice,
    /// The same, as it stands in the address: `?` and its pairs, or nothing.
    query: String,
    /// The language of its words.
    locale: Locale,
) -> impl IntoView {
    let path = format!("/l/{share}");
    let frame = Frame {
        locale,
        path: StoredValue::new(path.clone()),
        query: StoredValue::new(query),
        closed: list.closed,
        owner_looks: list.owner_looks.is_some(),
        changed: RwSignal::new(Vec::new()),
    };
    // What was shown once stays, so that nothing vanishes under a finger when somebody takes it.
    let shown_first: Vec<GiftId> = choice.of(&list.gifts, &[]);
    let list = RwSignal::new(list);
    let said = RwSignal::new(String::new());
    let take = move |fresh: SharedList| {
        let news = list.with_untracked(|before| news::between(before, &fresh, locale));
        if news.around {
            refresh();
        }
        list.set(fresh);
        said.set(news.said);
        frame.highlight(news.changed);
    };
    let known = move || list.with_untracked(|list| list.revision);
    let live = format!("/live/share/{share}");
    let line = follow(live, known, move || fetch_shared_list(share.clone()), take);
    #[cfg(feature = "hydrate")]
    filter::follow();
    let lines = Memo::new(move |_| list.with(|list| choice.lines(&list.gifts, &shown_first)));
    let nothing = move || lines.with(Vec::is_empty);
    let gift = move |id: GiftId| {
        let found =
            move |list: &SharedList| list.gifts.iter().find(|gift| gift.card.id == id).cloned();
        Memo::new(move |_| list.with(found))
    };
    let bare = Memo::new(move |_| list.with(|list| list.gifts.is_empty()));
    view! {
        <p class="small soft" hidden=move || line.get() == LiveState::Listening>
            {td_string!(locale, giving.shared.reconnecting)}
        </p>
        <h2 class="unseen">{td_string!(locale, giving.shared.gifts)}</h2>
        <ul class="gift-grid" role="list" hidden=nothing>
            <For each=move || lines.get() key=|line| line.clone() let:line>
                {match line {
                    Line::Section(section) => view! { <SectionHead section/> }.into_any(),
                    Line::Gift(id) => view! { <Card gift=gift(id) id frame/> }.into_any(),
                }}
            </For>
        </ul>
        {move || {
            nothing().then(|| view! { <Nothing bare=bare.get() choice path=path.clone() locale/> })
        }}
        <p class="unseen" role="status" aria-live="polite">
            {move || match line.get() {
                LiveState::Listening => said.get(),
                LiveState::Reconnecting => {
                    td_string!(locale, giving.shared.reconnecting).to_owned()
                }
            }}
        </p>
    }
}

/// Why no gift is shown, and what to do about it.
#[component]
fn Nothing(bare: bool, choice: Choice, path: String, locale: Locale) -> impl IntoView {
    let (heading, words) = match choice.show {
        _ if bare => (
            td_string!(locale, giving.shared.empty.heading),
            td_string!(locale, giving.shared.empty.words),
        ),
        _ if choice.most.is_some() => (
            td_string!(locale, givers.budget.none.heading),
            td_string!(locale, givers.budget.none.words),
        ),
        Show::Taken => (
            td_string!(locale, giving.shared.none_taken.heading),
            td_string!(locale, giving.shared.none_taken.words),
        ),
        Show::All | Show::Available => (
            td_string!(locale, giving.shared.all_taken.heading),
            td_string!(locale, giving.shared.all_taken.words),
        ),
    };
    view! {
        <section class="empty">
            {bare
                .then(|| {
                    view! { <img class="little" src="/gift.svg" alt="" width="320" height="320"/> }
                })} <h2>{heading}</h2> <p>{words}</p>
            {(!bare)
                .then(|| {
                    view! {
                        <a class="button" href=path>
                            {td_string!(locale, giving.shared.whole_list)}
                        </a>
                    }
                })}
        </section>
    }
}

#[cfg(feature = "hydrate")]
mod filter {
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    use web_sys::HtmlFormElement;

    use crate::islands::browser::listen;

    /// Sends the filter as soon as something else is chosen in it.
    pub(super) fn follow() {
        let form = document().query_selector("form.filter").ok().flatten();
        let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let target = form.clone();
        listen(&target, "change", move || {
            // Fails only for a form that is no longer on the page.
            _ = form.request_submit();
        });
    }
}
