//! One gift on a shared list.

use std::time::Duration;

use domain::{Exactness, GiftCard, GiftId, Left, OwnReservation, Priority, SharedGift};
use leptos::prelude::*;

use crate::{
    components::{FurtherShops, Icon, Picture, ShopLink, words},
    i18n::{Locale, td_string},
};

/// For so long a change is highlighted; `.changed` in style/parts/notices.css glows as long.
const HIGHLIGHT: Duration = Duration::from_millis(2_500);

/// How wide a picture is: in a row on phones, on a card elsewhere.
const SIZES: &str = "(max-width: 40rem) 6.5rem, 22rem";

/// What all cards of a list share.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub locale: Locale,
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
    let locale = frame.locale;
    let shop = shop(&card, frame);
    let href = shop_path(&card, frame);
    let price = card.price.map(|price| {
        view! { <span class="price">{words::money(locale, price.money)}</span> " " }
    });
    let read_on = card.price.map(|price| {
        let day = words::day(locale, price.read_on);
        let read_on = td_string!(locale, giving.gift.price_of, day = day);
        view! { <p class="small soft">{read_on}</p> }
    });
    let notes = (!card.notes.is_empty())
        .then(|| view! { <p class="notes" dir="auto">{card.notes.clone()}</p> });
    view! {
        <Picture picture=card.picture.clone() sizes=SIZES/>
        <div class="words">
            <h3><bdi>{card.name.clone()}</bdi></h3>
            <p>{price} {shop}</p>
            <FurtherShops href shops=card.further.clone() locale/>
            {read_on}
            {notes}
            <Chips card locale/>
        </div>
    }
}

/// Where it is sold, with a link if there is one.
fn shop(card: &GiftCard, frame: Frame) -> AnyView {
    let locale = frame.locale;
    let name = card.shop.clone();
    if card.link.is_none() {
        return view! { <bdi>{name}</bdi> }.into_any();
    }
    let href = shop_path(card, frame);
    let words = if name.is_empty() {
        td_string!(locale, giving.gift.in_the_shop)
    } else {
        td_string!(locale, giving.gift.at)
    };
    view! {
        <ShopLink class="shop" href locale>
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
pub fn Chips(card: GiftCard, locale: Locale) -> impl IntoView {
    let wish = match card.priority {
        Priority::Must => Some(
            view! {
                <li class="chip wished">
                    <Icon name="heart"/>
                    {td_string!(locale, giving.gift.must)}
                </li>
            }
            .into_any(),
        ),
        Priority::Love => None,
        Priority::Nice => {
            Some(view! { <li class="chip">{td_string!(locale, giving.gift.nice)}</li> }.into_any())
        }
    };
    let exact = (card.exactness == Exactness::Exact)
        .then(|| view! { <li class="chip">{td_string!(locale, giving.gift.exact)}</li> });
    let size = (!card.size.is_empty()).then(|| {
        view! {
            <li class="chip">
                {td_string!(locale, giving.gift.size)}
                <bdi>{card.size.clone()}</bdi>
            </li>
        }
    });
    let colour = (!card.colour.is_empty())
        .then(|| view! { <li class="chip"><bdi>{card.colour.clone()}</bdi></li> });
    let told = wish.is_some() || exact.is_some() || size.is_some() || colour.is_some();
    let any = told || !card.tags.is_empty();
    let tags = card.tags.into_iter().map(|tag| {
        view! { <li class="chip tag"><bdi>{tag}</bdi></li> }
    });
    let tags: Vec<_> = tags.collect();
    any.then(|| view! { <ul class="chips" role="list">{wish} {exact} {size} {colour} {tags}</ul> })
}

/// How it stands with a gift, for this giver.
#[component]
fn How(gift: SharedGift, frame: Frame) -> impl IntoView {
    let locale = frame.locale;
    let name = gift.card.name.clone();
    let promised = gift.mine.iter().any(|own| !own.purchased);
    let nothing_of_mine = gift.mine.is_empty();
    let own = gift.mine.into_iter().map(|own| view! { <Own own name=name.clone() locale/> });
    let own = own.collect_view();
    let rest = match gift.left {
        Left::Count(0) if nothing_of_mine => view! {
            <span class="chip">
                <Icon name="check"/>
                {td_string!(locale, giving.gift.taken)}
            </span>
        }
        .into_any(),
        Left::Count(0) => ().into_any(),
        Left::Count(_) if promised && !frame.closed => {
            view! { <p class="left">{how_many_left(gift.left, locale)}</p> }.into_any()
        }
        _ if promised => ().into_any(),
        Left::Count(_) if frame.closed => {
            view! { <p class="left">{td_string!(locale, giving.gift.was_not_taken)}</p> }.into_any()
        }
        Left::Any if frame.closed => ().into_any(),
        left => {
            let (path, query) = (frame.path.get_value(), frame.query.get_value());
            let href = format!("{path}/{}{query}", gift.card.id);
            let reserve = (!frame.owner_looks).then(|| {
                view! {
                    <a class="button primary" href=href>
                        {td_string!(locale, giving.gift.reserve)}
                        <span class="unseen">" " <bdi>{name}</bdi></span>
                    </a>
                }
            });
            view! {
                <p class="left">{how_many_left(left, locale)}</p>
                {reserve}
            }
            .into_any()
        }
    };
    view! {
        {own}
        {rest}
    }
}

/// How many are left, in words.
pub fn how_many_left(left: Left, locale: Locale) -> String {
    match left {
        Left::Any => td_string!(locale, giving.gift.any_number).to_owned(),
        Left::Count(left) => td_string!(locale, giving.gift.left, left = left),
    }
}

/// What this giver promised of a gift, and the way to change it.
#[component]
fn Own(own: OwnReservation, name: String, locale: Locale) -> impl IntoView {
    let chip = match (own.purchased, own.quantity) {
        (false, 1) => td_string!(locale, giving.gift.yours).to_owned(),
        (false, count) => td_string!(locale, giving.gift.yours_many, count = count),
        (true, 1) => td_string!(locale, giving.gift.bought).to_owned(),
        (true, count) => td_string!(locale, giving.gift.bought_many, count = count),
    };
    let link = if own.purchased {
        td_string!(locale, giving.gift.look)
    } else {
        td_string!(locale, giving.gift.change)
    };
    view! {
        <div class="row apart">
            <span class="chip good">
                <Icon name="check"/>
                {chip}
            </span>
            <a href=own.manage>
                {link}
                <span class="unseen">" " <bdi>{name}</bdi></span>
            </a>
        </div>
    }
}
