//! One gift on a shared list.

use std::time::Duration;

use domain::{Exactness, GiftCard, GiftId, Left, MoneyStyle, OwnReservation, SharedGift};
use leptos::prelude::*;

use super::words::{GiftWords, SharedWords};
use crate::{
    components::{FurtherShops, Icon, IconName, Picture, ShopLink},
    islands::{chips::priority_chip, words::ShopWords},
};

/// How long a change is highlighted; `.changed` in style/parts/notices.css glows as long.
const HIGHLIGHT: Duration = Duration::from_millis(2_500);

/// How wide a picture is: in a row on phones, on a card elsewhere.
const SIZES: &str = "(max-width: 40rem) 6.5rem, 22rem";

/// What all cards of a list share.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub words: SharedWords,
    pub gift_words: GiftWords,
    pub shop_words: ShopWords,
    pub money_style: MoneyStyle,
    /// The path of the shared page.
    pub path: StoredValue<String>,
    /// What goes along to the form by which one is reserved, so that the way back leads here.
    pub query: StoredValue<String>,
    pub closed: bool,
    pub owner_looks: bool,
    /// The gifts that changed just now.
    pub changed: RwSignal<Vec<GiftId>>,
}

impl Frame {
    /// Highlights gifts for a moment.
    pub(super) fn highlight(self, gifts: Vec<GiftId>) {
        if gifts.is_empty() {
            return;
        }
        self.changed.set(gifts.clone());
        set_timeout(
            move || self.changed.update(|changed| changed.retain(|gift| !gifts.contains(gift))),
            HIGHLIGHT,
        );
    }
}

/// A gift: what it is, how many are left, what this giver promised, and the way to reserve it.
#[component]
pub(super) fn Card(
    /// The gift, as long as it is on the list.
    gift: Memo<Option<SharedGift>>,
    id: GiftId,
    frame: Frame,
) -> impl IntoView {
    let is = move |test: fn(&SharedGift) -> bool| gift.with(|gift| gift.as_ref().is_some_and(test));
    let card = Memo::new(move |_| gift.with(|gift| gift.as_ref().map(|gift| gift.card.clone())));
    view! {
        <li>
            <article
                class="gift-card"
                class:taken=move || is(|gift| gift.left.is_taken() && gift.mine.is_empty())
                class:mine=move || is(|gift| !gift.mine.is_empty())
                class:changed=move || frame.changed.with(|changed| changed.contains(&id))
                id=format!("gift-{id}")
            >
                {move || card.get().map(|card| view! { <What card frame/> })}
                <footer>
                    {move || gift.get().map(|gift| view! { <How gift frame/> })}
                </footer>
            </article>
        </li>
    }
}

/// What a gift is.
#[component]
fn What(card: GiftCard, frame: Frame) -> impl IntoView {
    let nowhere = card.price.is_none() && card.link.is_none() && card.shop.is_empty();
    let shop = shop(&card, frame);
    let href = shop_path(&card, frame);
    let price = card.price.map(|price| {
        view! { <span class="price">{price.money.display(frame.money_style)}</span> " " }
    });
    let read_on = card.price.map(|price| {
        view! { <p class="small soft">{frame.words.read_on(price.read_on)}</p> }
    });
    let notes = (!card.notes.is_empty())
        .then(|| view! { <p class="notes" dir="auto">{card.notes.clone()}</p> });
    view! {
        <Picture picture=card.picture.clone() sizes=SIZES/>
        <div class="words">
            <h3><bdi>{card.name.clone()}</bdi></h3>
            <p hidden=nowhere>{price} {shop}</p>
            <FurtherShops href shops=card.further.clone() words=frame.shop_words/>
            {read_on}
            {notes}
            <Chips card words=frame.gift_words/>
        </div>
    }
}

/// Where it is sold, with a link if there is one.
fn shop(card: &GiftCard, frame: Frame) -> AnyView {
    let name = card.shop.clone();
    if card.link.is_none() {
        return view! { <bdi>{name}</bdi> }.into_any();
    }
    let href = shop_path(card, frame);
    let words = if name.is_empty() { frame.words.in_the_shop() } else { frame.words.at() };
    view! {
        <ShopLink class="shop" href words=frame.shop_words>
            {words}
            " "
            <bdi>{name}</bdi>
        </ShopLink>
    }
    .into_any()
}

