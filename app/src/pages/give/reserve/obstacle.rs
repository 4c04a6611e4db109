//! Why a gift can not be reserved.

use domain::{ListId, SharedGift, SharedList};
use leptos::prelude::*;

use crate::{
    components::{Live, answer, language},
    i18n::td_string,
    pages::give::{DeadEnd, chosen::query},
};

/// Why a gift can not be reserved by the one who asks.
pub(super) enum Obstacle {
    /// It is their own list.
    Own(ListId),
    /// It is not on the list, or not any more.
    Gone,
    /// They have reserved it already, and this is where it is changed.
    Mine(String),
    /// The list takes nothing any more.
    Closed,
    /// Others were quicker.
    Taken,
}

/// The gift, if it can be reserved.
pub(super) fn wanted(list: &SharedList, gift: Option<SharedGift>) -> Result<SharedGift, Obstacle> {
    if let Some(id) = list.owner_looks {
        return Err(Obstacle::Own(id));
    }
    let gift = gift.ok_or(Obstacle::Gone)?;
    if let Some(own) = gift.mine.iter().find(|own| !own.purchased) {
        return Err(Obstacle::Mine(own.manage.clone()));
    }
    match gift {
        _ if list.closed => Err(Obstacle::Closed),
        gift if gift.left.is_taken() => Err(Obstacle::Taken),
        gift => Ok(gift),
    }
}

/// Says why, and shows the way on.
#[component]
pub(super) fn CannotReserve(share: String, obstacle: Obstacle, list: SharedList) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_share(&share, &list));
    let banner = list.banner;
    let list = format!("/l/{share}{}", query());
    let see_list = td_string!(locale, giving.reserve.see_list);
    let see_others = td_string!(locale, giving.reserve.see_others);
    let (heading, words, ways) = match obstacle {
        Obstacle::Own(id) => (
            td_string!(locale, giving.reserve.own.heading),
            td_string!(locale, giving.reserve.own.words),
            vec![(format!("/lists/{id}"), td_string!(locale, giving.reserve.own.back))],
        ),
        Obstacle::Gone => {
            answer::status(404);
            (
                td_string!(locale, giving.reserve.gone.heading),
                td_string!(locale, giving.reserve.gone.words),
                vec![(list, see_others)],
            )
        }
        Obstacle::Mine(manage) => (
            td_string!(locale, giving.reserve.mine.heading),
            td_string!(locale, giving.reserve.mine.words),
            vec![(manage, td_string!(locale, giving.gift.change)), (list, see_list)],
        ),
        Obstacle::Closed => (
            td_string!(locale, giving.reserve.closed.heading),
            td_string!(locale, giving.reserve.closed.words),
            vec![(list, see_list)],
        ),
        Obstacle::Taken => (
            td_string!(locale, giving.reserve.taken.heading),
            td_string!(locale, giving.reserve.taken.words),
            vec![(list, see_others)],
        ),
    };
    let ways = ways.into_iter().enumerate().map(|(index, (path, words))| {
        let class = if index == 0 { "button primary" } else { "button" };
        view! { <a class=class href=path>{words}</a> }
    });
    view! {
        <DeadEnd
            title=td_string!(locale, giving.reserve.title)
            heading
            words=move || words
            cover=banner.cover.code()
            picture=banner.picture
            live
        >
            {ways.collect_view()}
        </DeadEnd>
    }
}
