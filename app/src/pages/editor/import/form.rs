//! The form with which a file is sent, or rows are pasted.

use domain::ListId;
use leptos::prelude::*;

use crate::{
    components::{FormState, Hint, Icon, IconName, Label, TextArea, described_by, language},
    i18n::td_string,
};

/// What the file may be called and be.
const ACCEPTED: &str = ".csv,.tsv,.txt,.json,text/csv,text/plain,application/json";

/// A file, or rows from a spreadsheet. It is sent by the browser itself: `navigation.js` leaves
/// files alone.
#[component]
pub(super) fn FileForm(
    list: ListId,
    /// What was wrong with what was sent.
    problem: Option<String>,
    /// What was pasted, to be put right.
    pasted: String,
) -> impl IntoView {
    let locale = language();
    let wrong = problem.is_some();
    let notice = problem.map(|words| {
        view! {
            <div class="notice error" role="alert">
                <Icon name=IconName::WARNING/>
                <p id="file-error">
                    <strong>{td_string!(locale, exchange.problem.heading)}</strong> " " {words}
                </p>
            </div>
        }
    });
    view! {
        <form
            class="panel stack"
            method="post"
            action=format!("/lists/{list}/import")
            enctype="multipart/form-data"
            novalidate
        >
            {notice}
            <div class="field">
                <Label to="file" words=td_string!(locale, exchange.import.file)/>
                <Hint of="file" words=td_string!(locale, exchange.import.file_hint)/>
                <input
                    id="file"
                    name="file"
                    type="file"
                    accept=ACCEPTED
                    aria-describedby=described_by("file", true, wrong)
                    aria-invalid=wrong.then_some("true")
                />
            </div>
            <p class="divider small soft">{td_string!(locale, exchange.import.or)}</p>
            <TextArea
                state=FormState::of("/import")
                label=td_string!(locale, exchange.import.text)
                name="text"
                value=pasted
                rows=6
                hint=td_string!(locale, exchange.import.text_hint)
            />
            <div class="row">
                <button class="button primary large">
                    {td_string!(locale, exchange.import.submit)}
                </button>
            </div>
        </form>
        <details class="more">
            <summary>
                {td_string!(locale, exchange.import.columns)}
                <Icon name=IconName::CHEVRON/>
            </summary>
            <p class="small soft">{td_string!(locale, exchange.import.columns_words)}</p>
        </details>
    }
}
