//! What a list is about, set as an invitation.

use domain::{Banner, DayView};
use leptos::prelude::*;

use crate::{
    components::{CoverImage, Icon, IconName, language, words},
    i18n::td_string,
};

/// The head of a shared list: picture, title, for whom, when, and the welcome.
#[component]
pub(super) fn Invitation(
    /// What it is about.
    banner: Banner,
    /// Whether it takes nothing any more, which its picture shows (R3.5).
    closed: bool,
    /// The path of a calendar file with its day.
    calendar: String,
) -> impl IntoView {
    let locale = language();
    let class = if closed { "list-head invitation closed" } else { "list-head invitation" };
    let whom = (!banner.for_whom.is_empty()).then(|| {
        view! {
            <li>
                <Icon name=IconName::USER/>
                <span>
                    {td_string!(locale, giving.shared.for_whom)} " " <bdi>{banner.for_whom}</bdi>
                </span>
            </li>
        }
    });
    let day = banner.date.map(|date| {
        view! {
            <li>
                <Icon name=IconName::CALENDAR/>
                <span><Day date/></span>
            </li>
        }
    });
    let ahead = banner.date.filter(|date| !date.is_past());
    let calendar = ahead.map(|_| view! { <li><CalendarLink href=calendar/></li> });
    let facts = (whom.is_some() || day.is_some())
        .then(|| view! { <ul class="facts" role="list">{whom} {day} {calendar}</ul> });
    let welcome = (!banner.welcome.is_empty())
        .then(|| view! { <p class="welcome" dir="auto">{banner.welcome}</p> });
    view! {
        <header class=class>
            <div class="cover banner">
                <CoverImage cover=banner.cover.code() picture=banner.picture first=true/>
            </div>
            <h1><bdi>{banner.title}</bdi></h1>
            {facts}
            {welcome}
        </header>
    }
}

/// A day, with a countdown when it is near.
#[component]
pub(super) fn Day(
    /// The day, and how far off it is.
    date: DayView,
) -> impl IntoView {
    let locale = language();
    let countdown = words::countdown(locale, date.days_to_go).map(|words| format!(", {words}"));
    view! {
        <time datetime=date.day.to_string()>{words::day(locale, date.day)}</time>
        {countdown}
    }
}

/// The way to a calendar file with the day.
#[component]
pub(super) fn CalendarLink(
    /// Its path.
    href: String,
) -> impl IntoView {
    view! { <a href=href download="date.ics">{td_string!(language(), givers.calendar.add)}</a> }
}
