//! What an admin can do about one person: each asks why, and what cannot be undone asks for the
//! person's address.

use domain::PersonId;
use leptos::prelude::*;

use super::why::Why;
use crate::{
    backend::UserCard,
    components::{Field, FormNotice, FormState, language},
    i18n::td_string,
};

/// Suspending, letting back, handing out, erasing. An admin's account is neither suspended nor erased
/// here (R2.13).
#[component]
pub(super) fn UserActs(card: UserCard) -> impl IntoView {
    let locale = language();
    let UserCard { id, email, admin, suspended_at, .. } = card;
    let suspend = match suspended_at {
        Some(_) => view! {
            <Panel
                id="let-back"
                heading=td_string!(locale, console.user.let_back.heading)
                words=td_string!(locale, console.user.let_back.words)
                action="/fn/let_user_back"
                person=id
                open=td_string!(locale, console.user.let_back.submit)
            />
        }
        .into_any(),
        None => view! {
            <Panel
                id="suspend"
                heading=td_string!(locale, console.user.suspend.heading)
                words=td_string!(locale, console.user.suspend.words)
                action="/fn/suspend_user"
                person=id
                open=td_string!(locale, console.user.suspend.submit)
                danger=true
                withheld=admin
            />
        }
        .into_any(),
    };
    let typed = Some(email.clone());
    let erase = (!admin).then(|| {
        view! {
            <Panel
                id="erase"
                heading=td_string!(locale, console.user.erase.heading)
                words=td_string!(locale, console.user.erase.words)
                action="/fn/erase_user"
                person=id
                open=td_string!(locale, console.user.erase.submit)
                email=typed
                danger=true
            />
        }
    });
    view! {
        <div class="halves">
            {suspend}
            <Panel
                id="export"
                heading=td_string!(locale, console.user.export.heading)
                words=td_string!(locale, console.user.export.words)
                action="/fn/export_user"
                person=id
                open=td_string!(locale, console.user.export.submit)
                email=Some(email)
                whole=true
            />
            {erase}
        </div>
    }
}

/// What one act does, and the act.
#[component]
fn Panel(
    /// The id of its heading.
    id: &'static str,
    /// Its heading.
    heading: &'static str,
    /// What it does.
    words: &'static str,
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
    /// Whether it can not be done, since the account is an admin's.
    #[prop(optional)]
    withheld: bool,
) -> impl IntoView {
    let act = if withheld {
        view! { <p>{td_string!(language(), problems.refused.of_admin)}</p> }.into_any()
    } else {
        view! { <Act action person open email danger whole/> }.into_any()
    };
    view! {
        <section class="panel stack tight" aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            <p>{words}</p>
            {act}
        </section>
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
