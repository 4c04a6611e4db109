//! The two ways to invite somebody.

use domain::{FieldProblem, INVITATION_DAYS, ListId};
use leptos::prelude::*;

use crate::{
    components::{
        FieldError, FormNotice, FormState, Hint, Icon, IconName, Label, described_by, language,
        words,
    },
    i18n::td_string,
    pages::editor::AboutList,
};

/// What a co-owner may, and a mail or a link by which somebody becomes one.
#[component]
pub(super) fn Invite(
    list: ListId,
    /// Whether as many wait as may.
    full: bool,
) -> impl IntoView {
    let locale = language();
    view! {
        <section class="panel stack" aria-labelledby="invite-heading">
            <h2 id="invite-heading">{td_string!(locale, people.invite.heading)}</h2>
            <p>{td_string!(locale, people.invite.words)}</p>
            <p class="small soft">{td_string!(locale, people.invite.not)}</p>
            {full.then(|| view! { <Full/> })}
            <ByMail list/>
            <ByLink list/>
            <p class="small soft">
                {td_string!(locale, people.invite.good_for, days = INVITATION_DAYS)}
            </p>
        </section>
    }
}

#[component]
fn Full() -> impl IntoView {
    view! {
        <div class="notice warning" role="status">
            <Icon name=IconName::INFO/>
            <p>{td_string!(language(), people.invite.full)}</p>
        </div>
    }
}

/// Why it was refused, unless that stands there already: as many wait as may.
#[component]
fn Refused(state: FormState) -> impl IntoView {
    (state.code() != Some("wrong_state")).then(|| view! { <FormNotice state/> })
}

#[component]
fn ByMail(list: ListId) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/invite_by_mail");
    // The only choice that is none: one's own address.
    let own = words::problem(locale, &FieldProblem::NotAChoice);
    let problem = state.problem("email").map(|words| match words == own {
        true => td_string!(locale, people.invite.yourself).to_owned(),
        false => words,
    });
    view! {
        <form class="stack tight" method="post" action="/fn/invite_by_mail" novalidate>
            <Refused state=state.clone()/>
            <AboutList list/>
            <div class="field">
                <Label to="email" words=td_string!(locale, people.invite.email)/>
                <Hint of="email" words=td_string!(locale, people.invite.email_hint)/>
                <div class="joined">
                    <input
                        id="email"
                        name="email"
                        type="email"
                        inputmode="email"
                        autocomplete="off"
                        required
                        value=state.value("email", "")
                        aria-describedby=described_by("email", true, problem.is_some())
                        aria-invalid=problem.is_some().then_some("true")
                    />
                    <FieldError of="email" words=problem/>
                    <button class="button primary">{td_string!(locale, people.invite.mail)}</button>
                </div>
            </div>
        </form>
    }
}

#[component]
fn ByLink(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <form class="stack tight" method="post" action="/fn/invite_by_link">
            <Refused state=FormState::of("/fn/invite_by_link")/>
            <AboutList list/>
            <div class="row">
                <p>{td_string!(locale, people.invite.link_words)}</p>
                <button class="button">
                    <Icon name=IconName::LINK/>
                    {td_string!(locale, people.invite.link)}
                </button>
            </div>
        </form>
    }
}
