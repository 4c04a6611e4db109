//! What a list is for, when, and where its gifts shall go.

use domain::{ListForm, ListId, Occasion};
use leptos::prelude::*;

use crate::{
    components::{
        Field, FieldError, FormNotice, FormState, Icon, IconName, SelectField, TextArea, ZoneOfDay,
        described_by, language, words,
    },
    i18n::td_string,
    islands::list_choices::ListChoices,
    pages::editor::{AboutList, head_form::ConfirmReveal},
    shown::pack,
};

/// The form for all that is not edited where it stands. Title and welcome go along as they are.
#[component]
pub(super) fn About(
    list: ListId,
    /// The list's words, as they stand in the form.
    form: ListForm,
    /// Whether a picture of the owners' own stands in the place of a cover.
    own_picture: bool,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/edit_list");
    let reveals = state.code() == Some("would_reveal");
    let choices = form.zone.is_empty().then(|| view! { <ListChoices refused=state.is_refused()/> });
    let was = state.value("was", &pack(&form));
    let occasions = Occasion::ALL.iter();
    let occasions = occasions.map(|it| (it.code(), words::occasion(locale, *it).to_owned()));
    let occasions: Vec<_> = occasions.collect();
    let kept = [("title", &form.title), ("welcome", &form.welcome)].map(|(name, value)| {
        let value = state.value(name, value);
        view! { <input type="hidden" name=name value=value/> }
    });
    view! {
        <form
            class="panel stack"
            method="post"
            action="/fn/edit_list"
            aria-labelledby="about-heading"
            novalidate
        >
            <h2 id="about-heading">{td_string!(locale, settings.about.heading)}</h2>
            {(!reveals).then(|| view! { <FormNotice state=&state/> })}
            <AboutList list/>
            <input type="hidden" name="at" value="settings"/>
            <input type="hidden" name="was" value=was/>
            {kept.into_iter().collect_view()}
            {choices}
            <div class="fields">
                <SelectField
                    state=&state
                    label=td_string!(locale, settings.about.occasion)
                    name="occasion"
                    value=form.occasion.clone()
                    choices=occasions
                />
                <Field
                    state=&state
                    label=td_string!(locale, settings.about.for_whom)
                    name="for_whom"
                    value=form.for_whom.clone()
                    autocomplete="off"
                    optional=true
                />
                <Field
                    state=&state
                    label=td_string!(locale, settings.about.date)
                    name="date"
                    kind="date"
                    value=form.date.clone()
                    optional=true
                />
                <ZoneOfDay
                    state=&state
                    date=form.date
                    zone=form.zone
                    later=td_string!(locale, settings.about.zone_later)
                />
                <div class="full">
                    <TextArea
                        state=&state
                        label=td_string!(locale, settings.about.delivery)
                        name="delivery"
                        value=form.delivery
                        hint=td_string!(locale, settings.about.delivery_hint)
                        optional=true
                    />
                </div>
            </div>
            <CoverChoice state occasion=form.occasion cover=form.cover own_picture/>
            <div class="row">
                <button class="button primary">{td_string!(locale, settings.save)}</button>
            </div>
            {reveals.then(|| view! { <ConfirmReveal back=format!("/lists/{list}/settings")/> })}
        </form>
    }
}

/// One of our pictures, or whichever belongs to the occasion, so that it follows the occasion.
#[component]
fn CoverChoice(
    state: FormState,
    occasion: String,
    cover: String,
    /// Whether a picture of the owners' own stands in its place.
    own_picture: bool,
) -> impl IntoView {
    let locale = language();
    let instead = own_picture.then(|| {
        view! { <p class="small soft">{td_string!(locale, settings.about.cover_instead)}</p> }
    });
    let problem = state.problem("cover");
    let wrong = problem.is_some();
    let described = described_by("cover", false, wrong);
    let chosen = state.value("cover", &cover);
    let usual = (String::new(), occasion, td_string!(locale, settings.about.cover_usual));
    let other = |cover: &&Occasion| cover.code() != usual.1;
    let ours = Occasion::ALL.iter().filter(other).map(|cover| {
        (cover.code().to_owned(), cover.code().to_owned(), words::occasion(locale, *cover))
    });
    let choices = [usual.clone()].into_iter().chain(ours).map(|(code, picture, name)| {
        let checked = code == chosen;
        view! {
            <label class="choice">
                <img
                    src=format!("/covers/{picture}.svg")
                    alt=""
                    width="640"
                    height="360"
                    loading="lazy"
                />
                <input type="radio" name="cover" value=code checked=checked/>
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <details class="more" open=wrong>
            <summary>
                {td_string!(locale, settings.about.cover_choose)}
                <Icon name=IconName::CHEVRON/>
            </summary>
            {instead}
            <fieldset class="choices pictures small" aria-describedby=described>
                <legend>{td_string!(locale, settings.about.cover)}</legend>
                {choices.collect_view()}
                <FieldError of="cover" words=problem/>
            </fieldset>
        </details>
    }
}
