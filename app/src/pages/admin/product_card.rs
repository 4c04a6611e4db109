//! What the console shows of a product, wherever it does.

use domain::{Link, Price, ProductId};
use leptos::prelude::*;

use crate::{
    backend::ProductCard,
    components::{Picture, language, words},
    i18n::{Locale, td_string},
};

/// A product in a row of `.console-rows`, with what belongs to it there.
#[component]
pub(super) fn ProductRow(
    /// The product.
    card: ProductCard,
    /// Where its name leads.
    #[prop(into)]
    href: String,
    /// What stands below it, or beside it where there is room: a form.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let locale = language();
    let hidden = card.hidden.then(|| {
        view! { <span class="chip care">{td_string!(locale, admin.catalogue.hidden)}</span> }
    });
    let words = [card.brand, card.shop].into_iter().filter(|words| !words.is_empty());
    let words = words.map(|words| view! { <bdi>{words}</bdi> }.into_any());
    let price = card.price.map(|price| view! { <Priced price/> }.into_any());
    let facts: Vec<_> = words.chain(price).collect();
    let line = facts.into_iter().enumerate().map(|(place, fact)| {
        let dot = (place > 0).then_some(" · ");
        view! { {dot} {fact} }
    });
    view! {
        <li class="product-row">
            <Picture picture=card.picture/>
            <div class="words">
                <p class="row">
                    <a href=href>
                        <bdi>{card.name}</bdi>
                    </a>
                    {hidden}
                </p>
                <p class="small">{line.collect_view()}</p>
            </div>
            {children.map(|children| children())}
        </li>
    }
}

/// A price, and the day on which it was read.
#[component]
fn Priced(price: Price) -> impl IntoView {
    let locale = language();
    let day = words::day(locale, price.read_on);
    view! {
        <span class="price">{words::money(locale, price.money)}</span>
        " "
        <span class="soft">{td_string!(locale, admin.product.price_of, day = day)}</span>
    }
}

/// The way to a product's page in its shop, which is called by its host.
#[component]
pub(super) fn ShopLink(
    /// The page's address.
    link: String,
) -> impl IntoView {
    let locale = language();
    let host = host(&link);
    view! {
        <a href=link target="_blank" rel="nofollow noopener noreferrer">
            <bdi>{host}</bdi>
            <span class="unseen">" " {td_string!(locale, admin.product.new_tab)}</span>
        </a>
    }
}

/// The host of an address.
pub(super) fn host(link: &str) -> String {
    Link::parse(link).map_or_else(|_| link.to_owned(), |link| link.host())
}

/// Says which product a form is about, and what the page has shown of it.
#[component]
pub(super) fn AboutProduct(product: ProductId, was: String) -> impl IntoView {
    view! {
        <input type="hidden" name="product" value=product.to_string()/>
        <input type="hidden" name="was" value=was/>
    }
}

/// The button that puts a product of the catalogue in the place of one that waits.
#[component]
pub(super) fn Merge(
    /// The one that waits.
    product: ProductId,
    /// The one of the catalogue.
    target: ProductId,
    /// What the page shows of the words of the one that waits.
    was: String,
    /// What that of the catalogue is called, where the button would not be told from others without.
    #[prop(optional, into)]
    name: Option<String>,
    /// Whether this is most likely what is to be done.
    #[prop(optional)]
    likely: bool,
) -> impl IntoView {
    let locale = language();
    let class = if likely { "button primary" } else { "button" };
    let name = name.map(|name| view! { <span class="unseen">": " <bdi>{name}</bdi></span> });
    view! {
        <form method="post" action="/fn/merge_product">
            <AboutProduct product was/>
            <input type="hidden" name="into" value=target.to_string()/>
            <button class=class>{td_string!(locale, admin.waiting.merge.submit)} {name}</button>
        </form>
    }
}

/// Products of the catalogue, each with the button that puts it in the place of one that waits.
#[component]
pub(super) fn MergeRows(
    /// The one that waits.
    product: ProductId,
    /// What the page shows of its owner's words.
    was: String,
    /// Those of the catalogue.
    cards: Vec<ProductCard>,
    /// Whether it is most likely one of these.
    #[prop(optional)]
    likely: bool,
) -> impl IntoView {
    let rows = cards.into_iter().map(|card| {
        let (target, name, was) = (card.id, card.name.clone(), was.clone());
        view! {
            <ProductRow card href=catalogue_path(target)>
                <Merge product target was name likely/>
            </ProductRow>
        }
    });
    let rows = rows.collect_view();
    view! {
        <ul class="console-rows" role="list">
            {rows}
        </ul>
    }
}

/// The page of a product of the catalogue.
pub(super) fn catalogue_path(product: ProductId) -> String {
    format!("/admin/catalogue/{product}")
}

/// Name and value, one pair a line; a pair without a value is left out.
pub(super) fn facts<const N: usize>(pairs: [(&'static str, Option<AnyView>); N]) -> AnyView {
    let lines = pairs.into_iter().filter_map(|(name, value)| {
        value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
    });
    let lines = lines.collect_view();
    view! { <dl class="facts-list">{lines}</dl> }.into_any()
}

/// A price as a value among [`facts`].
pub(super) fn priced(price: Option<Price>) -> Option<AnyView> {
    price.map(|price| view! { <Priced price/> }.into_any())
}

/// Words as a value among [`facts`]; nothing where there are none.
pub(super) fn said(words: &str) -> Option<AnyView> {
    let words = words.to_owned();
    (!words.is_empty()).then(|| view! { <bdi>{words}</bdi> }.into_any())
}

/// How many lists a product is on, in words.
pub(super) fn on_lists(locale: Locale, lists: u32) -> String {
    match lists {
        0 => td_string!(locale, admin.edit.on_no_list).to_owned(),
        lists => td_string!(locale, admin.edit.on_lists, count = lists),
    }
}
