//! What stands above every page of a list.

use domain::{Banner, ListState, PictureId};
use leptos::prelude::*;

use crate::{
    components::{CoverImage, Icon, IconName, language, words},
    i18n::td_string,
};

/// The picture, the title and the facts, to be read.
#[component]
pub(super) fn Head(
    /// What the list is about.
    banner: Banner,
    /// How far it has come.
    state: ListState,
) -> impl IntoView {
    let locale = language();
    let closed = state == ListState::Closed;
    let for_whom = (!banner.for_whom.is_empty()).then(|| {
        let meant_for = td_string!(locale, editor.head.meant_for);
        view! { ", " {meant_for} " " <bdi>{banner.for_whom}</bdi> }
    });
    let date = banner.date.map(|date| {
        let countdown = words::countdown(locale, date.days_to_go).filter(|_| !closed);
        view! {
            <li>
                <Icon name=IconName::CALENDAR/>
                <span>
                    <time datetime=date.day.to_string()>{words::day(locale, date.day)}</time>
                    {countdown.map(|countdown| format!(", {countdown}"))}
                </span>
            </li>
        }
    });
    view! {
        <header class="list-head">
            <CoverPicture list_state=state cover=banner.cover.code() picture=banner.picture/>
            <div class="stack tight">
                <h1><bdi>{banner.title}</bdi></h1>
                <ul class="facts" role="list">
                    <li>
                        <Icon name=IconName::GIFT/>
                        <span>{words::occasion(locale, banner.occasion)} {for_whom}</span>
                    </li>
                    {date}
                    <li><StateChip state/></li>
                </ul>
                <p class="lines" dir="auto">{banner.welcome}</p>
            </div>
        </header>
    }
}

/// The list's picture; greyed once it is closed (R3.5).
#[component]
pub(super) fn CoverPicture(
    list_state: ListState,
    cover: &'static str,
    picture: Option<PictureId>,
) -> impl IntoView {
    let class = match list_state {
        ListState::Closed => "cover banner closed",
        ListState::Draft | ListState::Open => "cover banner",
    };
    view! {
        <div class=class>
            <CoverImage cover picture sizes="(max-width: 48rem) 100vw, 22rem"/>
        </div>
    }
}

/// How far the list has come, in a word.
#[component]
pub(super) fn StateChip(state: ListState) -> impl IntoView {
    let locale = language();
    let (class, words) = match state {
        ListState::Draft => ("chip care", td_string!(locale, editor.head.draft)),
        ListState::Open => ("chip good", td_string!(locale, editor.head.shared)),
        ListState::Closed => ("chip", td_string!(locale, editor.head.closed)),
    };
    view! { <span class=class>{words}</span> }
}
