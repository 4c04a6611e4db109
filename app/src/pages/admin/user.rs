//! One person, as far as an admin may know them.

use leptos::prelude::*;

use super::{
    Console, Moment, Tab, shown,
    user_acts::{Act, UserActs},
};
use crate::{
    backend::{UserSession, UserView},
    components::{Icon, IconName, Notice, Panel, Tone, answer, language, words},
    error::AppError,
    i18n::{Locale, td_string},
};

/// The person that the path names, with what they sign in with in words.
async fn load(person: String) -> Result<UserView, AppError> {
    let (backend, visit) = answer::asked()?;
    let mut user = backend.admin.user(&visit, person.parse()?).await?;
    let providers = backend.accounts.providers();
    for way in &mut user.ways {
        let known = providers.iter().find(|provider| provider.id.as_str() == way.as_str());
        if way.as_str() == "password" {
            *way = td_string!(visit.language, admin.user.password).to_owned();
        } else if let Some(provider) = known {
            way.clone_from(&provider.label);
        }
    }
    Ok(user)
}

/// One person: facts, where they are signed in, and what an admin can do.
#[component]
pub fn User() -> impl IntoView {
    let (person, done) = (answer::param("person"), answer::done("done"));
    shown(load(person), move |user| view! { <UserPage user done/> }.into_any())
}

fn done_words(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "signed_out" => Some(td_string!(locale, admin.user.done.signed_out)),
        "suspended" => Some(td_string!(locale, console.user.done.suspended)),
        "let_back" => Some(td_string!(locale, console.user.done.let_back)),
        _ => None,
    }
}

#[component]
fn UserPage(user: UserView, done: String) -> impl IntoView {
    let locale = language();
    let done = done_words(locale, &done).map(|words| view! { <Notice tone=Tone::Success words/> });
    let suspended = user.card.suspended_at.map(|at| {
        let since = td_string!(locale, console.user.since, moment = words::moment(locale, at));
        view! {
            <div class="notice warning">
                <Icon name=IconName::LOCK/>
                <p><strong>{since}</strong></p>
                <p>{td_string!(locale, console.user.closed)}</p>
            </div>
        }
    });
    view! {
        <Console title=user.card.name.clone() here=Tab::Users below=true>
            {done}
            {suspended}
            <div class="halves">
                <div class="panel">
                    <Facts user=user.clone()/>
                </div>
                <Sessions user=user.clone()/>
            </div>
            <UserActs card=user.card/>
        </Console>
    }
}

/// Name and value, one pair a line.
#[component]
fn Facts(user: UserView) -> impl IntoView {
    let locale = language();
    let email = user.card.email;
    let ways = match user.ways.as_slice() {
        [] => td_string!(locale, admin.user.no_way).to_owned(),
        ways => ways.join(", "),
    };
    let second_step = match user.second_step {
        true => td_string!(locale, admin.user.on),
        false => td_string!(locale, admin.user.off),
    };
    let admin = match user.card.admin {
        true => td_string!(locale, admin.user.yes),
        false => td_string!(locale, admin.user.no),
    };
    let pairs = [
        (td_string!(locale, admin.user.email), view! { <bdi>{email}</bdi> }.into_any()),
        (td_string!(locale, admin.user.since), view! { <Moment at=user.card.made_at/> }.into_any()),
        (td_string!(locale, admin.user.language), user.language.into_any()),
        (td_string!(locale, admin.user.lists), user.lists.to_string().into_any()),
        (td_string!(locale, console.user.tokens), user.tokens.to_string().into_any()),
        (td_string!(locale, admin.user.ways), ways.into_any()),
        (td_string!(locale, admin.user.second_step), second_step.into_any()),
        (td_string!(locale, admin.users.admin), admin.into_any()),
    ];
    let lines = pairs.into_iter().map(|(name, value)| {
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
    });
    view! { <dl class="facts-list">{lines.collect_view()}</dl> }
}

/// Where somebody is signed in, and the end of all that.
#[component]
fn Sessions(user: UserView) -> impl IntoView {
    let locale = language();
    let act = if user.sessions.is_empty() {
        view! { <p>{td_string!(locale, admin.user.sign_out.none)}</p> }.into_any()
    } else {
        let rows = user.sessions.into_iter().map(|session| view! { <Session session/> });
        view! {
            <ul class="account-rows" role="list">
                {rows.collect_view()}
            </ul>
            <p class="small soft">{td_string!(locale, admin.user.sign_out.words)}</p>
            <Act
                action="/fn/sign_user_out"
                person=user.card.id
                open=td_string!(locale, admin.user.sign_out.submit)
            />
        }
        .into_any()
    };
    view! {
        <Panel id="sessions" heading=td_string!(locale, admin.user.sessions)>
            {act}
        </Panel>
    }
}

#[component]
fn Session(session: UserSession) -> impl IntoView {
    let locale = language();
    let dates = words::session_dates(locale, session.made_at, session.seen_at);
    let device = words::device(locale, &session.device);
    view! {
        <li>
            <div>
                <p><bdi>{device}</bdi></p>
                <p class="small soft">{dates}</p>
            </div>
        </li>
    }
}
