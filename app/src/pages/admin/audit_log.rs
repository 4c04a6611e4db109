//! What admins did (R1).

use domain::{AuditAct, PersonId};
use leptos::prelude::*;

use super::{
    Console, Moment, Tab,
    acts::{act, act_called},
    shown,
};
use crate::{
    backend::{AuditEntry, AuditQuestion, AuditView},
    components::{answer, language},
    error::AppError,
    i18n::td_string,
};

async fn load(asked: AuditQuestion) -> Result<AuditView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.admin.audit(&visit, &asked).await
}

/// The audit log, the newest entry first; of one act or one admin where that is asked for.
#[component]
pub fn AuditLog() -> impl IntoView {
    let somebody = |who: &String| who == "command" || who.parse::<PersonId>().is_ok();
    let asked = AuditQuestion {
        act: AuditAct::from_code(&answer::query("act")),
        who: Some(answer::query("who")).filter(somebody).unwrap_or_default(),
        before: answer::query("before"),
    };
    shown(load(asked.clone()), |found| view! { <AuditPage found asked/> }.into_any())
}

#[component]
fn AuditPage(found: AuditView, asked: AuditQuestion) -> impl IntoView {
    let locale = language();
    let AuditView { entries, more, admins } = found;
    let any = asked.act.is_some() || !asked.who.is_empty() || !asked.before.is_empty();
    let body = if entries.is_empty() {
        let words = match any {
            true => td_string!(locale, console.log.nothing),
            false => td_string!(locale, admin.log.empty),
        };
        view! { <p>{words}</p> }.into_any()
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
    let older = more.map(|before| {
        // Words and ids: nothing to escape.
        let act = asked.act.map_or("", AuditAct::code);
        let href = format!("/admin/log?act={act}&who={}&before={before}", asked.who);
        view! { <p><a class="button" href=href>{td_string!(locale, console.log.older)}</a></p> }
    });
    let filter = any || more.is_some() || !admins.is_empty();
    view! {
        <Console title=td_string!(locale, admin.log.heading) here=Tab::Log>
            {filter.then(|| view! { <Filter asked admins/> })}
            {body}
            {older}
        </Console>
    }
}

/// Which act, and by whom.
#[component]
fn Filter(asked: AuditQuestion, admins: Vec<(PersonId, String)>) -> impl IntoView {
    let locale = language();
    let acts = AuditAct::ALL.iter().map(|known| {
        let selected = asked.act == Some(*known);
        view! { <option value=known.code() selected=selected>{act(locale, *known)}</option> }
    });
    let people = admins.into_iter().map(|(id, name)| {
        let id = id.to_string();
        let selected = asked.who == id;
        view! { <option value=id selected=selected>{name}</option> }
    });
    view! {
        <form
            class="filter log-filter"
            method="get"
            action="/admin/log"
            aria-label=td_string!(locale, console.log.filter)
        >
            <div>
                <select name="act" aria-label=td_string!(locale, console.log.of_act)>
                    <option value="">{td_string!(locale, console.log.any_act)}</option>
                    {acts.collect_view()}
                </select>
            </div>
            <div>
                <select name="who" aria-label=td_string!(locale, console.log.of_whom)>
                    <option value="">{td_string!(locale, console.log.anybody)}</option>
                    <option value="command" selected=asked.who == "command">
                        {td_string!(locale, admin.log.command_line)}
                    </option>
                    {people.collect_view()}
                </select>
                <button class="button">{td_string!(locale, console.log.submit)}</button>
            </div>
        </form>
    }
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    let locale = language();
    let who = entry.who.unwrap_or_else(|| td_string!(locale, admin.log.command_line).to_owned());
    let about = entry.about.map(|about| match entry.declined {
        // From there it can still be taken in.
        Some(product) => {
            let href = format!("/admin/queue/{product}");
            view! { {td_string!(locale, common.colon)} <a href=href><bdi>{about}</bdi></a> }
                .into_any()
        }
        None => view! { {td_string!(locale, common.colon)} <bdi>{about}</bdi> }.into_any(),
    });
    let why = entry.why.map(|why| view! { <p class="said" dir="auto">{why}</p> });
    view! {
        <li>
            <p>
                <strong>{act_called(locale, &entry.act)}</strong> {about}
            </p>
            {why}
            <p class="small soft">
                <Moment at=entry.at/> " · " <bdi>{who}</bdi>
            </p>
        </li>
    }
}
