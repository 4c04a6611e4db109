//! What can be chosen, as a card.

use leptos::prelude::*;

/// A button among several of which one is taken, or a box that is ticked by itself, with what it is
/// called and what that means.
#[component]
pub fn ChoiceCard(
    /// The name of the field.
    name: &'static str,
    /// What is sent if it is the one of several that is taken; a box has no such word.
    #[prop(optional)]
    value: Option<&'static str>,
    /// Whether it is taken, or ticked.
    chosen: bool,
    /// What it is called.
    words: &'static str,
    /// What that means.
    meaning: &'static str,
) -> impl IntoView {
    let kind = if value.is_some() { "radio" } else { "checkbox" };
    view! {
        <label class="choice">
            <input type=kind name=name value=value checked=chosen/>
            <strong>{words}</strong>
            <span class="soft">{meaning}</span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_of_several_says_which_and_a_box_does_not() {
        let (one, ticked) = Owner::new().with(|| {
            let one = view! {
                <ChoiceCard name="surprise" value="keep" chosen=false words="Keep" meaning="It."/>
            };
            let ticked = view! { <ChoiceCard name="remind" chosen=true words="Do" meaning="So."/> };
            (one.to_html(), ticked.to_html())
        });
        assert!(one.contains("type=\"radio\"") && one.contains("value=\"keep\""), "{one}");
        assert!(!one.contains("checked"), "{one}");
        assert!(ticked.contains("type=\"checkbox\"") && ticked.contains("checked"), "{ticked}");
        assert!(!ticked.contains("value"), "{ticked}");
    }
}
