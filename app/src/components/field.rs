//! A field of a form: label, hint, control, problem, always in this order.

use leptos::prelude::*;

use super::{FormState, Icon, IconName, language};
use crate::i18n::td_string;

/// What a control is described by: its hint and its problem, where it has them.
pub fn described_by(id: &str, hint: bool, problem: bool) -> Option<String> {
    let hint = hint.then(|| format!("{id}-hint"));
    let problem = problem.then(|| format!("{id}-error"));
    let ids: Vec<_> = hint.into_iter().chain(problem).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// A control's label, saying where it may stay empty.
#[component]
pub fn Label(
    /// The control's id.
    #[prop(into)]
    to: String,
    /// The words.
    #[prop(into)]
    words: String,
    /// Whether the control may stay empty, and that is worth saying.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let optional = optional.then(|| {
        view! { " " <span class="optional">{td_string!(language(), common.optional)}</span> }
    });
    view! { <label for=to>{words}{optional}</label> }
}

/// A short word of help for the control with this id.
#[component]
pub fn Hint(
    /// The control's id.
    #[prop(into)]
    of: String,
    /// The words.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <p class="hint" id=format!("{of}-hint")>{words}</p> }
}

/// What is wrong with the control with this id.
#[component]
pub fn FieldError(
    /// The control's id.
    #[prop(into)]
    of: String,
    /// The words; without them nothing is shown.
    words: Option<String>,
) -> impl IntoView {
    words.map(|words| {
        view! {
            <p class="error" id=format!("{of}-error")>
                <Icon name=IconName::WARNING/>
                {words}
            </p>
        }
    })
}

/// An `<input>` with everything around it. What was typed stays when the form is refused;
/// passwords never come back.
#[component]
pub fn Field(
    /// The form's state.
    #[prop(into)]
    state: FormState,
    /// What the field is called.
    #[prop(into)]
    label: String,
    /// The field's name in the form, which is its id too.
    name: &'static str,
    /// The id, where a page has several fields of that name.
    #[prop(optional, into)]
    id: Option<String>,
    /// What stands in it while nothing was typed.
    #[prop(optional, into)]
    value: String,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// A short word of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What browsers may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// The least, for numbers.
    #[prop(optional, into)]
    min: Option<String>,
    /// The most, for numbers.
    #[prop(optional, into)]
    max: Option<String>,
    /// An example, shown while the field is empty.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// A class of the input.
    #[prop(optional)]
    class: Option<&'static str>,
    /// Whether each letter counts as it is typed: then phones neither put a capital first nor correct.
    #[prop(optional)]
    verbatim: bool,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether the label says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What stands between the input and its problem.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.to_owned());
    let problem = state.problem(name);
    let value = (kind != "password").then(|| state.value(name, &value));
    let described = described_by(&id, hint.is_some(), problem.is_some());
    let direction = matches!(kind, "text" | "search").then_some("auto");
    view! {
        <div class="field">
            <Label to=id.clone() words=label optional/>
            {hint.map(|words| view! { <Hint of=id.clone() words/> })}
            <input
                id=id.clone()
                class=class
                name=name
                type=kind
                value=value
                dir=direction
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize=verbatim.then_some("none")
                spellcheck=verbatim.then_some("false")
                min=min
                max=max
                placeholder=placeholder
                required=required
                aria-describedby=described
                aria-invalid=problem.is_some().then_some("true")
            />
            {children.map(|children| children())}
            <FieldError of=id words=problem/>
        </div>
    }
}

/// The field for six digits that were mailed, or that an authenticator app shows.
#[component]
pub fn CodeField(
    /// The form's state.
    #[prop(into)]
    state: FormState,
    /// What the field is called.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <Field
            state
            label
            name="code"
            class="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            required=true
        />
    }
}
