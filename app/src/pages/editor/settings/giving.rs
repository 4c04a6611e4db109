//! What the list asks of its givers (R5.4, R5.8).

use domain::{GivingRules, GivingRulesForm, ListId};
use leptos::prelude::*;

use crate::{
    components::{ChoiceCard, FormNotice, FormState, language},
    i18n::td_string,
    pages::editor::AboutList,
    shown::pack,
};

/// Whether addresses are confirmed first, and whether givers are reminded.
#[component]
pub(super) fn GivingForm(list: ListId, rules: GivingRules) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/set_giving");
    let was = state.value("was", &pack(&GivingRulesForm::of(rules)));
    let choices = [
        (
            "confirm_first",
            rules.confirm_first,
            td_string!(locale, givers.settings.confirm),
            td_string!(locale, givers.settings.confirm_words),
        ),
        (
            "remind",
            rules.remind,
            td_string!(locale, givers.settings.remind),
            td_string!(locale, givers.settings.remind_words),
        ),
    ];
    let choices = choices.map(|(name, now, words, meaning)| {
        let ticked = state.ticked(name, now);
        view! { <ChoiceCard name chosen=ticked words meaning/> }
    });
    view! {
        <form
            class="panel stack"
            method="post"
            action="/fn/set_giving"
            aria-labelledby="giving-heading"
        >
            <h2 id="giving-heading">{td_string!(locale, givers.settings.heading)}</h2>
            <FormNotice state=&state/>
            <AboutList list/>
            <input type="hidden" name="was" value=was/>
            <fieldset class="choices" aria-labelledby="giving-heading">
                {choices.into_iter().collect_view()}
            </fieldset>
            <div class="row">
                <button class="button primary">{td_string!(locale, settings.save)}</button>
            </div>
        </form>
    }
}
