//! What admins did (R1).

use leptos::prelude::*;

use super::{Console, Moment, Tab, shown};
use crate::{
    backend::AuditEntry,
    components::{answer, language},
    error::AppError,
    i18n::{Locale, td_string},
};

async fn load() -> Result<Vec<AuditEntry>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.admin.audit(&visit).await
}

/// The audit log, the newest entry first.
#[component]
pub fn AuditLog() -> impl IntoView {
    shown(load(), |entries| view! { <AuditPage entries/> }.into_any())
}

#[component]
fn AuditPage(entries: Vec<AuditEntry>) -> impl IntoView {
    let locale = language();
    let body = if entries.is_empty() {
        view! { <p>{td_string!(locale, admin.log.empty)}</p> }.into_any()
    } else {
        let rows = entries.into_iter().map(|entry| view! { <Row entry/> }).collect_view();
        view! {
            <p class="small soft">{td_string!(locale, admin.log.lede)}</p>
            <ul class="console-rows" role="list">
                {rows}
            </ul>
        }
        .into_any()
    };
    view! {
        <Console title=td_string!(locale, admin.log.heading) here=Tab::Log>
            {body}
        </Console>
    }
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    let locale = language();
    let who = entry.who.unwrap_or_else(|| td_string!(locale, admin.log.command_line).to_owned());
    view! {
        <li>
            <p>
                <strong>{act(locale, &entry.act)}</strong> ": " <bdi>{entry.about}</bdi>
            </p>
            <p class="small soft">
                <Moment at=entry.at/> " · " <bdi>{who}</bdi>
            </p>
        </li>
    }
}

/// An act in words. One that is not known here is shown by its own word.
fn act(locale: Locale, act: &str) -> String {
    let words = match act {
        "admin_granted" => td_string!(locale, admin.log.act.admin_granted),
        "admin_revoked" => td_string!(locale, admin.log.act.admin_revoked),
        "user_looked_at" => td_string!(locale, admin.log.act.user_looked_at),
        "user_signed_out" => td_string!(locale, admin.log.act.user_signed_out),
        "user_shown" => td_string!(locale, admin.log.act.user_shown),
        "user_exported" => td_string!(locale, admin.log.act.user_exported),
        "user_erased" => td_string!(locale, admin.log.act.user_erased),
        "product_promoted" => td_string!(locale, admin.log.act.product_promoted),
        "product_merged" => td_string!(locale, admin.log.act.product_merged),
        "product_declined" => td_string!(locale, admin.log.act.product_declined),
        "product_created" => td_string!(locale, admin.log.act.product_created),
        "product_edited" => td_string!(locale, admin.log.act.product_edited),
        other => other,
    };
    words.to_owned()
}
