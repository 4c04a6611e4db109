//! The gifts that were asked for, without the order of the whole list (R4.4).

use domain::{EditorList, ListId, ListState};
use leptos::prelude::*;

use super::{
    AboutGift,
    filter::{Filter, FromPart},
};
use crate::{
    components::{Icon, IconName, language, words},
    i18n::td_string,
    islands::{
        owner_gifts::{Row, RowWords, Words},
        words::ShopWords,
    },
};

/// What answers the filter, and how much of the list that is.
#[component]
pub(super) fn Filtered(list: EditorList, filter: Filter) -> impl IntoView {
    let locale = language();
    let open = list.state != ListState::Closed;
    let every = Row::all(&list.gifts);
    let all = every.len();
    let chosen = filter.choose(every);
    let shown = chosen.len();
    let rows: Vec<_> = chosen
        .into_iter()
        .map(|row| view! { <ChosenRow list=list.id row filter=filter.clone() open/> })
        .collect();
    let whole = format!("/lists/{}", list.id);
    let body = match shown {
        0 => view! {
            <div class="empty">
                <h3>{td_string!(locale, gifts.filter.none.heading)}</h3>
                <p>{td_string!(locale, gifts.filter.none.words)}</p>
            </div>
        }
        .into_any(),
        _ => view! { <ol class="gift-rows" role="list">{rows}</ol> }.into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="gifts-heading">
            <div class="page-head">
                <h2 id="gifts-heading" data-found=words::gifts_found(locale, shown, all)>
                    {td_string!(locale, editor.rows.heading)} " "
                    <span class="soft number">
                        {td_string!(locale, gifts.filter.count, shown = shown, all = all)}
                    </span>
                </h2>
                <a class="button quiet" href=whole>{td_string!(locale, gifts.filter.clear)}</a>
            </div>
            {body}
        </section>
    }
}

/// One of them, with what can be done about it where it stands.
#[component]
fn ChosenRow(
    list: ListId,
    row: Row,
    filter: Filter,
    /// Whether the list is.
    open: bool,
) -> impl IntoView {
    let locale = language();
    let card = &row.gift.card;
    let (gift, name, received) = (card.id, card.name.clone(), row.gift.received);
    let class = if row.gift.hidden { "gift-row hidden-gift" } else { "gift-row" };
    let edit = open.then(|| {
        let label = td_string!(locale, editor.rows.edit, name = name.clone());
        let href = filter.gift(list, gift);
        view! {
            <a class="icon-button" href=href aria-label=label>
                <Icon name=IconName::PENCIL/>
            </a>
        }
    });
    let remove = open.then(|| {
        let label = td_string!(locale, editor.rows.remove, name = name.clone());
        view! {
            <button class="icon-button" formaction="/fn/remove_gift" aria-label=label>
                <Icon name=IconName::TRASH/>
            </button>
        }
    });
    let arrived = td_string!(locale, gifts.arrived.toggle, name = name.clone());
    view! {
        <li id=format!("gift-{gift}") class=class>
            <Words
                words=RowWords::of(locale)
                shop_words=ShopWords::of(locale)
                money_style=words::money_style(locale)
                list
                row
            />
            <form class="tools" method="post" action="/fn/set_arrived">
                <AboutGift list gift/>
                <FromPart filter/>
                {edit}
                <button
                    class="icon-button"
                    name="received"
                    value=if received { "" } else { "on" }
                    aria-label=arrived
                    aria-pressed=received.to_string()
                >
                    <Icon name=IconName::PARCEL/>
                </button>
                {remove}
            </form>
        </li>
    }
}
