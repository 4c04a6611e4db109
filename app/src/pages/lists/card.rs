//! A list on the dashboard.

use domain::{ListCard, ListState};
use leptos::prelude::*;

use crate::{
    components::{CoverImage, Icon, IconName, isolated, language, words},
    i18n::{td, td_string},
};

/// A list, with how far it has come. It leads to its editor.
#[component]
pub fn Card(list: ListCard) -> impl IntoView {
    let locale = language();
    let banner = &list.banner;
    let closed = list.state == ListState::Closed;
    let class = if closed { "list-card closed" } else { "list-card" };
    let date = banner.date.map(|date| {
        let countdown = words::countdown(locale, date.days_to_go).filter(|_| !closed);
        view! {
            " · "
            <time datetime=date.day.to_string()>{words::day(locale, date.day)}</time>
            {countdown.map(|countdown| format!(", {countdown}"))}
        }
    });
    // No chip: a name may be longer than the card is wide.
    let with = list.with.clone().map(|name| {
        view! { <p>{td!(locale, people.dashboard.with, name = isolated(name))}</p> }
    });
    view! {
        <article class=class>
            <div class="cover">
                <CoverImage
                    cover=banner.cover.code()
                    picture=banner.picture.clone()
                    sizes="(max-width: 40rem) 100vw, 22rem"
                />
            </div>
            <div>
                <h3>
                    <a href=format!("/lists/{}", list.id)><bdi>{banner.title.clone()}</bdi></a>
                </h3>
                <p class="small soft">{words::occasion(locale, banner.occasion)} {date}</p>
                <footer>{with} <Standing list/></footer>
            </div>
        </article>
    }
}

/// How many gifts are taken, unless that would tell, or there is nothing to tell yet.
#[component]
fn Standing(list: ListCard) -> impl IntoView {
    let locale = language();
    if list.state == ListState::Draft {
        let gifts = match list.gifts {
            0 => td_string!(locale, lists.card.draft_empty).to_owned(),
            gifts => td_string!(locale, lists.card.draft_gifts, count = gifts),
        };
        return view! {
            <p><span class="chip care">{td_string!(locale, lists.card.draft)}</span> " " {gifts}</p>
        }
        .into_any();
    }
    let Some(progress) = list.progress else {
        return view! {
            <p>
                <span class="chip tint">
                    <Icon name=IconName::EYE_OFF/>
                    {td_string!(locale, lists.card.surprise)}
                </span>
            </p>
        }
        .into_any();
    };
    if progress.wanted == 0 {
        return view! { <p>{td_string!(locale, lists.card.nothing_counted)}</p> }.into_any();
    }
    let bar = (list.state == ListState::Open).then(|| {
        view! {
            <progress
                value=progress.taken.to_string()
                max=progress.wanted.to_string()
                aria-label=td_string!(locale, lists.card.progress)
            ></progress>
        }
    });
    let taken =
        td_string!(locale, lists.card.taken, count = progress.wanted, taken = progress.taken);
    view! { {bar} <p>{taken}</p> }.into_any()
}
