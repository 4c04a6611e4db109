//! The invitations that nobody has used yet.

use domain::ListId;
use leptos::prelude::*;

use crate::{
    backend::{SentBy, WaitingInvitation},
    components::{CopyField, Icon, IconName, Panel, address, isolated, language, words},
    i18n::{td, td_string},
    pages::editor::AboutList,
};

/// Each with the way to take it back; a link stands there for whoever made it.
#[component]
pub(super) fn Waiting(list: ListId, invitations: Vec<WaitingInvitation>) -> impl IntoView {
    if invitations.is_empty() {
        return ().into_any();
    }
    let rows = invitations.into_iter().map(|invitation| view! { <Row list invitation/> });
    let rows = rows.collect_view();
    view! {
        <Panel id="waiting-heading" heading=td_string!(language(), people.waiting.heading)>
            <ul class="people" role="list">{rows}</ul>
        </Panel>
    }
    .into_any()
}

#[component]
fn Row(list: ListId, invitation: WaitingInvitation) -> impl IntoView {
    let locale = language();
    let WaitingInvitation { id, by, way, until } = invitation;
    let by = by.map(|name| match name.as_str() {
        "" => td_string!(locale, people.somebody).to_owned(),
        _ => name,
    });
    let until = words::day(locale, until.date_naive());
    let (icon, what) = match (&way, by) {
        (SentBy::Mail(email), None) => {
            let email = isolated(email.clone());
            (IconName::MAIL, td!(locale, people.waiting.mail, email = email).into_any())
        }
        (SentBy::Mail(email), Some(name)) => {
            let (email, name) = (isolated(email.clone()), isolated(name));
            let what = view! {
                {td!(locale, people.waiting.mail, email = email)}
                " "
                {td!(locale, people.waiting.by, name = name)}
            };
            (IconName::MAIL, what.into_any())
        }
        (SentBy::Link(_), None) => {
            (IconName::LINK, td_string!(locale, people.waiting.my_link).into_any())
        }
        (SentBy::Link(_), Some(name)) => {
            let name = isolated(name);
            (IconName::LINK, td!(locale, people.waiting.link, name = name).into_any())
        }
    };
    let link = match way {
        SentBy::Link(Some(path)) => Some(view! { <Link id=id.to_string() path/> }),
        SentBy::Link(None) | SentBy::Mail(_) => None,
    };
    view! {
        <li>
            <Icon name=icon/>
            <div>
                <p id=format!("what-{id}")>{what}</p>
                <p class="small soft">
                    {td_string!(locale, people.waiting.until, day = until)}
                </p>
            </div>
            <form method="post" action="/fn/take_back_invitation">
                <AboutList list/>
                <input type="hidden" name="invitation" value=id.to_string()/>
                <button
                    id=format!("take-back-{id}")
                    class="button quiet danger"
                    aria-labelledby=format!("take-back-{id} what-{id}")
                >
                    {td_string!(locale, people.waiting.take_back)}
                </button>
            </form>
            {link}
        </li>
    }
}

#[component]
fn Link(id: String, path: String) -> impl IntoView {
    view! {
        <CopyField
            id=format!("invitation-{id}")
            label=td_string!(language(), people.waiting.link_label)
            value=address(&path)
        />
    }
}
