//! One field for a link from any shop (R4.2, R4.3).

use domain::ListId;
use leptos::prelude::*;

use super::AboutList;
use crate::{
    components::{FieldError, FormNotice, FormState, Hint, Label, Looking, described_by, language},
    i18n::td_string,
};

/// Looks a link up. It may be pasted with the sentence that it came in.
#[component]
pub(super) fn FindForm(list: ListId) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/find_gift");
    let problem = state.problem("text");
    view! {
        <form
            class="stack tight finding"
            method="post"
            action="/fn/find_gift"
            aria-label=td_string!(locale, editor.find.link)
            novalidate
        >
            <FormNotice state=&state/>
            <AboutList list/>
            <div class="field">
                <Label to="text" words=td_string!(locale, editor.find.link)/>
                <Hint of="text" words=td_string!(locale, editor.find.hint)/>
                <div class="joined">
                    <input
                        id="text"
                        name="text"
                        type="text"
                        inputmode="url"
                        enterkeyhint="search"
                        autocomplete="off"
                        placeholder="https://"
                        value=state.value("text", "")
                        aria-describedby=described_by("text", true, problem.is_some())
                        aria-invalid=problem.is_some().then_some("true")
                    />
                    <FieldError of="text" words=problem/>
                    <button class="button primary">{td_string!(locale, editor.find.submit)}</button>
                </div>
            </div>
            <Looking/>
        </form>
    }
}
