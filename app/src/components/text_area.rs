//! The one `<textarea>`.

use leptos::prelude::*;

use super::{FieldError, FormState, Hint, Label, described_by};

/// A field of several lines, with everything around it.
///
/// The renderer writes the children of a `<textarea>` as they are, so they are escaped here, and
/// nowhere else is there a `<textarea>`.
#[component]
pub fn TextArea(
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
    /// How many lines it shows.
    #[prop(default = 3)]
    rows: u32,
    /// A short word of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether the label says that it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.to_owned());
    let problem = state.problem(name);
    let described = described_by(&id, hint.is_some(), problem.is_some());
    let inside = inside_textarea(&state.value(name, &value));
    view! {
        <div class="field">
            <Label to=id.clone() words=label optional/>
            {hint.map(|words| view! { <Hint of=id.clone() words/> })}
            <textarea
                id=id.clone()
                name=name
                rows=rows.to_string()
                required=required
                dir="auto"
                aria-describedby=described
                aria-invalid=problem.is_some().then_some("true")
            >
                {inside}
            </textarea>
            <FieldError of=id words=problem/>
        </div>
    }
}

/// The text as it stands in HTML. Parsers drop a line break at the start, so one is put there.
fn inside_textarea(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("\n{escaped}")
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::*;

    #[test]
    fn what_was_typed_never_becomes_markup() {
        let html = Owner::new().with(|| {
            let state = FormState::of("/fn/create_list");
            let value = "</textarea><script>alert(1)</script> & \"you\"";
            view! { <TextArea state label="Notes" name="notes" value/> }.to_html()
        });
        let shown = "\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"you\"";
        assert!(html.contains(&format!("{shown}</textarea>")), "{html}");
    }
}
