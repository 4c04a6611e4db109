//! Those who look after a list, one line each.

use domain::{ListId, Role, beginning};
use leptos::prelude::*;

use crate::{
    backend::Member,
    components::{Icon, IconName, Panel, language, words},
    i18n::td_string,
    pages::editor::AboutList,
};

/// Everybody, with the way to remove them, or to leave.
#[component]
pub(super) fn Together(list: ListId, people: Vec<Member>) -> impl IntoView {
    let locale = language();
    let heading = match people.len() {
        1 => td_string!(locale, people.together.alone),
        _ => td_string!(locale, people.together.heading),
    };
    let rows = people.into_iter().map(|member| view! { <Row list member/> }).collect_view();
    view! {
        <Panel id="together-heading" heading>
            <ul class="people" role="list">{rows}</ul>
        </Panel>
    }
}

#[component]
fn Row(list: ListId, member: Member) -> impl IntoView {
    let locale = language();
    let since = words::day(locale, member.since.date_naive());
    let owner = member.role == Role::Owner;
    let chip = match (owner, member.me) {
        (true, true) => Some(td_string!(locale, people.together.mine)),
        (true, false) => Some(td_string!(locale, people.together.owner)),
        (false, true) => Some(td_string!(locale, people.together.you)),
        (false, false) => None,
    };
    let chip = chip.map(|words| view! { <span class="chip tint">{words}</span> });
    let name = member.name.clone();
    let ends = (!owner).then(|| match member.me {
        true => view! { <Leave list/> }.into_any(),
        false => view! { <Remove list member=member.clone()/> }.into_any(),
    });
    view! {
        <li>
            <Initial name=name.clone()/>
            <div>
                <p class="row"><strong><bdi>{name}</bdi></strong> {chip}</p>
                <p class="small soft">
                    {td_string!(locale, people.together.since, day = since)}
                </p>
            </div>
            {ends}
        </li>
    }
}

/// The first letter of a name, in a circle. It says nothing that the name beside it does not.
#[component]
fn Initial(name: String) -> impl IntoView {
    let first = beginning(&name, 1).to_uppercase();
    view! { <span class="initial" aria-hidden="true">{first}</span> }
}

/// Unfolds into the question whether it is meant.
#[component]
fn Remove(list: ListId, member: Member) -> impl IntoView {
    let locale = language();
    view! {
        <details class="asking">
            <summary class="button quiet danger">
                {td_string!(locale, people.together.remove)}
                <span class="unseen">": " <bdi>{member.name}</bdi></span>
            </summary>
            <form class="stack tight" method="post" action="/fn/remove_co_owner">
                <AboutList list/>
                <input type="hidden" name="person" value=member.id.to_string()/>
                <p class="small">{td_string!(locale, people.together.remove_ask)}</p>
                <button class="button danger">
                    {td_string!(locale, people.together.remove_confirm)}
                </button>
            </form>
        </details>
    }
}

#[component]
fn Leave(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <details class="asking">
            <summary class="button quiet danger">
                {td_string!(locale, people.together.leave)}
            </summary>
            <form class="stack tight" method="post" action="/fn/leave_list">
                <AboutList list/>
                <p class="small">{td_string!(locale, people.together.leave_ask)}</p>
                <button class="button danger">
                    {td_string!(locale, people.together.leave_confirm)}
                </button>
            </form>
        </details>
    }
}

/// Their names, and the way to the page on which that is changed.
#[component]
pub fn KeepersPanel(list: ListId, people: Vec<Member>) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="keepers-heading" heading=td_string!(locale, people.panel.heading)>
            <Names people/>
            <a class="button" href=format!("/lists/{list}/people")>
                <Icon name=IconName::USER/>
                {td_string!(locale, people.panel.open)}
            </a>
        </Panel>
    }
}

#[component]
fn Names(people: Vec<Member>) -> impl IntoView {
    if people.len() < 2 {
        let words = td_string!(language(), people.panel.words);
        return view! { <p class="small soft">{words}</p> }.into_any();
    }
    let names = people.into_iter().map(|member| {
        view! {
            <li>
                <Initial name=member.name.clone()/>
                <div><p><bdi>{member.name}</bdi></p></div>
            </li>
        }
    });
    view! { <ul class="people few" role="list">{names.collect_view()}</ul> }.into_any()
}
