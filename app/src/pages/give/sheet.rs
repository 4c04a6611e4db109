//! A shared list on paper (R3.7).

use domain::{Exactness, GiftCard, Left, SharedGift, SharedList};
use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    components::{Icon, IconName, Page, Unlisted, address, language, words},
    i18n::td_string,
    islands::{lines::SectionHead, shared_gifts::GiftWords},
};

/// The list as it is printed: boxes to tick, no buttons, and the way to what is still free.
#[component]
pub(super) fn Sheet(
    /// The share link's token.
    share: String,
    /// The list.
    list: SharedList,
) -> impl IntoView {
    let locale = language();
    let path = format!("/l/{share}");
    let link = address(&path);
    let banner = list.banner;
    let for_whom = (!banner.for_whom.is_empty()).then(|| {
        view! { <p>{td_string!(locale, giving.shared.for_whom)} " " <bdi>{banner.for_whom}</bdi></p> }
    });
    let date = banner.date.map(|date| view! { <p>{words::day(locale, date.day)}</p> });
    let welcome = (!banner.welcome.is_empty())
        .then(|| view! { <p class="welcome" dir="auto">{banner.welcome}</p> });
    let empty = list.gifts.is_empty().then(|| {
        view! { <p class="soft">{td_string!(locale, sharing.sheet.empty)}</p> }
    });
    let mut above = String::new();
    let gifts = list.gifts.into_iter().map(|gift| {
        let section = gift.card.section.clone();
        let head = (section != above).then(|| view! { <SectionHead section=section.clone()/> });
        above = section;
        view! { {head} <Line gift/> }
    });
    let gifts = gifts.collect_view();
    view! {
        <Unlisted/>
        <Page title=banner.title.clone() class="middle">
            <div class="row apart off-paper">
                <a href=path.clone()>{td_string!(locale, sharing.sheet.back)}</a>
                <button class="button primary scripted" type="button" data-print>
                    <Icon name=IconName::PRINTER/>
                    {td_string!(locale, sharing.sheet.print)}
                </button>
            </div>
            <article class="sheet">
                <header>
                    <div>
                        <h1><bdi>{banner.title}</bdi></h1>
                        {for_whom}
                        {date}
                        {welcome}
                    </div>
                    <figure>
                        <img src=format!("{path}/qr.svg") alt="" width="160" height="160"/>
                        <figcaption>{td_string!(locale, sharing.sheet.scan)}</figcaption>
                    </figure>
                </header>
                {empty}
                <ul role="list">{gifts}</ul>
                <p class="address">{link}</p>
            </article>
            <script type="module" src="/print.js" nonce=use_nonce()></script>
        </Page>
    }
}

/// One gift in a line or two, with a box before it.
#[component]
fn Line(gift: SharedGift) -> impl IntoView {
    let locale = language();
    let SharedGift { card, left, .. } = gift;
    let how_many = match left {
        Left::Count(0) => td_string!(locale, giving.gift.taken).to_owned(),
        left => GiftWords::of(locale).how_many_left(left),
    };
    let price = card.price.map(|price| words::money(locale, price.money));
    let which = which(&card);
    let notes =
        (!card.notes.is_empty()).then(|| view! { <p class="notes" dir="auto">{card.notes}</p> });
    let shop = (!card.shop.is_empty()).then(|| view! { <bdi>{card.shop}</bdi> });
    let comma = (price.is_some() && shop.is_some()).then_some(", ");
    let where_to =
        (price.is_some() || shop.is_some()).then(|| view! { <p>{price} {comma} {shop}</p> });
    view! {
        <li class:taken=left.is_taken()>
            <div>
                <h2><bdi>{card.name}</bdi></h2>
                {where_to}
                {which}
                {notes}
            </div>
            <p class="left">{how_many}</p>
        </li>
    }
}

/// Which one exactly, in words.
fn which(card: &GiftCard) -> Option<impl IntoView + use<>> {
    let locale = language();
    let exact = (card.exactness == Exactness::Exact)
        .then(|| td_string!(locale, giving.gift.exact).to_owned());
    let named = |name: &str, value: &str| (!value.is_empty()).then(|| format!("{name}: {value}"));
    let size = named(td_string!(locale, giving.gift.size), &card.size);
    let colour = named(td_string!(locale, giving.gift.colour), &card.colour);
    let all: Vec<_> = [exact, size, colour].into_iter().flatten().collect();
    (!all.is_empty()).then(|| view! { <p class="small" dir="auto">{all.join(", ")}</p> })
}
