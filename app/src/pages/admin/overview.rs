//! Where the console begins.

use leptos::prelude::*;

use super::{Console, Tab, moment, queue_length, shown};
use crate::{
    backend::AuditEntry,
    components::{Icon, answer, language},
    error::AppError,
    i18n::td_string,
};

/// The last entry of the log; asking for it keeps everybody out who is no admin.
async fn load() -> Result<Option<AuditEntry>, AppError> {
    let (backend, visit) = answer::asked()?;
    Ok(backend.admin.audit(&visit).await?.into_iter().next())
}

/// What there is in the console.
#[component]
pub fn Overview() -> impl IntoView {
    shown(load(), |last| view! { <OverviewPage last/> }.into_any())
}

#[component]
fn OverviewPage(last: Option<AuditEntry>) -> impl IntoView {
    let locale = language();
    let last = match last {
        Some(entry) => {
            td_string!(locale, admin.overview.last, moment = moment(locale, entry.at))
        }
        None => td_string!(locale, admin.overview.none).to_owned(),
    };
    let waiting = match queue_length() {
        0 => td_string!(locale, admin.overview.queue_empty).to_owned(),
        waiting => td_string!(locale, admin.overview.queue_waits, count = waiting),
    };
    view! {
        <Console title=td_string!(locale, admin.overview.heading) here=Tab::Overview>
            <p class="lede">{td_string!(locale, admin.overview.lede)}</p>
            <div class="halves">
                <section class="panel stack tight">
                    <h2>
                        <a class="row" href="/admin/queue">
                            <Icon name="bag"/>
                            {td_string!(locale, admin.overview.queue)}
                        </a>
                    </h2>
                    <p>{td_string!(locale, admin.overview.queue_words)}</p>
                    <p><strong>{waiting}</strong></p>
                </section>
                <section class="panel stack tight">
                    <h2>
                        <a class="row" href="/admin/catalogue">
                            <Icon name="gift"/>
                            {td_string!(locale, admin.overview.catalogue)}
                        </a>
                    </h2>
                    <p>{td_string!(locale, admin.overview.catalogue_words)}</p>
                </section>
                <section class="panel stack tight">
                    <h2>
                        <a class="row" href="/admin/users">
                            <Icon name="user"/>
                            {td_string!(locale, admin.overview.users)}
                        </a>
                    </h2>
                    <p>{td_string!(locale, admin.overview.users_words)}</p>
                </section>
                <section class="panel stack tight">
                    <h2>
                        <a class="row" href="/admin/log">
                            <Icon name="eye"/>
                            {td_string!(locale, admin.overview.log)}
                        </a>
                    </h2>
                    <p>{td_string!(locale, admin.overview.log_words)}</p>
                    <p class="small soft">{last}</p>
                </section>
            </div>
        </Console>
    }
}
