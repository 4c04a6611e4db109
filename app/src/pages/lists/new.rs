//! Making a list (R3.1).

use domain::{Occasion, Surprise};
use leptos::prelude::*;

use crate::{
    components::{
        ChoiceCard, Field, FieldError, FormKey, FormNotice, FormState, Page, TextArea, ZoneOfDay,
        answer, described_by, language, words,
    },
    i18n::td_string,
    islands::list_choices::ListChoices,
    session::Visit,
};

/// What the list is for, when, for whom, and whether its owner wants to know who gives what.
#[component]
pub fn NewList() -> impl IntoView {
    if use_context::<Visit>().is_some_and(|visit| visit.account.is_none()) {
        answer::sign_in_first();
    }
    let locale = language();
    let state = FormState::of("/fn/create_list");
    let asked = Occasion::parse(&answer::query("occasion")).unwrap_or(Occasion::Birthday);
    let occasion = Occasion::parse(&state.value("occasion", asked.code())).ok();
    let next = answer::next();
    view! {
        <Page title=td_string!(locale, lists.new.title) class="middle">
            <h1>{td_string!(locale, lists.new.heading)}</h1>
            <FormNotice state=&state/>
            <form class="stack loose" method="post" action="/fn/create_list" novalidate>
                <Field
                    state=&state
                    label=td_string!(locale, lists.new.name)
                    name="title"
                    placeholder=td_string!(locale, lists.new.name_example)
                    autocomplete="off"
                    required=true
                />
                <OccasionChoice state=state.clone() chosen=occasion/>
                <div class="fields">
                    <Field
                        state=&state
                        label=td_string!(locale, lists.new.date)
                        name="date"
                        kind="date"
                        optional=true
                    />
                    <Field
                        state=&state
                        label=td_string!(locale, lists.new.for_whom)
                        name="for_whom"
                        autocomplete="off"
                        optional=true
                    />
                    <ZoneOfDay state=&state/>
                </div>
                <TextArea
                    state=&state
                    label=td_string!(locale, lists.new.welcome)
                    name="welcome"
                    hint=td_string!(locale, lists.new.welcome_hint)
                    optional=true
                />
                <SurpriseChoice state=state.clone()/>
                <div class="row">
                    <button class="button primary large">
                        {td_string!(locale, lists.new.submit)}
                    </button>
                    <a class="button quiet large" href="/lists">
                        {td_string!(locale, lists.new.not_now)}
                    </a>
                </div>
                <input type="hidden" name="next" value=next.as_str().to_owned()/>
                <FormKey/>
                <ListChoices refused=state.is_refused()/>
            </form>
        </Page>
    }
}

#[component]
fn OccasionChoice(state: FormState, chosen: Option<Occasion>) -> impl IntoView {
    let locale = language();
    let problem = state.problem("occasion");
    let described = described_by("occasion", false, problem.is_some());
    let choices = Occasion::ALL.iter().map(|occasion| {
        let code = occasion.code();
        view! {
            <label class="choice">
                <img src=format!("/covers/{code}.svg") alt="" width="640" height="360"/>
                <input
                    type="radio"
                    name="occasion"
                    value=code
                    checked=chosen == Some(*occasion)
                />
                <span>{words::occasion(locale, *occasion)}</span>
            </label>
        }
    });
    view! {
        <fieldset
            class="choices pictures"
            aria-describedby=described
        >
            <legend>{td_string!(locale, lists.new.occasion)}</legend>
            {choices.collect_view()}
            <FieldError of="occasion" words=problem/>
        </fieldset>
    }
}

/// Without a choice, the usual one for the occasion is taken (R3.6). A script shows which that is;
/// without one nothing is chosen beforehand, since it could not follow the occasion.
#[component]
fn SurpriseChoice(state: FormState) -> impl IntoView {
    let locale = language();
    let problem = state.problem("surprise");
    let described = described_by("surprise", false, problem.is_some());
    let chosen = state.value("surprise", "");
    let choices = [
        (
            Surprise::Show,
            td_string!(locale, lists.new.show),
            td_string!(locale, lists.new.show_words),
        ),
        (
            Surprise::Keep,
            td_string!(locale, lists.new.keep),
            td_string!(locale, lists.new.keep_words),
        ),
    ];
    let choices = choices.into_iter().map(|(surprise, words, meaning)| {
        let value = surprise.code();
        let taken = chosen == value;
        view! { <ChoiceCard name="surprise" value chosen=taken words meaning/> }
    });
    view! {
        <fieldset
            class="choices"
            aria-describedby=described
        >
            <legend>{td_string!(locale, lists.new.surprise)}</legend>
            {choices.collect_view()}
            <p class="small soft unscripted">{td_string!(locale, lists.new.surprise_usual)}</p>
            <FieldError of="surprise" words=problem/>
        </fieldset>
    }
}
