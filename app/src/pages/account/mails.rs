//! How often the person is written to about their lists (R7.7).

use domain::OwnerMails;
use leptos::prelude::*;

use crate::{
    components::{ChoiceCard, FieldError, FormNotice, FormState, Panel, described_by, language},
    i18n::td_string,
};

/// The choice: at once, once a day, or never.
#[component]
pub(super) fn Mails(choice: OwnerMails) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/choose_owner_mails");
    let problem = state.problem("choice");
    let described = described_by("choice", false, problem.is_some());
    let chosen = state.value("choice", choice.code());
    let choices = OwnerMails::ALL.map(|choice| {
        let (words, meaning) = match choice {
            OwnerMails::AtOnce => (
                td_string!(locale, notices.choice.at_once),
                td_string!(locale, notices.choice.at_once_words),
            ),
            OwnerMails::Daily => (
                td_string!(locale, notices.choice.daily),
                td_string!(locale, notices.choice.daily_words),
            ),
            OwnerMails::Off => (
                td_string!(locale, notices.choice.off),
                td_string!(locale, notices.choice.off_words),
            ),
        };
        let value = choice.code();
        let taken = chosen == value;
        view! { <ChoiceCard name="choice" value chosen=taken words meaning/> }
    });
    view! {
        <Panel id="mails-heading" heading=td_string!(locale, notices.heading)>
            <p>{td_string!(locale, notices.words)}</p>
            <FormNotice state/>
            <form class="stack" method="post" action="/fn/choose_owner_mails">
                <fieldset
                    class="choices"
                    aria-labelledby="mails-heading"
                    aria-describedby=described
                >
                    {choices.into_iter().collect_view()}
                    <FieldError of="choice" words=problem/>
                </fieldset>
                <div class="row">
                    <button class="button">{td_string!(locale, notices.submit)}</button>
                </div>
            </form>
        </Panel>
    }
}
