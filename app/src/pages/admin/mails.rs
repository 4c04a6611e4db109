//! Mails that wait or were given up, and what is done about them.

use domain::OutboxId;
use leptos::prelude::*;

use super::{Console, Moment, Nothing, Paged, Tab, shown, why::Why};
use crate::{
    backend::{MailPage, MailRow, MailroomView, MailsFrom, MailsToday, WhyNot},
    components::{FormNotice, FormState, IconName, Notice, Tone, answer, language},
    error::AppError,
    i18n::{Locale, td_string},
};

mod kinds;

use kinds::kind;

async fn load(from: MailsFrom) -> Result<MailroomView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.outbox.mails(&visit, from).await
}

/// How many mails there are, and those that wait for something.
#[component]
pub fn MailsPage() -> impl IntoView {
    let done = answer::done("done");
    let behind = |name: &str| answer::query(name).parse::<OutboxId>().ok();
    let from = MailsFrom { dead: behind("dead"), waiting: behind("waiting") };
    shown(load(from), move |room| view! { <Mailroom room done/> }.into_any())
}

/// What was done, with how many are given up now.
fn done_words(locale: Locale, done: &str, dead: u32) -> Option<String> {
    match (done, dead) {
        ("retried", _) => Some(td_string!(locale, console.mails.done.retried).to_owned()),
        ("all_retried", 0) => Some(td_string!(locale, console.mails.done.all_retried).to_owned()),
        ("all_retried", left) => {
            Some(td_string!(locale, console.mails.done.some_retried, left = left))
        }
        ("dropped", _) => Some(td_string!(locale, console.mails.done.dropped).to_owned()),
        _ => None,
    }
}

#[component]
fn Mailroom(room: MailroomView, done: String) -> impl IntoView {
    let locale = language();
    let MailroomView { today, dead, waiting } = room;
    let done = done_words(locale, &done, today.dead)
        .map(|words| view! { <Notice tone=Tone::Success words/> });
    let (any_dead, any_waiting) = (dead.is_any(), waiting.is_any());
    let nothing = (!any_dead && !any_waiting).then(|| {
        view! {
            <Nothing
                icon=IconName::MAIL
                heading=td_string!(locale, console.mails.empty.heading)
                words=td_string!(locale, console.mails.empty.words)
            />
        }
    });
    let given_up = any_dead.then(|| view! { <Dead page=dead/> });
    let waits = any_waiting.then(|| view! { <Waiting page=waiting/> });
    view! {
        <Console title=td_string!(locale, console.mails.heading) here=Tab::Mails>
            {done}
            <FormNotice state=FormState::of("/fn/retry_mail")/>
            <FormNotice state=FormState::of("/fn/retry_mails")/>
            <FormNotice state=FormState::of("/fn/drop_mail")/>
            <p class="lede">{td_string!(locale, console.mails.lede)}</p>
            <Numbers today/>
            {nothing}
            {given_up}
            {waits}
        </Console>
    }
}

/// How many wait, were sent today, and were given up.
#[component]
fn Numbers(today: MailsToday) -> impl IntoView {
    let locale = language();
    let oldest = today.oldest.map(|at| {
        let words = td_string!(locale, console.mails.oldest);
        view! { <dd class="small soft">{words} " " <Moment at/></dd> }
    });
    view! {
        <dl class="console-numbers">
            <div>
                <dt>{td_string!(locale, console.mails.waiting)}</dt>
                <dd class="number">{today.waiting}</dd>
                {oldest}
            </div>
            <div>
                <dt>{td_string!(locale, console.mails.sent)}</dt>
                <dd class="number">{today.sent}</dd>
            </div>
            <div>
                <dt>{td_string!(locale, console.mails.dead)}</dt>
                <dd class="number">{today.dead}</dd>
            </div>
        </dl>
    }
}

