//! A sentence that stands out from the rest of a page.

use leptos::prelude::*;

use super::{Icon, IconName};

/// What a notice is about. It has the colour and the drawing for that, and screen readers read an
/// error out at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What was asked for was done.
    Success,
    /// Something to take care of.
    Warning,
    /// Why something was not done.
    Error,
}

impl Tone {
    /// The classes of such a notice.
    pub fn classes(self) -> &'static str {
        match self {
            Self::Success => "notice success",
            Self::Warning => "notice warning",
            Self::Error => "notice error",
        }
    }
}

/// A sentence in a box of its own.
#[component]
pub fn Notice(
    /// What it is about.
    tone: Tone,
    /// The sentence.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let (icon, role) = match tone {
        Tone::Success => (IconName::CHECK, "status"),
        Tone::Warning => (IconName::WARNING, "status"),
        Tone::Error => (IconName::WARNING, "alert"),
    };
    view! {
        <div class=tone.classes() role=role>
            <Icon name=icon/>
            <p>{words}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(tone: Tone) -> String {
        Owner::new().with(|| view! { <Notice tone words="It is <so>."/> }.to_html())
    }

    #[test]
    fn only_an_error_is_read_out_at_once() {
        let (done, refused) = (html(Tone::Success), html(Tone::Error));
        assert!(done.contains("role=\"status\"") && done.contains("icons.svg#check"), "{done}");
        assert!(refused.contains("role=\"alert\"") && refused.contains("#warning"), "{refused}");
        assert!(refused.contains("It is &lt;so&gt;."), "{refused}");
        assert!(html(Tone::Warning).contains("role=\"status\""));
    }
}
