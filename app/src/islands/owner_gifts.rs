//! The gifts of a list in its editor: in order, and true while the page is open.

mod order;
mod row;
mod words;

use domain::{
    EditorGift, EditorGifts as Gifts, EditorList, GiftId, ListState, MoneyStyle, Progress,
    Sectioned as _, TakenGift,
};
use leptos::prelude::*;

use self::{order::Order, row::GiftRow};
pub use self::{
    row::Words,
    words::{OwnerWords, RowWords},
};
use super::{
    autosave::is_stale,
    given::Given,
    lines::{Line, SectionHead, lines},
    live::{LiveState, follow, refresh},
    words::{Refusals, ShopWords},
};
use crate::{
    api,
    components::{Icon, IconName},
};

/// One gift, and how many of it are taken, where owners see that.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The gift.
    pub gift: EditorGift,
    /// Reserved and bought together.
    pub taken: Option<u32>,
}

impl Row {
    /// Every gift, in order.
    #[cfg(feature = "ssr")]
    pub fn all(gifts: &Gifts) -> Vec<Self> {
        match gifts {
            Gifts::Surprise(gifts) => {
                gifts.iter().map(|gift| Self { gift: gift.clone(), taken: None }).collect()
            }
            Gifts::Shown(gifts) => gifts.iter().map(Self::shown).collect(),
        }
    }

    fn find(gifts: &Gifts, id: GiftId) -> Option<Self> {
        match gifts {
            Gifts::Surprise(gifts) => {
                let gift = gifts.iter().find(|gift| gift.card.id == id)?.clone();
                Some(Self { gift, taken: None })
            }
            Gifts::Shown(gifts) => {
                gifts.iter().find(|shown| shown.gift.card.id == id).map(Self::shown)
            }
        }
    }

    fn shown(shown: &TakenGift) -> Self {
        Self { gift: shown.gift.clone(), taken: Some(shown.taken) }
    }
}

fn lines_of(gifts: &Gifts) -> Vec<Line> {
    lines(gifts.gifts().into_iter().map(|gift| (gift.card.id, gift.section())))
}

/// The gifts in their order, with buttons that work at once where a script runs. Under surprise
/// nothing that a giver does arrives here.
#[island]
pub fn OwnerGifts(
    /// The list as it was when the page was made.
    #[prop(into)]
    list: Given<EditorList>,
    /// What it says.
    words: OwnerWords,
    /// What the rows say about their gifts.
    row_words: RowWords,
    /// What the ways to shops say.
    shop_words: ShopWords,
    /// Why a move may be refused.
    refusals: Refusals,
    /// How it writes amounts.
    money_style: MoneyStyle,
) -> impl IntoView {
    let Given(list) = list;
    let id = list.id;
    let open = list.state != ListState::Closed;
    let standing =
        (list.state, list.surprise, list.share.clone(), matches!(list.gifts, Gifts::Surprise(_)));
    let order = Order::new(list, words, refusals);
    let path = format!("/live/list/{id}");
    let fetch = move || api::fetch_owner_list(id.to_string());
    let take = move |fresh: EditorList| {
        let kept = matches!(fresh.gifts, Gifts::Surprise(_));
        // What surrounds the gifts is another page then.
        let standing_now = (fresh.state, fresh.surprise, fresh.share.clone(), kept);
        if standing != standing_now || is_stale(&fresh.form) {
            refresh();
        }
        order.take(fresh);
    };
    let line = follow(path, move || order.revision(), fetch, take);
    let gifts = order.shown();
    let every = Memo::new(move |_| gifts.with(lines_of));
    let count = Memo::new(move |_| gifts.with(|gifts| gifts.gifts().len()));
    view! {
        <p class="toast network" hidden=move || line.get() == LiveState::Listening>
            {words.reconnecting()}
        </p>
        <section class="stack" aria-labelledby="gifts-heading">
            <div class="page-head">
                <h2 id="gifts-heading">
                    {words.heading()} " "
                    <span class="soft number">
                        {move || Some(count.get()).filter(|count| *count > 0)}
                    </span>
                </h2>
                {move || view! { <SoFar words list=id.to_string() gifts=gifts.get()/> }}
            </div>
            {move || order.problem().map(|words| {
                view! {
                    <div class="notice error" role="alert">
                        <Icon name=IconName::WARNING/>
                        <p>{words}</p>
                    </div>
                }
            })}
            <ol
                class="gift-rows"
                role="list"
                data-arrange=open.then(|| id.to_string())
                hidden=move || count.get() == 0
            >
                <For each=move || every.get() key=|line| line.clone() let:line>
                    {match line {
                        Line::Section(section) => view! { <SectionHead section/> }.into_any(),
                        Line::Gift(gift) => {
                            view! {
                                <GiftRow
                                    words=row_words
                                    shop_words
                                    money_style
                                    open
                                    gift
                                    order
                                    every
                                />
                            }
                                .into_any()
                        }
                    }}
                </For>
            </ol>
            <Empty words open hidden=Signal::derive(move || count.get() > 0)/>
            <p class="unseen" role="status">
                {move || match line.get() {
                    LiveState::Listening => order.said(),
                    LiveState::Reconnecting => words.reconnecting(),
                }}
            </p>
        </section>
    }
}

/// How far the list has come, or what the order is for.
#[component]
fn SoFar(words: OwnerWords, list: String, gifts: Gifts) -> impl IntoView {
    let so_far = match &gifts {
        Gifts::Surprise(_) => Progress { taken: 0, wanted: 0 },
        Gifts::Shown(gifts) => {
            Progress::of(gifts.iter().map(|shown| (shown.gift.wanted, shown.taken)))
        }
    };
    if gifts.gifts().is_empty() {
        return ().into_any();
    }
    if so_far.taken == 0 {
        return view! { <p class="small soft">{words.order()}</p> }.into_any();
    }
    view! {
        <p class="small soft">
            {words.taken_of(so_far.taken, so_far.wanted)} " "
            <a href=format!("/lists/{list}/taken")>{words.by_whom()}</a>
        </p>
    }
    .into_any()
}

/// Teaches how the first gift gets here.
#[component]
fn Empty(words: OwnerWords, open: bool, hidden: Signal<bool>) -> impl IntoView {
    view! {
        <div class="empty" hidden=move || hidden.get()>
            <img class="little" src="/gift.svg" alt="" width="320" height="320"/>
            <h3>{words.empty()}</h3>
            <p>{if open { words.first() } else { words.closed() }}</p>
        </div>
    }
}
