//! Gifts I am giving (R5.4): all that an account has promised, on whichever list.

use domain::{GivenGift, ManageState, ManageView};
use leptos::prelude::*;

use super::give::{Disclosure, sold_at};
use crate::{
    components::{Page, Picture, answer, language, once_loaded, words},
    error::AppError,
    i18n::td_string,
};

/// What is left to do about a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    ToBuy,
    Bought,
    /// Cancelled, or gone before it was bought.
    Over,
}

impl Standing {
    fn of(view: &ManageView) -> Self {
        match view.state {
            ManageState::Reserved if !view.withdrawn && !view.gone => Self::ToBuy,
            ManageState::PurchasedJustNow | ManageState::Purchased => Self::Bought,
            ManageState::Reserved | ManageState::Cancelled => Self::Over,
        }
    }
}

async fn load() -> Result<Vec<GivenGift>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.sharing.given(&visit).await
}

/// Everything that I give: what is still to buy, what is bought, and what is over.
#[component]
pub fn Giving() -> impl IntoView {
    once_loaded(load(), |gifts| match gifts.is_empty() {
        true => view! { <Empty/> }.into_any(),
        false => view! { <Gifts gifts/> }.into_any(),
    })
}

#[component]
fn Gifts(gifts: Vec<GivenGift>) -> impl IntoView {
    let locale = language();
    let standing = |wanted: Standing| {
        let of = gifts.iter().filter(|given| Standing::of(&given.view) == wanted);
        of.cloned().collect::<Vec<_>>()
    };
    let (to_buy, bought) = (standing(Standing::ToBuy), standing(Standing::Bought));
    let over = standing(Standing::Over);
    view! {
        <Page title=td_string!(locale, giving.mine.title) class="middle">
            <h1>{td_string!(locale, giving.mine.heading)}</h1>
            <Group id="to-buy" heading=td_string!(locale, giving.mine.to_buy) gifts=to_buy/>
            <Group id="bought" heading=td_string!(locale, giving.mine.bought) gifts=bought/>
            <Over gifts=over/>
            <p class="small soft">{td_string!(locale, giving.mine.guest)}</p>
            <Disclosure/>
        </Page>
    }
}

/// Gifts that stand alike, under a heading; nothing where there are none.
#[component]
fn Group(id: &'static str, heading: &'static str, gifts: Vec<GivenGift>) -> impl IntoView {
    (!gifts.is_empty()).then(|| {
        let rows = gifts.into_iter().map(|given| view! { <Row given/> }).collect_view();
        view! {
            <section class="stack" aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                <ul class="gift-rows" role="list">
                    {rows}
                </ul>
            </section>
        }
    })
}

/// A gift, with all that it takes to give it.
#[component]
fn Row(given: GivenGift) -> impl IntoView {
    let locale = language();
    let view = given.view;
    let several = view.quantity > 1;
    let how_many = several.then(
        || view! { <p>{td_string!(locale, giving.mine.how_many, count = view.quantity)}</p> },
    );
    let act = match view.state {
        ManageState::Reserved => td_string!(locale, giving.gift.change),
        _ => td_string!(locale, giving.gift.look),
    };
    let name = view.card.name.clone();
    view! {
        <li class="gift-row given">
            <Picture picture=view.card.picture.clone()/>
            <div class="words">
                <h3><bdi>{name.clone()}</bdi></h3>
                <Offer view=view.clone() manage=given.manage.clone()/>
                {how_many}
                <About view=view.clone()/>
                <Changes view/>
            </div>
            <div class="tools">
                <a class="button" href=given.manage>
                    {act}
                    <span class="unseen">": " <bdi>{name}</bdi></span>
                </a>
            </div>
        </li>
    }
}

/// What it costs, and where.
#[component]
fn Offer(
    view: ManageView,
    /// The path of its manage page.
    manage: String,
) -> impl IntoView {
    let locale = language();
    let each = (view.quantity > 1).then(|| {
        view! { " " {td_string!(locale, giving.manage.each)} }
    });
    let price = view.card.price.map(|price| {
        view! { <span class="price">{words::money(locale, price.money)}</span> {each} }
    });
    let shop = sold_at(&view.card, format!("{manage}/shop"));
    (price.is_some() || shop.is_some()).then(|| view! { <p>{price} {shop}</p> })
}

/// Whose list it is from, and for when.
#[component]
fn About(view: ManageView) -> impl IntoView {
    let locale = language();
    let banner = view.banner;
    let title = view! { <bdi>{banner.title}</bdi> };
    let title = match view.list {
        Some(path) => view! { <a href=path>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let whom = (!banner.for_whom.is_empty()).then(|| {
        view! {
            " · " {td_string!(locale, giving.shared.for_whom)} " " <bdi>{banner.for_whom}</bdi>
        }
    });
    let date = banner.date.map(|date| {
        let countdown = words::countdown(locale, date.days_to_go).map(|words| format!(", {words}"));
        view! {
            " · "
            <time datetime=date.day.to_string()>{words::day(locale, date.day)}</time>
            {countdown}
        }
    });
    view! { <p class="small soft">{title} {whom} {date}</p> }
}

/// What has happened to the gift or its list since.
#[component]
fn Changes(view: ManageView) -> impl IntoView {
    let locale = language();
    let words = match view {
        ManageView { gone: true, .. } => td_string!(locale, giving.mine.gone),
        ManageView { withdrawn: true, .. } => td_string!(locale, giving.mine.withdrawn),
        ManageView { closed: true, .. } => td_string!(locale, giving.mine.closed),
        _ => return None,
    };
    Some(view! { <p class="chips"><span class="chip care">{words}</span></p> })
}

/// What is over, in few words.
#[component]
fn Over(gifts: Vec<GivenGift>) -> impl IntoView {
    let locale = language();
    (!gifts.is_empty()).then(|| {
        let rows = gifts.into_iter().map(|given| view! { <Past given/> }).collect_view();
        view! {
            <section class="stack tight" aria-labelledby="over">
                <h2 id="over">{td_string!(locale, giving.mine.over)}</h2>
                <ul class="stack tight" role="list">
                    {rows}
                </ul>
            </section>
        }
    })
}

#[component]
fn Past(given: GivenGift) -> impl IntoView {
    let locale = language();
    let view = given.view;
    let why = match view.state {
        ManageState::Cancelled if view.lapsed => td_string!(locale, givers.lapsed.short),
        ManageState::Cancelled if view.let_go => td_string!(locale, giving.mine.let_go),
        ManageState::Cancelled => td_string!(locale, giving.mine.cancelled),
        _ if view.gone => td_string!(locale, giving.mine.gone),
        _ => td_string!(locale, giving.mine.withdrawn),
    };
    view! {
        <li class="row small">
            <a href=given.manage>
                <bdi>{view.card.name}</bdi>
            </a>
            <bdi class="soft">{view.banner.title}</bdi>
            <span class="chip">{why}</span>
        </li>
    }
}

/// Says how it begins.
#[component]
fn Empty() -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, giving.mine.title) class="middle">
            <h1 class="heard">{td_string!(locale, giving.mine.heading)}</h1>
            <section class="empty">
                <img src="/covers/birthday.svg" alt="" width="640" height="360"/>
                <h2>{td_string!(locale, giving.mine.empty.heading)}</h2>
                <p>{td_string!(locale, giving.mine.empty.words)}</p>
                <p class="small">{td_string!(locale, giving.mine.guest)}</p>
                <a class="button" href="/lists">{td_string!(locale, problems.page.my_lists)}</a>
            </section>
        </Page>
    }
}
