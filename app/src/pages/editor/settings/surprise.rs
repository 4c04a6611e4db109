//! Whether owners see who gives what (R3.6).

use domain::{DayView, ListId, Surprise};
use leptos::prelude::*;

use crate::{
    components::{ChoiceCard, FormNotice, FormState, Icon, IconName, language},
    i18n::td_string,
    pages::editor::AboutList,
};

/// The choice. One that would end the surprise comes back and asks once more.
#[component]
pub(super) fn SurpriseForm(
    list: ListId,
    /// What was chosen.
    surprise: Surprise,
    /// The list's day.
    date: Option<DayView>,
    /// Whether it is kept now.
    kept: bool,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/set_surprise");
    let reveals = state.code() == Some("would_reveal");
    let now = if kept { Surprise::Keep } else { Surprise::Show };
    let chosen = state.value("surprise", now.code());
    let was = state.value("was", now.code());
    let over = !kept && surprise == Surprise::Keep && date.is_some_and(DayView::is_past);
    let choices = [
        (
            Surprise::Show,
            td_string!(locale, settings.surprise.show),
            td_string!(locale, settings.surprise.show_words),
        ),
        (
            Surprise::Keep,
            td_string!(locale, settings.surprise.keep),
            td_string!(locale, settings.surprise.keep_words),
        ),
    ];
    let choices = choices.map(|(surprise, words, meaning)| {
        let value = surprise.code();
        let taken = chosen == value;
        view! { <ChoiceCard name="surprise" value chosen=taken words meaning/> }
    });
    view! {
        <form
            class="panel stack"
            method="post"
            action="/fn/set_surprise"
            aria-labelledby="surprise-heading"
        >
            <h2 id="surprise-heading">{td_string!(locale, settings.surprise.heading)}</h2>
            {(!reveals).then(|| view! { <FormNotice state/> })}
            <AboutList list/>
            <input type="hidden" name="at" value="settings"/>
            <input type="hidden" name="was" value=was/>
            <fieldset class="choices" aria-labelledby="surprise-heading">
                {choices.into_iter().collect_view()}
            </fieldset>
            {over.then(|| {
                view! { <p class="soft">{td_string!(locale, settings.surprise.over)}</p> }
            })}
            {match reveals {
                true => {
                    view! { <ConfirmShow back=format!("/lists/{list}/settings")/> }.into_any()
                }
                false => view! {
                    <div class="row">
                        <button class="button primary">{td_string!(locale, settings.save)}</button>
                    </div>
                }
                .into_any(),
            }}
        </form>
    }
}

#[component]
fn ConfirmShow(back: String) -> impl IntoView {
    let locale = language();
    view! {
        <div class="notice warning" role="alert">
            <Icon name=IconName::EYE/>
            <p>{td_string!(locale, settings.surprise.ask)}</p>
            <div class="row">
                <button class="button" name="confirmed" value="on">
                    {td_string!(locale, settings.surprise.confirm)}
                </button>
                <a class="button" href=back>{td_string!(locale, settings.cancel)}</a>
            </div>
        </div>
    }
}