/// Those that were given up, with what can be done about each.
#[component]
fn Dead(page: MailPage) -> impl IntoView {
    let locale = language();
    let MailPage { rows, later, next } = page;
    let all = (rows.len() > 1 || later).then(|| {
        view! {
            <form method="post" action="/fn/retry_mails">
                <button class="button">{td_string!(locale, console.mails.retry_all)}</button>
            </form>
        }
    });
    let rows = rows.into_iter().map(move |mail| {
        let id = mail.id.to_string();
        let about = format!("{}, {}", kind(locale, mail.kind), goes_to(locale, mail.to.as_deref()));
        view! {
            <li>
                <What mail given_up=true/>
                <Acts id about/>
            </li>
        }
    });
    view! {
        <section class="stack" aria-labelledby="given-up">
            <div class="page-head">
                <h2 id="given-up">{td_string!(locale, console.mails.dead)}</h2>
                {all}
            </div>
            <p class="small soft">{td_string!(locale, console.mails.dead_words)}</p>
            <Paged
                path="/admin/mails"
                name="dead"
                oldest=td_string!(locale, console.mails.oldest_first)
                later
                next=next.map(|next| next.to_string())
            >
                {rows.collect_view()}
            </Paged>
        </section>
    }
}

#[component]
fn Waiting(page: MailPage) -> impl IntoView {
    let locale = language();
    let MailPage { rows, later, next } = page;
    let rows = rows.into_iter().map(|mail| view! { <li><What mail/></li> });
    view! {
        <section class="stack" aria-labelledby="waiting">
            <h2 id="waiting">{td_string!(locale, console.mails.waiting)}</h2>
            <p class="small soft">{td_string!(locale, console.mails.most)}</p>
            <Paged
                path="/admin/mails"
                name="waiting"
                oldest=td_string!(locale, console.mails.oldest_first)
                later
                next=next.map(|next| next.to_string())
            >
                {rows.collect_view()}
            </Paged>
        </section>
    }
}

/// Its kind, to whom it goes as far as that may be read, how old it is, and what came of it.
#[component]
fn What(
    mail: MailRow,
    /// Whether it is tried no more.
    #[prop(optional)]
    given_up: bool,
) -> impl IntoView {
    let locale = language();
    let to = goes_to(locale, mail.to.as_deref()).to_owned();
    let why = mail.why.map(|why| view! { <p class="small">{why_not(locale, why)}</p> });
    let tries = (mail.attempts > 0).then(|| {
        let words = td_string!(locale, console.mails.tries, count = mail.attempts);
        view! { " · " {words} }
    });
    let then = match given_up {
        true => td_string!(locale, console.mails.gave_up),
        false => td_string!(locale, console.mails.next),
    };
    view! {
        <p class="row">
            <strong>{kind(locale, mail.kind)}</strong>
            <span class="soft">{to}</span>
        </p>
        {why}
        <p class="small soft">
            {td_string!(locale, console.mails.made)} " " <Moment at=mail.made_at/> {tries} " · "
            {then} " " <Moment at=mail.at/>
        </p>
    }
}

/// To whom a mail goes, as far as that may be read.
fn goes_to(locale: Locale, to: Option<&str>) -> &str {
    to.unwrap_or(td_string!(locale, console.mails.nobody))
}

/// Why a mail was not taken, in words.
fn why_not(locale: Locale, why: WhyNot) -> &'static str {
    match why {
        WhyNot::Refused => td_string!(locale, console.mails.why.refused),
        WhyNot::Declined => td_string!(locale, console.mails.why.declined),
        WhyNot::Away => td_string!(locale, console.mails.why.away),
        WhyNot::Late => td_string!(locale, console.mails.why.late),
        WhyNot::Restored => td_string!(locale, console.mails.why.restored),
        WhyNot::Broken => td_string!(locale, console.mails.why.broken),
    }
}

/// Sending it once more, or letting it be, which asks why.
#[component]
fn Acts(
    id: String,
    /// What it is and to whom it goes, for those who hear only the button.
    about: String,
) -> impl IntoView {
    let locale = language();
    let dropped = about.clone();
    let state = FormState::of("/fn/drop_mail").about("mail", &id);
    let open = state.is_refused();
    let field = format!("why-{id}");
    view! {
        <div class="row">
            <form method="post" action="/fn/retry_mail">
                <input type="hidden" name="mail" value=id.clone()/>
                <button class="button">
                    {td_string!(locale, console.mails.retry)}
                    <span class="unseen">": " {about}</span>
                </button>
            </form>
            <details class="asking" open=open>
                <summary class="button quiet danger">
                    {td_string!(locale, console.mails.put_away)}
                    <span class="unseen">": " {dropped}</span>
                </summary>
                <form class="stack tight" method="post" action="/fn/drop_mail" novalidate>
                    <input type="hidden" name="mail" value=id/>
                    <Why state id=field/>
                    <button class="button danger">
                        {td_string!(locale, console.mails.put_away)}
                    </button>
                </form>
            </details>
        </div>
    }
}