fn shop_path(card: &GiftCard, frame: Frame) -> String {
    format!("{}/{}/shop", frame.path.get_value(), card.id)
}

/// How much it is wished for, which one exactly, and what its owner sorts by.
#[component]
pub fn Chips(card: GiftCard, words: GiftWords) -> impl IntoView {
    let wish = priority_chip(card.priority, || words.must(), || words.nice());
    let exact = (card.exactness == Exactness::Exact)
        .then(|| view! { <li class="chip">{words.exact()}</li> });
    let size = (!card.size.is_empty()).then(|| {
        view! {
            <li class="chip">
                {words.size()}
                <bdi>{card.size.clone()}</bdi>
            </li>
        }
    });
    let colour = (!card.colour.is_empty())
        .then(|| view! { <li class="chip"><bdi>{card.colour.clone()}</bdi></li> });
    let told = wish.is_some() || exact.is_some() || size.is_some() || colour.is_some();
    let any = told || !card.tags.is_empty();
    let tags = card.tags.into_iter().map(|tag| {
        view! { <li class="chip"><bdi>{tag}</bdi></li> }
    });
    let tags: Vec<_> = tags.collect();
    any.then(|| view! { <ul class="chips" role="list">{wish} {exact} {size} {colour} {tags}</ul> })
}

/// How it stands with a gift, for this giver.
#[component]
fn How(gift: SharedGift, frame: Frame) -> impl IntoView {
    let words = frame.words;
    let name = gift.card.name.clone();
    let promised = gift.mine.iter().any(|own| !own.purchased);
    let nothing_of_mine = gift.mine.is_empty();
    let own = gift.mine.into_iter().map(|own| view! { <Own own name=name.clone() words/> });
    let own = own.collect_view();
    let rest = match gift.left {
        Left::Count(0) if nothing_of_mine => view! {
            <span class="chip">
                <Icon name=IconName::CHECK/>
                {words.taken()}
            </span>
        }
        .into_any(),
        Left::Count(0) => ().into_any(),
        Left::Count(_) if promised && !frame.closed => {
            view! { <p class="left">{frame.gift_words.how_many_left(gift.left)}</p> }.into_any()
        }
        _ if promised => ().into_any(),
        Left::Count(_) if frame.closed => {
            view! { <p class="left">{words.was_not_taken()}</p> }.into_any()
        }
        Left::Any if frame.closed => ().into_any(),
        left => view! { <Reserve left id=gift.card.id name frame/> }.into_any(),
    };
    view! {
        {own}
        {rest}
    }
}

/// How many are left, and the way to reserve some, which owners who look do not have.
#[component]
fn Reserve(left: Left, id: GiftId, name: String, frame: Frame) -> impl IntoView {
    let (path, query) = (frame.path.get_value(), frame.query.get_value());
    let href = format!("{path}/{id}{query}");
    let reserve = (!frame.owner_looks).then(|| {
        view! {
            <a class="button primary" href=href>
                {frame.words.reserve()}
                <span class="unseen">" " <bdi>{name}</bdi></span>
            </a>
        }
    });
    view! {
        <p class="left">{frame.gift_words.how_many_left(left)}</p>
        {reserve}
    }
}

/// What this giver promised of a gift, and the way to change it.
#[component]
fn Own(own: OwnReservation, name: String, words: SharedWords) -> impl IntoView {
    let chip = match (own.purchased, own.quantity) {
        (false, 1) => words.yours(),
        (false, count) => words.yours_many(count),
        (true, 1) => words.bought(),
        (true, count) => words.bought_many(count),
    };
    let link = if own.purchased { words.look() } else { words.change() };
    view! {
        <div class="row apart">
            <span class="chip good">
                <Icon name=IconName::CHECK/>
                {chip}
            </span>
            <a href=own.manage>
                {link}
                <span class="unseen">" " <bdi>{name}</bdi></span>
            </a>
        </div>
    }
}
