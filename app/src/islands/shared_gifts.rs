//! The gifts of a shared list, with counts that stay true while the page is open (R5.2).

mod card;
mod choice;
mod news;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod words;

use domain::{GiftId, MoneyStyle, SharedList};
use leptos::prelude::*;

use self::card::{Card, Frame};
pub use self::{
    card::Chips,
    choice::{Choice, Order, Show},
    news::all_taken,
    words::{GiftWords, SharedWords},
};
use super::{
    given::Given,
    lines::{Line, SectionHead},
    live::{LiveState, follow, refresh},
    words::ShopWords,
};
use crate::api::fetch_shared_list;
#[cfg(feature = "ssr")]
use crate::i18n::{Locale, td_string};

/// The gifts under the filter, live. What else the page shows of the list is loaded anew where it
/// changes.
#[island]
pub fn SharedGifts(
    /// The share link's token.
    share: String,
    /// The list as it was when the page was made.
    #[prop(into)]
    list: Given<SharedList>,
    /// Which gifts, in which order.
    #[prop(into)]
    choice: Given<Choice>,
    /// The same, as it stands in the address: `?` and its pairs, or nothing.
    query: String,
    /// What it says.
    words: SharedWords,
    /// What the gifts say.
    gift_words: GiftWords,
    /// What the ways to shops say.
    shop_words: ShopWords,
    /// What it says in place of the gifts where none is shown (see [`none_shown`]).
    none: Vec<String>,
    /// How it writes amounts.
    money_style: MoneyStyle,
) -> impl IntoView {
    let (Given(list), Given(choice)) = (list, choice);
    let path = format!("/l/{share}");
    let frame = Frame {
        words,
        gift_words,
        shop_words,
        money_style,
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
    // Whether the page around the gifts is another one by now. Where it could not be loaded, whatever is
    // told next makes up for it (R5.2).
    let outdated = StoredValue::new(false);
    let take = move |fresh: SharedList| {
        let news = list.with_untracked(|before| news::between(before, &fresh, words));
        if news.around || outdated.get_value() {
            outdated.set_value(true);
            refresh();
        }
        list.set(fresh);
        said.set(news.said);
        frame.highlight(news.changed);
    };
    let known = move || match outdated.get_value() {
        true => 0,
        false => list.with_untracked(|list| list.revision),
    };
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
        <p class="toast network" hidden=move || line.get() == LiveState::Listening>
            {words.reconnecting()}
        </p>
        <h2 class="unseen">{words.gifts()}</h2>
        <ul class="gift-grid" role="list" hidden=nothing>
            <For each=move || lines.get() key=|line| line.clone() let:line>
                {match line {
                    Line::Section(section) => view! { <SectionHead section/> }.into_any(),
                    Line::Gift(id) => view! { <Card gift=gift(id) id frame/> }.into_any(),
                }}
            </For>
        </ul>
        {move || {
            nothing().then(|| {
                let (none, path) = (none.clone(), path.clone());
                view! { <Nothing bare=bare.get() none path whole_list=words.whole_list()/> }
            })
        }}
        <p class="unseen" role="status" aria-live="polite">
            {move || match line.get() {
                LiveState::Listening => said.get(),
                LiveState::Reconnecting => words.reconnecting(),
            }}
        </p>
    }
}

/// What stands in place of the gifts, and the way to all of them where there are some.
#[component]
fn Nothing(bare: bool, none: Vec<String>, path: String, whole_list: String) -> impl IntoView {
    let mut none = none.into_iter();
    view! {
        <section class="empty">
            {bare
                .then(|| {
                    view! { <img class="little" src="/gift.svg" alt="" width="320" height="320"/> }
                })} <h2>{none.next()}</h2> <p>{none.next()}</p>
            {(!bare).then(|| view! { <a class="button" href=path>{whole_list}</a> })}
        </section>
    }
}

/// Why no gift is shown, and what to do about it: a heading and a sentence. A list that becomes
/// bare, or is so no longer, is loaded anew.
#[cfg(feature = "ssr")]
pub fn none_shown(bare: bool, choice: Choice, locale: Locale) -> Vec<String> {
    let words = match choice.show {
        _ if bare => [
            td_string!(locale, giving.shared.empty.heading),
            td_string!(locale, giving.shared.empty.words),
        ],
        _ if choice.most.is_some() => [
            td_string!(locale, givers.budget.none.heading),
            td_string!(locale, givers.budget.none.words),
        ],
        Show::Taken => [
            td_string!(locale, giving.shared.none_taken.heading),
            td_string!(locale, giving.shared.none_taken.words),
        ],
        Show::All | Show::Available => [
            td_string!(locale, giving.shared.all_taken.heading),
            td_string!(locale, giving.shared.all_taken.words),
        ],
    };
    words.map(str::to_owned).to_vec()
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
