//! One gift in the editor, with what can be done about it.

use domain::{GiftId, ListId, Move, Priority};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{Row, order::Order};
use crate::{
    components::{Icon, Picture, ShopLink, words},
    i18n::{Locale, td_string},
};

/// Puts the focus on the button that moves a gift.
pub(super) fn focus(gift: GiftId, way: Move) {
    use leptos::{wasm_bindgen::JsCast, web_sys::HtmlElement};

    let button = document().get_element_by_id(&button_id(gift, way));
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // Fails for nothing that is on the page.
        _ = button.focus();
    }
}

fn button_id(gift: GiftId, way: Move) -> String {
    format!("{}-{gift}", way.code())
}

/// A gift and its buttons.
#[component]
pub(super) fn GiftRow(
    locale: Locale,
    /// Whether anything can be changed.
    open: bool,
    gift: GiftId,
    order: Order,
    /// Every gift, in order.
    every: Memo<Vec<GiftId>>,
) -> impl IntoView {
    let list = order.list();
    let gifts = order.shown();
    // A row that has just left the list is still there for a moment, as it was.
    let row = Memo::new(move |before: Option<&Option<Row>>| {
        gifts.with(|gifts| Row::find(gifts, gift)).or_else(|| before.cloned().flatten())
    });
    let name = Memo::new(move |_| {
        row.with(|row| row.as_ref().map(|row| row.gift.card.name.clone())).unwrap_or_default()
    });
    let hidden = move || row.with(|row| row.as_ref().is_some_and(|row| row.gift.hidden));
    view! {
        <li
            id=format!("gift-{gift}")
            class=move || if hidden() { "gift-row hidden-gift" } else { "gift-row" }
        >
            {move || row.get().map(|row| view! { <Words locale list row/> })}
            {open.then(|| view! { <Tools locale gift order every name/> })}
        </li>
    }
}

/// What the gift is, beside its picture.
#[component]
fn Words(locale: Locale, list: ListId, row: Row) -> impl IntoView {
    let Row { gift, taken } = row;
    let card = gift.card;
    let sold = card.price.is_some() || !card.shop.is_empty() || card.link.is_some();
    let price = card.price.map(|price| {
        view! { <span class="price">{words::money(locale, price.money)}</span> " " }
    });
    let shop = match card.link {
        Some(_) => {
            let href = format!("/lists/{list}/gifts/{}/shop", card.id);
            view! { <ShopLink class="shop" href locale><bdi>{card.shop}</bdi></ShopLink> }
                .into_any()
        }
        None => view! { <bdi class="shop">{card.shop}</bdi> }.into_any(),
    };
    let notes =
        (!card.notes.is_empty()).then(|| view! { <p class="notes" dir="auto">{card.notes}</p> });
    let hidden = gift.hidden.then(|| {
        view! {
            <li class="chip care">
                <Icon name="eye-off"/>
                {td_string!(locale, editor.rows.hidden)}
            </li>
        }
    });
    let priority = match card.priority {
        Priority::Must => Some(
            view! {
                <li class="chip wished">
                    <Icon name="heart"/>
                    {td_string!(locale, editor.priority.must)}
                </li>
            }
            .into_any(),
        ),
        Priority::Love => None,
        Priority::Nice => Some(
            view! { <li class="chip">{td_string!(locale, editor.priority.nice)}</li> }.into_any(),
        ),
    };
    let wanted = match gift.wanted {
        Some(count) => td_string!(locale, editor.rows.wanted, count = count),
        None => td_string!(locale, editor.rows.any_number).to_owned(),
    };
    let size =
        (!card.size.is_empty()).then(|| td_string!(locale, editor.rows.size, size = card.size));
    let colour = (!card.colour.is_empty())
        .then(|| td_string!(locale, editor.rows.colour, colour = card.colour));
    let kind = [size, colour]
        .map(|words| words.map(|words| view! { <li class="chip"><bdi>{words}</bdi></li> }));
    let taken = taken.filter(|taken| *taken > 0).map(|taken| {
        view! {
            <li class="chip good">
                <Icon name="check"/>
                {td_string!(locale, editor.rows.taken, count = taken)}
            </li>
        }
    });
    view! {
        <Picture picture=card.picture/>
        <div class="words">
            <h3><bdi>{card.name}</bdi></h3>
            {sold.then(|| view! { <p>{price}{shop}</p> })}
            {notes}
            <ul class="chips" role="list">
                {hidden} {priority} <li class="chip">{wanted}</li> {kind.into_iter().collect_view()}
                {taken}
            </ul>
        </div>
    }
}

/// Buttons that work without a script, and at once with one.
#[component]
fn Tools(
    locale: Locale,
    gift: GiftId,
    order: Order,
    every: Memo<Vec<GiftId>>,
    name: Memo<String>,
) -> impl IntoView {
    let list = order.list();
    let first = Signal::derive(move || every.with(|every| every.first() == Some(&gift)));
    let last = Signal::derive(move || every.with(|every| every.last() == Some(&gift)));
    let submit = move |event: SubmitEvent| {
        let way = event.submitter().and_then(|button| button.get_attribute("value"));
        if let Some(way) = way.and_then(|way| Move::parse(&way).ok()) {
            event.prevent_default();
            order.change(gift, way);
        }
    };
    let up = Signal::derive(move || td_string!(locale, editor.rows.up, name = name.get()));
    let down = Signal::derive(move || td_string!(locale, editor.rows.down, name = name.get()));
    let top = Signal::derive(move || td_string!(locale, editor.rows.top, name = name.get()));
    let edit = move || td_string!(locale, editor.rows.edit, name = name.get());
    let remove = move || td_string!(locale, editor.rows.remove, name = name.get());
    view! {
        <div class="tools">
            <form method="post" action="/fn/move_gift" on:submit=submit>
                <MoveButton gift way=Move::Up icon="arrow-up" label=up idle=first/>
                <MoveButton gift way=Move::Down icon="arrow-down" label=down idle=last/>
                <MoveButton gift way=Move::Top icon="arrow-top" label=top idle=first/>
                <input type="hidden" name="list" value=list.to_string()/>
                <input type="hidden" name="gift" value=gift.to_string()/>
            </form>
            <a class="icon-button" href=format!("/lists/{list}/gifts/{gift}") aria-label=edit>
                <Icon name="pencil"/>
            </a>
            <form method="post" action="/fn/remove_gift">
                <input type="hidden" name="list" value=list.to_string()/>
                <input type="hidden" name="gift" value=gift.to_string()/>
                <button class="icon-button" aria-label=remove>
                    <Icon name="trash"/>
                </button>
            </form>
        </div>
    }
}

/// Not disabled at the ends of the list, since that would take the focus away.
#[component]
fn MoveButton(
    gift: GiftId,
    way: Move,
    icon: &'static str,
    label: Signal<String>,
    /// Whether there is nowhere to go.
    idle: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            id=button_id(gift, way)
            name="way"
            value=way.code()
            aria-label=move || label.get()
            aria-disabled=move || idle.get().then_some("true")
        >
            <Icon name=icon/>
        </button>
    }
}
