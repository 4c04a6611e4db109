//! The settings that are in force, with secrets hidden.

use leptos::prelude::*;

use super::{Console, Tab, shown};
use crate::{
    backend::SettingsSection,
    components::{answer, language},
    error::AppError,
    i18n::td_string,
};

async fn load() -> Result<Vec<SettingsSection>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.system.settings(&visit).await
}

/// Section by section, as `config print` prints them.
#[component]
pub fn SettingsPage() -> impl IntoView {
    shown(load(), |sections| view! { <Sections sections/> }.into_any())
}

#[component]
fn Sections(sections: Vec<SettingsSection>) -> impl IntoView {
    let locale = language();
    // Several may have the same name, so that they are no landmarks.
    let sections = sections.into_iter().map(|section| {
        let rows = section.rows.into_iter().map(|(key, value)| {
            view! {
                <div>
                    <dt><code>{key}</code></dt>
                    <dd><code>{value}</code></dd>
                </div>
            }
        });
        view! {
            <section class="panel stack tight">
                <h2>{section.name}</h2>
                <dl class="facts-list settings-list">{rows.collect_view()}</dl>
            </section>
        }
    });
    view! {
        <Console title=td_string!(locale, system.settings.heading) here=Tab::System below=true>
            <p><a href="/admin/system">{td_string!(locale, system.settings.back)}</a></p>
            <p class="lede">{td_string!(locale, system.settings.lede)}</p>
            {sections.collect_view()}
        </Console>
    }
}
