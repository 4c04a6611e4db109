//! The gifts in other places: a copy of the list, and files of it (R3.9). And the way to its end
//! (R3.10).

use domain::{BIN_DAYS, ListId};
use leptos::prelude::*;

use crate::{
    components::{FormKey, FormNotice, FormState, Icon, IconName, Panel, language},
    i18n::td_string,
    pages::editor::AboutList,
};

/// Copies the list, writes it into a file, and leads to where a file is read.
#[component]
pub(super) fn Files(
    list: ListId,
    /// Whether gifts can be added to it.
    open: bool,
) -> impl IntoView {
    let locale = language();
    let file = |ending: &str| format!("/lists/{list}/export.{ending}");
    let import = open.then(|| {
        view! {
            <a class="button" href=format!("/lists/{list}/import")>
                <Icon name=IconName::PLUS/>
                {td_string!(locale, exchange.panel.import)}
            </a>
        }
    });
    view! {
        <section class="panel stack" aria-labelledby="files-heading">
            <h2 id="files-heading">{td_string!(locale, exchange.panel.heading)}</h2>
            <FormNotice state=FormState::of("/fn/copy_list")/>
            <p class="small soft">{td_string!(locale, exchange.panel.copy_words)}</p>
            <form method="post" action="/fn/copy_list">
                <AboutList list/>
                <FormKey/>
                <button class="button">
                    <Icon name=IconName::COPY/>
                    {td_string!(locale, exchange.panel.copy)}
                </button>
            </form>
            <p class="small soft">{td_string!(locale, exchange.panel.file_words)}</p>
            <div class="row">
                <a class="button" href=file("csv") data-plain>
                    <Icon name=IconName::ARROW_DOWN/>
                    {td_string!(locale, exchange.panel.csv)}
                </a>
                <a class="button" href=file("json") data-plain>
                    <Icon name=IconName::ARROW_DOWN/>
                    {td_string!(locale, exchange.panel.json)}
                </a>
                {import}
            </div>
        </section>
    }
}

/// Leads to where the list is deleted.
#[component]
pub(super) fn DeletePanel(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="delete-heading" heading=td_string!(locale, bin.settings.heading)>
            <p class="small soft">{td_string!(locale, bin.settings.words, days = BIN_DAYS)}</p>
            <p>
                <a class="button danger" href=format!("/lists/{list}/delete")>
                    <Icon name=IconName::TRASH/>
                    {td_string!(locale, bin.settings.open)}
                </a>
            </p>
        </Panel>
    }
}
