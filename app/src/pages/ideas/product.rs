//! Products within articles.

use domain::ProductId;
use leptos::prelude::*;

use super::signed_in;
use crate::{
    backend::IdeaProduct,
    components::{Icon, IconName, Picture, ShopLink, language, words},
    i18n::td_string,
    islands::words::ShopWords,
    next::Next,
};

/// How wide a product's picture is: in a row on phones, on a card elsewhere.
const SIZES: &str = "(max-width: 40rem) 6.5rem, 15rem";

/// The page that asks to which list a product is added; `from` names the article in which it
/// stands, or nothing.
pub(super) fn adding(product: ProductId, from: &str) -> String {
    match from {
        "" => format!("/ideas/add/{product}"),
        slug => format!("/ideas/add/{product}?from={slug}"),
    }
}

/// Products side by side, as far as the catalogue has them.
#[component]
pub(super) fn Products(
    /// Which, in which order.
    ids: Vec<ProductId>,
    /// All there are.
    products: Vec<IdeaProduct>,
    /// The article that they stand in.
    #[prop(optional, into)]
    from: String,
) -> impl IntoView {
    let find = |id: ProductId| products.iter().find(|product| product.id == id).cloned();
    let shown: Vec<_> = ids.into_iter().filter_map(find).collect();
    (!shown.is_empty()).then(|| {
        let items = shown.into_iter().map(|product| {
            view! { <li><Product product from=from.clone()/></li> }
        });
        view! { <ul class="idea-products" role="list" lang=language().to_string()>{items.collect_view()}</ul> }
    })
}

#[component]
fn Product(product: IdeaProduct, from: String) -> impl IntoView {
    let locale = language();
    let IdeaProduct { id, name, brand, shop, sold, price, picture, wished } = product;
    let add = Add { id, name: name.clone(), path: adding(id, &from) };
    let brand = (!brand.is_empty()).then(|| view! { <p class="small soft"><bdi>{brand}</bdi></p> });
    let price = price.map(|price| {
        let day = words::day(locale, price.read_on);
        view! {
            <p class="price">{words::money(locale, price.money)}</p>
            <p class="small soft">{td_string!(locale, giving.gift.price_of, day = day)}</p>
        }
    });
    let shop = sold.then(|| {
        let at = if shop.is_empty() {
            td_string!(locale, giving.gift.in_the_shop)
        } else {
            td_string!(locale, ideas.product.at)
        };
        view! {
            <ShopLink
                class="small"
                href=format!("/ideas/products/{id}/shop")
                words=ShopWords::of(locale)
            >
                {at}
                " "
                <bdi>{shop}</bdi>
            </ShopLink>
        }
    });
    view! {
        <article class="idea-product" data-product=id.to_string() data-wished=wished.then_some("")>
            <Picture picture sizes=SIZES/>
            <div>
                <h3><bdi>{name}</bdi></h3>
                {brand}
                {price}
                {shop}
            </div>
            <footer>
                <p class="chip good">
                    <Icon name=IconName::CHECK/>
                    {td_string!(locale, ideas.product.wished)}
                </p>
                {add.view()}
            </footer>
        </article>
    }
}

/// The way to a list.
struct Add {
    id: ProductId,
    name: String,
    path: String,
}

impl Add {
    /// Who is signed in is asked for which list, where scripts run without leaving the page. Who
    /// is not makes an account first, and comes back to that question (R2.7).
    fn view(self) -> AnyView {
        let locale = language();
        let Self { id, name, path } = self;
        if !signed_in() {
            let sign_up = Next::parse(&path).after("/sign-up");
            return view! {
                <a class="button" href=sign_up>
                    {td_string!(locale, ideas.product.sign_up)}
                    <span class="unseen">": " <bdi>{name}</bdi></span>
                </a>
            }
            .into_any();
        }
        view! {
            <a class="button" href=path data-adds=id.to_string()>
                <Icon name=IconName::PLUS/>
                {td_string!(locale, ideas.product.add)}
                <span class="unseen">": " <bdi>{name}</bdi></span>
            </a>
        }
        .into_any()
    }
}

/// A product in few words, above the question for which list.
#[component]
pub(super) fn Brief(product: IdeaProduct) -> impl IntoView {
    let locale = language();
    let price = product.price.map(|price| {
        view! { <p class="price">{words::money(locale, price.money)}</p> }
    });
    let brand = (!product.brand.is_empty())
        .then(|| view! { <p class="soft"><bdi>{product.brand}</bdi></p> });
    view! {
        <div class="gift-brief">
            <Picture picture=product.picture/>
            <div>
                <h2><bdi>{product.name}</bdi></h2>
                {brand}
                {price}
            </div>
        </div>
    }
}
