//! Which picture a gift or a product has (R4.5, R6.1).

use domain::PictureId;
use leptos::prelude::*;

use super::{FieldError, FormState, Hint, Label, Picture, described_by, language};
use crate::i18n::td_string;

/// What the server takes for a picture.
pub const PICTURE_KINDS: &str = "image/jpeg,image/png,image/webp,image/gif";

/// The picture that is known, or none, and a field for one of one's own, which goes before both. The
/// form around them has to be sent with its files.
#[component]
pub fn PictureChoice(
    /// The state of the form around it.
    state: FormState,
    /// The picture that is known, or nothing.
    picture: String,
) -> impl IntoView {
    let locale = language();
    let chosen = state.value("picture", &picture);
    // What was sent or found anew may be known by the form alone that comes back.
    let known = [&chosen, &picture].into_iter().find_map(|id| id.parse::<PictureId>().ok());
    let wrong = state.problem("picture");
    let described = described_by("picture", false, wrong.is_some());
    let none = chosen.is_empty();
    let choice = known.map(|known| {
        let id = known.to_string();
        view! {
            <fieldset class="choices pictures gift-pictures full" aria-describedby=described>
                <legend>{td_string!(locale, editor.picture.heading)}</legend>
                <label class="choice">
                    <Picture picture=Some(known) sizes="10rem"/>
                    <input type="radio" name="picture" value=id checked=!none/>
                    <span>{td_string!(locale, editor.picture.take)}</span>
                </label>
                <label class="choice">
                    <Picture picture=None/>
                    <input type="radio" name="picture" value="" checked=none/>
                    <span>{td_string!(locale, editor.picture.none)}</span>
                </label>
                <FieldError of="picture" words=wrong/>
            </fieldset>
        }
    });
    let problem = state.problem("own_picture");
    view! {
        {choice}
        <div class="field full">
            <Label
                to="own_picture"
                words=td_string!(locale, editor.picture.label)
                optional=true
            />
            <Hint of="own_picture" words=td_string!(locale, editor.picture.hint)/>
            <input
                id="own_picture"
                name="own_picture"
                type="file"
                accept=PICTURE_KINDS
                aria-describedby=described_by("own_picture", true, problem.is_some())
                aria-invalid=problem.is_some().then_some("true")
            />
            <FieldError of="own_picture" words=problem/>
        </div>
    }
}
