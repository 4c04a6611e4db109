//! One gift in the editor, with what can be done about it.

use domain::{EditorGift, GiftId, ListId, MoneyStyle, Move};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{Row, order::Order, words::RowWords};
use crate::{
    components::{FurtherShops, Icon, IconName, Picture, ShopLink},
    islands::{chips::priority_chip, lines::Line, words::ShopWords},
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
    /// What it says about the gift.
    words: RowWords,
    /// And at the ways to shops.
    shop_words: ShopWords,
    /// How it writes amounts.
    money_style: MoneyStyle,
    /// Whether anything can be changed.
    open: bool,
    gift: GiftId,
    order: Order,
    /// Every gift under its heading, in order.
    every: Memo<Vec<Line>>,
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
    let is = move |test: fn(&EditorGift) -> bool| {
        row.with(|row| row.as_ref().is_some_and(|row| test(&row.gift)))
    };
    let received = Signal::derive(move || is(|gift| gift.received));
    view! {
        <li
            id=format!("gift-{gift}")
            class=move || if is(|gift| gift.hidden) { "gift-row hidden-gift" } else { "gift-row" }
        >
            {move || row.get().map(|row| view! { <Words words shop_words money_style list row/> })}
            <Tools open gift order every name received/>
        </li>
    }
}

/// What the gift is, beside its picture.
#[component]
pub fn Words(
    words: RowWords,
    shop_words: ShopWords,
    money_style: MoneyStyle,
    list: ListId,
    row: Row,
) -> impl IntoView {
    let Row { gift, taken } = row;
    let chips = chips(words, &gift, taken);
    let card = gift.card;
    let sold = card.price.is_some() || !card.shop.is_empty() || card.link.is_some();
    let price = card.price.map(|price| {
        view! { <span class="price">{price.money.display(money_style)}</span> " " }
    });
    let href = format!("/lists/{list}/gifts/{}/shop", card.id);
    let shop = match card.link {
        Some(_) => {
            let href = href.clone();
            view! { <ShopLink class="shop" href words=shop_words><bdi>{card.shop}</bdi></ShopLink> }
                .into_any()
        }
        None => view! { <bdi class="shop">{card.shop}</bdi> }.into_any(),
    };
    let notes =
        (!card.notes.is_empty()).then(|| view! { <p class="notes" dir="auto">{card.notes}</p> });
    view! {
        <Picture picture=card.picture/>
        <div class="words">
            <h3><bdi>{card.name}</bdi></h3>
            {sold.then(|| view! { <p>{price}{shop}</p> })}
            <FurtherShops href shops=card.further words=shop_words/>
            {notes}
            {chips}
        </div>
    }
}

/// Whether givers see it, how much and how many are wished for, which ones, how many are taken, and
/// whether it arrived.
fn chips(words: RowWords, gift: &EditorGift, taken: Option<u32>) -> impl IntoView + use<> {
    let card = &gift.card;
    let hidden = gift.hidden.then(|| {
        view! {
            <li class="chip care">
                <Icon name=IconName::EYE_OFF/>
                {words.hidden()}
            </li>
        }
    });
    let received = gift.received.then(|| {
        view! {
            <li class="chip good">
                <Icon name=IconName::PARCEL/>
                {words.received()}
            </li>
        }
    });
    let priority = priority_chip(card.priority, || words.must(), || words.nice());
    let wanted = match gift.wanted {
        Some(count) => words.wanted(count),
        None => words.any_number(),
    };
    let size = (!card.size.is_empty()).then(|| words.size(&card.size));
    let colour = (!card.colour.is_empty()).then(|| words.colour(&card.colour));
    let kind = size.into_iter().chain(colour).chain(card.tags.iter().cloned());
    let kind = kind.map(|words| view! { <li class="chip"><bdi>{words}</bdi></li> }).collect_view();
    let taken = taken.filter(|taken| *taken > 0).map(|taken| {
        view! {
            <li class="chip good">
                <Icon name=IconName::CHECK/>
                {words.taken(taken)}
            </li>
        }
    });
    view! {
        <ul class="chips" role="list">
            {hidden} {priority} <li class="chip">{wanted}</li> {kind} {taken} {received}
        </ul>
    }
}

/// Buttons that work without a script, and at once with one. Of a closed list a gift can still
/// arrive (R3.5).
#[component]
fn Tools(
    open: bool,
    gift: GiftId,
    order: Order,
    every: Memo<Vec<Line>>,
    name: Memo<String>,
    received: Signal<bool>,
) -> impl IntoView {
    let (list, words) = (order.list(), order.words());
    let submit = move |event: SubmitEvent| {
        let way = event.submitter().and_then(|button| button.get_attribute("value"));
        if let Some(way) = way.and_then(|way| Move::parse(&way).ok()) {
            event.prevent_default();
            order.change(gift, way);
        }
    };
    let idle = move |way| Signal::derive(move || every.with(|every| is_idle(every, gift, way)));
    let up = Signal::derive(move || words.up(name.get()));
    let down = Signal::derive(move || words.down(name.get()));
    let top = Signal::derive(move || words.top(name.get()));
    let edit = move || words.edit(name.get());
    let remove = move || words.remove(name.get());
    let arrived = move || words.arrived(name.get());
    let moves = open.then(|| {
        view! {
            <span class="handle" data-handle="">
                <Icon name=IconName::GRIP/>
            </span>
            <MoveButton gift way=Move::Up icon=IconName::ARROW_UP label=up idle=idle(Move::Up)/>
            <MoveButton
                gift
                way=Move::Down
                icon=IconName::ARROW_DOWN
                label=down
                idle=idle(Move::Down)
            />
            <MoveButton gift way=Move::Top icon=IconName::ARROW_TOP label=top idle=idle(Move::Top)/>
            <a class="icon-button" href=format!("/lists/{list}/gifts/{gift}") aria-label=edit>
                <Icon name=IconName::PENCIL/>
            </a>
        }
    });
    let removal = open.then(|| {
        view! {
            <button class="icon-button" formaction="/fn/remove_gift" aria-label=remove>
                <Icon name=IconName::TRASH/>
            </button>
        }
    });
    view! {
        <form class="tools" method="post" action="/fn/move_gift" on:submit=submit>
            <input type="hidden" name="list" value=list.to_string()/>
            <input type="hidden" name="gift" value=gift.to_string()/>
            {moves}
            <button
                class="icon-button"
                formaction="/fn/set_arrived"
                name="received"
                value=move || if received.get() { "" } else { "on" }
                aria-label=arrived
                aria-pressed=move || received.get().to_string()
            >
                <Icon name=IconName::PARCEL/>
            </button>
            {removal}
        </form>
    }
}

/// Not disabled at the ends of the list, since that would take the focus away.
#[component]
fn MoveButton(
    gift: GiftId,
    way: Move,
    icon: IconName,
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

/// Whether a gift has nowhere to go: it is at the edge of its section, and no section is there to
/// change places with.
fn is_idle(lines: &[Line], gift: GiftId, way: Move) -> bool {
    let is_head = |line: &Line| matches!(line, Line::Section(_));
    let at = lines.iter().position(|line| *line == Line::Gift(gift)).unwrap_or_default();
    let (above, below) = (&lines[..at], lines.get(at + 1));
    match way {
        Move::Up => match above.split_last() {
            Some((head, rest)) if is_head(head) => !rest.iter().any(is_head),
            above => above.is_none(),
        },
        Move::Down => match below {
            Some(line) if is_head(line) => !above.iter().any(is_head),
            below => below.is_none(),
        },
        Move::Top => above.last().is_none_or(is_head),
    }
}
