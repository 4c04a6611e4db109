//! The fields for where a gift stands on its list, and where else it is sold (R4.1, R4.4).

use domain::{GiftForm, OwnerList};
use leptos::prelude::*;

use crate::{
    components::{
        Field, FieldError, FormState, Hint, Icon, IconName, Label, described_by, language,
    },
    i18n::td_string,
};

/// The fields of a form by these names.
const NAMES: [&str; 5] = ["section", "tags", "further_1", "further_2", "further_3"];

/// Every heading that gifts of a list stand under, in order.
pub(super) fn headings(list: &OwnerList) -> Vec<String> {
    let gifts = list.gifts.gifts().into_iter();
    let mut headings: Vec<String> = gifts.map(|gift| gift.card.section.clone()).collect();
    headings.retain(|heading| !heading.is_empty());
    headings.dedup();
    headings
}

/// Heading, tags and further shops, folded away until there is one, or one is wrong.
#[component]
pub(super) fn SortFields(
    state: FormState,
    /// What stands in the fields while nothing was typed.
    form: GiftForm,
    /// The headings that there are already, to choose from.
    headings: Vec<String>,
) -> impl IntoView {
    let locale = language();
    let before = [&form.section, &form.tags, &form.further_1, &form.further_2, &form.further_3];
    let open = before.into_iter().any(|value| !value.is_empty())
        || NAMES.into_iter().any(|name| state.problem(name).is_some())
        || NAMES.into_iter().any(|name| !state.value(name, "").is_empty());
    let further = [
        ("further_1", td_string!(locale, gifts.further.first), form.further_1),
        ("further_2", td_string!(locale, gifts.further.second), form.further_2),
        ("further_3", td_string!(locale, gifts.further.third), form.further_3),
    ];
    let further = further.map(|(name, label, value)| {
        view! {
            <div class="full">
                <Field
                    state=&state
                    label
                    name
                    kind="url"
                    inputmode="url"
                    placeholder="https://"
                    value
                    autocomplete="off"
                    optional=true
                />
            </div>
        }
    });
    view! {
        <details class="more" open=open>
            <summary>
                {td_string!(locale, gifts.further.heading)}
                <Icon name=IconName::CHEVRON/>
            </summary>
            <div class="fields">
                <SectionField state=state.clone() value=form.section headings/>
                <Field
                    state=&state
                    label=td_string!(locale, gifts.tag_field.label)
                    name="tags"
                    value=form.tags
                    hint=td_string!(locale, gifts.tag_field.hint)
                    autocomplete="off"
                    optional=true
                />
                {further.into_iter().collect_view()}
            </div>
        </details>
    }
}

/// A heading of one's own, or one that is there already.
#[component]
fn SectionField(state: FormState, value: String, headings: Vec<String>) -> impl IntoView {
    let locale = language();
    let problem = state.problem("section");
    let headings = headings.into_iter().map(|heading| view! { <option value=heading></option> });
    view! {
        <div class="field">
            <Label to="section" words=td_string!(locale, gifts.section.label) optional=true/>
            <Hint of="section" words=td_string!(locale, gifts.section.hint)/>
            <input
                id="section"
                name="section"
                type="text"
                dir="auto"
                list="headings"
                autocomplete="off"
                value=state.value("section", &value)
                aria-describedby=described_by("section", true, problem.is_some())
                aria-invalid=problem.is_some().then_some("true")
            />
            <datalist id="headings">{headings.collect_view()}</datalist>
            <FieldError of="section" words=problem/>
        </div>
    }
}
