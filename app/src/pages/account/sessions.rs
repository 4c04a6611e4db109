//! Where the person is signed in.

use leptos::prelude::*;

use super::apps::TokensStay;
use crate::{
    backend::OpenSession,
    components::{FormNotice, FormState, Panel, language, words},
    i18n::td_string,
};

/// Every session, with the way to end those that are not this one.
#[component]
pub(super) fn Sessions(
    sessions: Vec<OpenSession>,
    /// How many tokens of apps and scripts are good.
    tokens: usize,
) -> impl IntoView {
    let locale = language();
    let others = sessions.iter().any(|session| !session.here).then(|| {
        view! {
            <form method="post" action="/fn/end_other_sessions">
                <button class="button">{td_string!(locale, profile.sessions.end_others)}</button>
            </form>
        }
    });
    let rows = sessions.into_iter().map(|session| view! { <Session session/> }).collect_view();
    view! {
        <Panel id="sessions-heading" heading=td_string!(locale, profile.sessions.heading)>
            <FormNotice state=FormState::of("/fn/end_session")/>
            <FormNotice state=FormState::of("/fn/end_other_sessions")/>
            <ul class="account-rows" role="list">
                {rows}
            </ul>
            {others}
            {(tokens > 0).then(|| view! { <TokensStay/> })}
        </Panel>
    }
}

#[component]
fn Session(session: OpenSession) -> impl IntoView {
    let locale = language();
    let dates = words::session_dates(locale, session.made_at, session.seen_at);
    let device = words::device(locale, &session.device);
    let chip = session.here.then(|| {
        view! { <span class="chip tint">{td_string!(locale, profile.sessions.here)}</span> }
    });
    let named = device.clone();
    let end = (!session.here).then(|| {
        view! {
            <form method="post" action="/fn/end_session">
                <input type="hidden" name="session" value=session.key.as_str().to_owned()/>
                <button class="button quiet">
                    {td_string!(locale, profile.sessions.end)}
                    <span class="unseen">": " <bdi>{named}</bdi></span>
                </button>
            </form>
        }
    });
    view! {
        <li>
            <div>
                <p class="row">
                    <bdi>{device}</bdi>
                    {chip}
                </p>
                <p class="small soft">{dates}</p>
            </div>
            {end}
        </li>
    }
}
