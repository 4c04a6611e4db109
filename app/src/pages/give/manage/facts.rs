//! What, for whom, when, and where to buy it.

use domain::{Exactness, GiftCard, ManageView};
use leptos::prelude::*;

use crate::{
    components::{FurtherShops, ShopLink, language},
    i18n::td_string,
    islands::words::ShopWords,
    pages::give::invitation::{CalendarLink, Day},
};

/// Name and value, one pair a line; what is not known has no line.
#[component]
pub(super) fn Facts(
    /// The reservation.
    view: ManageView,
    /// The path of its page.
    path: String,
) -> impl IntoView {
    let locale = language();
    let how_many = (view.quantity > 1).then(|| view.quantity.to_string().into_any());
    let whom = said(view.banner.for_whom.clone());
    let listed = view.list.is_some();
    let when = view.banner.date.map(|date| {
        let calendar = (listed && !date.is_past())
            .then(|| view! { " · " <CalendarLink href=format!("{path}/date.ics")/> });
        view! { <Day date/> {calendar} }.into_any()
    });
    let pairs = [
        (td_string!(locale, giving.manage.how_many), how_many),
        (td_string!(locale, giving.manage.for_whom), whom),
        (td_string!(locale, giving.manage.when), when),
        (td_string!(locale, giving.manage.where_to_buy), shop(&view.card, &path)),
        (td_string!(locale, giving.manage.which), which(&view.card)),
        (td_string!(locale, giving.manage.notes), said(view.card.notes.clone())),
        (td_string!(locale, giving.manage.delivery), view.delivery.and_then(said)),
    ];
    let lines = pairs.into_iter().filter_map(|(name, value)| {
        let value = value?;
        Some(view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
    });
    view! { <dl class="facts-list">{lines.collect::<Vec<_>>()}</dl> }
}

/// What people wrote, line by line as they wrote it.
fn said(words: String) -> Option<AnyView> {
    let there = !words.is_empty();
    there.then(|| view! { <p class="said" dir="auto">{words}</p> }.into_any())
}

fn shop(card: &GiftCard, path: &str) -> Option<AnyView> {
    let locale = language();
    if card.link.is_none() && card.further.is_empty() {
        return said(card.shop.clone());
    }
    let words = ShopWords::of(locale);
    let href = format!("{path}/shop");
    if card.link.is_none() {
        let (name, further) = (card.shop.clone(), card.further.clone());
        let shops = view! { <bdi>{name}</bdi> <FurtherShops href shops=further words/> };
        return Some(shops.into_any());
    }
    let name = match card.shop.as_str() {
        "" => td_string!(locale, giving.gift.in_the_shop).to_owned(),
        shop => shop.to_owned(),
    };
    let further = card.further.clone();
    let link = view! {
        <ShopLink href=href.clone() words>
            <bdi>{name}</bdi>
        </ShopLink>
        <FurtherShops href shops=further words/>
    };
    Some(link.into_any())
}

/// Size, colour, and whether something like it will do.
fn which(card: &GiftCard) -> Option<AnyView> {
    let locale = language();
    let size = (!card.size.is_empty()).then(|| {
        let size = card.size.clone();
        view! { <li>{td_string!(locale, giving.gift.size)} " " <bdi>{size}</bdi></li> }
    });
    let colour = (!card.colour.is_empty()).then(|| {
        let colour = card.colour.clone();
        view! { <li>{td_string!(locale, giving.gift.colour)} " " <bdi>{colour}</bdi></li> }
    });
    let exact = (card.exactness == Exactness::Exact)
        .then(|| view! { <li>{td_string!(locale, giving.gift.exact)}</li> });
    let any = size.is_some() || colour.is_some() || exact.is_some();
    any.then(|| view! { <ul class="plain" role="list">{size} {colour} {exact}</ul> }.into_any())
}
