//! What an admin can do about one person: each asks why, and what cannot be undone asks for the
//! person's address.

use domain::PersonId;
use leptos::prelude::*;

use super::why::Why;
use crate::{
    backend::UserCard,
    components::{Field, FormNotice, FormState, Panel, language},
    i18n::td_string,
};

/// Suspending, letting back, handing out, erasing. An admin's account is neither suspended nor erased
/// here (R2.13).
#[component]
pub(super) fn UserActs(card: UserCard) -> impl IntoView {
    let UserCard { id: person, email, admin, suspended_at, .. } = card;
    let suspend = match suspended_at {
        Some(_) => view! { <LetBack person/> }.into_any(),
        None => view! { <Suspend person admin/> }.into_any(),
    };
    let typed = email.clone();
    let erase = (!admin).then(|| view! { <Erase person email=typed/> });
    view! {
        <div class="halves">
            {suspend}
            <Export person email/>
            {erase}
        </div>
    }
}

#[component]
fn LetBack(person: PersonId) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="let-back" heading=td_string!(locale, console.user.let_back.heading)>
            <p>{td_string!(locale, console.user.let_back.words)}</p>
            <Act
                action="/fn/let_user_back"
                person
                open=td_string!(locale, console.user.let_back.submit)
            />
        </Panel>
    }
}

#[component]
fn Suspend(
    person: PersonId,
    /// Whether the account is an admin's, which can not be suspended.
    admin: bool,
) -> impl IntoView {
    let locale = language();
    let act = match admin {
        true => view! { <p>{td_string!(locale, problems.refused.of_admin)}</p> }.into_any(),
        false => view! {
            <Act
                action="/fn/suspend_user"
                person
                open=td_string!(locale, console.user.suspend.submit)
                danger=true
            />
        }
        .into_any(),
    };
    view! {
        <Panel id="suspend" heading=td_string!(locale, console.user.suspend.heading)>
            <p>{td_string!(locale, console.user.suspend.words)}</p>
            {act}
        </Panel>
    }
}

#[component]
fn Export(
    person: PersonId,
    /// The address that has to be typed.
    email: String,
) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="export" heading=td_string!(locale, console.user.export.heading)>
            <p>{td_string!(locale, console.user.export.words)}</p>
            <Act
                action="/fn/export_user"
                person
                open=td_string!(locale, console.user.export.submit)
                email=Some(email)
                whole=true
            />
        </Panel>
    }
}

#[component]
fn Erase(
    person: PersonId,
    /// The address that has to be typed.
    email: String,
) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="erase" heading=td_string!(locale, console.user.erase.heading)>
            <p>{td_string!(locale, console.user.erase.words)}</p>
            <Act
                action="/fn/erase_user"
                person
                open=td_string!(locale, console.user.erase.submit)
                email=Some(email)
                danger=true
            />
        </Panel>
    }
}

/// Unfolds into the question why, and for some also into the address to be typed.
#[component]
pub(super) fn Act(
    /// Where it is sent to.
    action: &'static str,
    /// On whom.
    person: PersonId,
    /// What it is called.
    open: &'static str,
    /// The address that has to be typed.
    #[prop(optional_no_strip)]
    email: Option<String>,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// Whether what comes of it is no page, but a file.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of(action);
    let refused = state.is_refused();
    let class = if danger { "button danger" } else { "button" };
    let name = action.trim_start_matches("/fn/");
    let typed = email.map(|email| {
        view! {
            <p>
                {td_string!(locale, console.user.address)} " "
                <strong><bdi>{email}</bdi></strong>
            </p>
            <Field
                state=&state
                label=td_string!(locale, console.user.email)
                name="email"
                id=format!("{name}-email")
                kind="email"
                inputmode="email"
                autocomplete="off"
                required=true
            />
        }
    });
    view! {
        <FormNotice state=&state/>
        <details class="asking" open=refused>
            <summary class=class>{open}</summary>
            <form
                class="stack"
                method="post"
                action=action
                novalidate
                data-plain=whole.then_some("")
            >
                <input type="hidden" name="person" value=person.to_string()/>
                {typed}
                <Why state=&state id=format!("{name}-why")/>
                <button class=class>{open}</button>
            </form>
        </details>
    }
}
