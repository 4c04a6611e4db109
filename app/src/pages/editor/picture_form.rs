//! A cover of one's own: sending it, and what was wrong with one that was sent (R3.2).

use leptos::prelude::*;

use crate::{
    components::{Hint, Icon, IconName, Label, PICTURE_KINDS, answer, described_by, language},
    i18n::td_string,
};

/// Why the picture that was sent was not taken, and what to do about it, as the address says.
fn problem() -> Option<&'static str> {
    let locale = language();
    Some(match answer::query("picture").as_str() {
        "too_big" => td_string!(locale, editor.picture.too_big),
        "too_small" => td_string!(locale, editor.picture.too_small),
        "not_a_picture" => td_string!(locale, editor.picture.not_a_picture),
        "missing" => td_string!(locale, editor.picture.missing),
        "busy" => td_string!(locale, editor.picture.busy),
        _ => return None,
    })
}

/// Says on top of the page why the picture was not taken; the field below is described by it.
#[component]
pub(super) fn PictureNotice() -> impl IntoView {
    problem().map(|words| {
        view! {
            <div class="notice error" role="alert">
                <Icon name=IconName::WARNING/>
                <p id="picture-error">
                    {words} " "
                    <a href="#picture">{td_string!(language(), editor.picture.to_field)}</a>
                </p>
            </div>
        }
    })
}

/// The form that sends a cover. It is sent by the browser itself: `navigation.js` leaves a form alone
/// that is nothing but a file.
#[component]
pub(super) fn PictureForm(
    /// Where it is sent.
    action: String,
) -> impl IntoView {
    let locale = language();
    let wrong = problem().is_some();
    view! {
        <form class="stack tight" method="post" action=action enctype="multipart/form-data">
            <div class="field">
                <Label to="picture" words=td_string!(locale, editor.picture.label)/>
                <Hint of="picture" words=td_string!(locale, editor.picture.hint)/>
                <input
                    id="picture"
                    name="picture"
                    type="file"
                    accept=PICTURE_KINDS
                    required
                    aria-describedby=described_by("picture", true, wrong)
                    aria-invalid=wrong.then_some("true")
                />
            </div>
            <div class="row">
                <button class="button">{td_string!(locale, editor.picture.send)}</button>
            </div>
        </form>
    }
}
