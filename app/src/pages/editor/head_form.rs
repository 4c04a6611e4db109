//! What a list is about, edited where it stands (R3.4).

use domain::{Banner, ListForm, ListId, ListState, Occasion};
use leptos::prelude::*;

use super::{
    AboutList,
    head::{CoverPicture, StateChip},
};
use crate::{
    components::{
        FormNotice, FormState, Icon, IconName, OfferedZone, TextArea, language, usual_zone, words,
    },
    i18n::{Locale, td_string},
    islands::{
        autosave::{Autosave, AutosaveWords},
        list_choices::ListChoices,
    },
    shown::pack,
};

/// The list's zone. A list without a day has none yet; then it is where most readers of the
/// language are, until a script knows better.
fn zone_of(form: &ListForm, locale: Locale) -> &str {
    if form.zone.is_empty() { usual_zone(locale) } else { &form.zone }
}

/// The picture, the title and the facts, in one form. Every field is saved when it is left, and by
/// a button where no script runs.
#[component]
pub(super) fn HeadForm(
    list: ListId,
    /// What the list is about.
    banner: Banner,
    /// The same, as it stands in the form.
    form: ListForm,
    /// How far the list has come.
    list_state: ListState,
) -> impl IntoView {
    let locale = language();
    let has_zone = !form.zone.is_empty();
    let zone = zone_of(&form, locale).to_owned();
    let form = ListForm { zone, ..form };
    let state = FormState::of("/fn/edit_list");
    let was = pack(&form);
    // It fills in the zone before what is typed is looked at for the first time.
    let choices = (!has_zone).then(|| view! { <ListChoices refused=state.is_refused()/> });
    let welcome_class = match form.welcome.is_empty() {
        true => "field in-place-field blank",
        false => "field in-place-field",
    };
    let reveals = state.code() == Some("would_reveal");
    view! {
        <header class="list-head">
            <CoverPicture list_state cover=banner.cover.code() picture=banner.picture/>
            {choices}
            <Autosave
                words=AutosaveWords::of(locale)
                refusals=AutosaveWords::refusals(locale)
                list=list.to_string()
                saved=form.clone()
            >
                <form
                    class="stack tight"
                    method="post"
                    action="/fn/edit_list"
                    aria-label=td_string!(locale, editor.head.form)
                    autocomplete="off"
                    novalidate
                >
                    <AboutList list/>
                    <input type="hidden" name="at" value="head"/>
                    <input type="hidden" name="was" value=state.value("was", &was)/>
                    <KeptFields state=state.clone() form=form.clone() has_zone/>
                    {(!reveals).then(|| view! { <FormNotice state=&state/> })}
                    // The heading for those who listen; the field below is it for those who look.
                    <h1 class="heard"><bdi data-mirrors="title">{banner.title}</bdi></h1>
                    <div class="field in-place-field title">
                        <TextArea
                            state=&state
                            label=td_string!(locale, editor.head.title)
                            name="title"
                            value=form.title
                            rows=1
                            required=true
                        />
                        <LiveProblem of="title"/>
                    </div>
                    <FactFields
                        state=state.clone()
                        occasion=banner.occasion
                        for_whom=form.for_whom
                        date=form.date
                        list_state
                    />
                    <div class=welcome_class>
                        <TextArea
                            state=&state
                            label=td_string!(locale, editor.head.welcome)
                            name="welcome"
                            value=form.welcome
                            rows=2
                        />
                        <LiveProblem of="welcome"/>
                    </div>
                    <p class="unscripted">
                        <button class="button">{td_string!(locale, editor.head.save)}</button>
                    </p>
                    // Behind the other button, which is the one that the enter key presses.
                    {reveals.then(|| view! { <ConfirmReveal back=format!("/lists/{list}")/> })}
                </form>
            </Autosave>
        </header>
    }
}

/// What is not edited here, and goes along as it is.
#[component]
fn KeptFields(
    state: FormState,
    form: ListForm,
    /// Whether the list has a zone of its own; one that has none is offered one.
    has_zone: bool,
) -> impl IntoView {
    let zone = match has_zone {
        true => {
            let kept = state.value("zone", &form.zone);
            view! { <input type="hidden" name="zone" value=kept/> }.into_any()
        }
        false => view! { <OfferedZone state=&state/> }.into_any(),
    };
    let kept = [("occasion", form.occasion), ("delivery", form.delivery), ("cover", form.cover)];
    let kept = kept.map(|(name, value)| {
        let value = state.value(name, &value);
        view! { <input type="hidden" name=name value=value/> }
    });
    view! {
        {zone}
        {kept.into_iter().collect_view()}
    }
}

/// What the list is for, for whom and when, and how far it has come.
#[component]
fn FactFields(
    state: FormState,
    occasion: Occasion,
    for_whom: String,
    date: String,
    list_state: ListState,
) -> impl IntoView {
    let locale = language();
    view! {
        <ul class="facts" role="list">
            <li>
                <Icon name=IconName::GIFT/>
                {words::occasion(locale, occasion)}
            </li>
            <li>
                <Icon name=IconName::USER/>
                <InPlace
                    state=state.clone()
                    label=td_string!(locale, editor.head.for_whom)
                    name="for_whom"
                    value=for_whom
                    placeholder=td_string!(locale, editor.head.for_whom_example)
                />
            </li>
            <li>
                <Icon name=IconName::CALENDAR/>
                <InPlace
                    state
                    label=td_string!(locale, editor.head.date)
                    name="date"
                    kind="date"
                    value=date
                />
            </li>
            <li><StateChip state=list_state/></li>
        </ul>
    }
}

/// A field of one line that looks like the text it holds.
#[component]
fn InPlace(
    state: FormState,
    label: &'static str,
    name: &'static str,
    value: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] placeholder: Option<&'static str>,
) -> impl IntoView {
    let problem = state.problem(name);
    let wrong = problem.is_some();
    view! {
        <div class="field">
            <input
                id=name
                class="in-place"
                type=kind
                name=name
                value=state.value(name, &value)
                aria-label=label
                dir=(kind == "text").then_some("auto")
                placeholder=placeholder
                aria-describedby=wrong.then(|| format!("{name}-problem"))
                aria-invalid=wrong.then_some("true")
            />
            <LiveProblem of=name words=problem/>
        </div>
    }
}

/// What is wrong with a field, and where the island says it.
#[component]
fn LiveProblem(
    of: &'static str,
    #[prop(optional_no_strip)] words: Option<String>,
) -> impl IntoView {
    let hidden = words.is_none();
    view! {
        <p
            class="error"
            id=format!("{of}-problem")
            data-problem=of
            hidden=hidden
        >
            {words}
        </p>
    }
}

/// Asks whether the surprise shall end with this date. It stands inside the form that asked.
#[component]
pub(super) fn ConfirmReveal(
    /// Where nothing is changed.
    back: String,
) -> impl IntoView {
    let locale = language();
    view! {
        <div class="notice warning" role="alert">
            <Icon name=IconName::EYE/>
            <p>{td_string!(locale, editor.reveal.words)}</p>
            <div class="row">
                <button class="button" name="confirmed" value="on">
                    {td_string!(locale, editor.reveal.confirm)}
                </button>
                <a class="button" href=back>{td_string!(locale, editor.reveal.keep)}</a>
            </div>
        </div>
    }
}
