//! A field in which one of several words is chosen.

use leptos::prelude::*;

use super::{FieldError, FormState, Hint, Label, described_by};

/// A `<select>` with everything around it. What was chosen stays when the form is refused.
#[component]
pub fn SelectField(
    /// The form's state.
    #[prop(into)]
    state: FormState,
    /// What the field is called.
    label: &'static str,
    /// The field's name in the form, which is its id too.
    name: &'static str,
    /// Which one is chosen in a new form, by its word.
    #[prop(into)]
    value: String,
    /// What can be chosen: the word that is sent, and what it is called.
    choices: Vec<(&'static str, String)>,
    /// A short word of help.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let problem = state.problem(name);
    let chosen = state.value(name, &value);
    let described = described_by(name, hint.is_some(), problem.is_some());
    let options = choices.into_iter().map(|(code, words)| {
        view! { <option value=code selected=code == chosen>{words}</option> }
    });
    view! {
        <div class="field">
            <Label to=name words=label/>
            {hint.map(|words| view! { <Hint of=name words/> })}
            <select
                id=name
                name=name
                aria-describedby=described
                aria-invalid=problem.is_some().then_some("true")
            >
                {options.collect_view()}
            </select>
            <FieldError of=name words=problem/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_new_form_the_value_is_chosen_and_a_hint_describes_the_field() {
        let html = Owner::new().with(|| {
            let state = FormState::of("/fn/make_token");
            let choices = vec![("month", "A month".to_owned()), ("year", "A year".to_owned())];
            view! {
                <SelectField state label="Good for" name="lifetime" value="year" choices hint="So."/>
            }
            .to_html()
        });
        assert!(html.contains("<option value=\"month\">A month<"), "{html}");
        assert!(html.contains("<option value=\"year\" selected>A year<"), "{html}");
        assert!(html.contains("aria-describedby=\"lifetime-hint\""), "{html}");
        assert!(!html.contains("aria-invalid"), "{html}");
    }
}
