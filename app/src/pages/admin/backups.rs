//! Backups: those that there are, making one, reading one back, and taking one along.

use leptos::prelude::*;

use super::{Console, Moment, Nothing, Tab, shown, system::size, why::Why};
use crate::{
    backend::{BackupCard, BackupFailure, BackupsView, Unread},
    components::{
        Field, FormNotice, FormState, Icon, IconName, Notice, Panel, Tone, answer, language, words,
    },
    error::AppError,
    i18n::{Locale, td_string},
};

async fn load() -> Result<BackupsView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.backups.all(&visit).await
}

/// Every backup, and what can be done with it.
#[component]
pub fn BackupsPage() -> impl IntoView {
    let done = answer::done("done");
    shown(load(), move |backups| view! { <All backups done/> }.into_any())
}

fn done_words(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "begun" => Some(td_string!(locale, backups.done.begun)),
        "verified" => Some(td_string!(locale, backups.done.verified)),
        "verifying" => Some(td_string!(locale, backups.done.verifying)),
        _ => None,
    }
}

#[component]
fn All(backups: BackupsView, done: String) -> impl IntoView {
    let locale = language();
    let BackupsView { on, making, failure, cards, unread } = backups;
    if !on {
        return view! {
            <Console title=td_string!(locale, backups.heading) here=Tab::Backups>
                <Nothing
                    icon=IconName::PARCEL
                    heading=td_string!(locale, backups.off.heading)
                    words=td_string!(locale, backups.off.words)
                />
            </Console>
        }
        .into_any();
    }
    let done = done_words(locale, &done).map(|words| view! { <Notice tone=Tone::Success words/> });
    let now = making.then(|| {
        view! {
            <div class="notice">
                <Icon name=IconName::INFO/>
                <p>{td_string!(locale, backups.making)}</p>
            </div>
        }
    });
    let failure = failure.map(|failure| view! { <Failed failure/> });
    let empty = cards.is_empty() && unread.is_none();
    let unread = unread.map(|why| view! { <Unknown why/> });
    let none = empty.then(|| {
        view! {
            <Nothing
                icon=IconName::PARCEL
                heading=td_string!(locale, backups.empty.heading)
                words=td_string!(locale, backups.empty.words)
            />
        }
    });
    let list = (!cards.is_empty()).then(|| {
        let rows = cards.into_iter().map(|card| view! { <Row card/> });
        view! {
            <section class="stack" aria-labelledby="all">
                <h2 id="all">{td_string!(locale, backups.all)}</h2>
                <ul class="console-rows" role="list">
                    {rows.collect_view()}
                </ul>
            </section>
        }
    });
    view! {
        <Console title=td_string!(locale, backups.heading) here=Tab::Backups>
            {done}
            {now}
            {failure}
            <FormNotice state=FormState::of("/fn/verify_backup")/>
            <FormNotice state=FormState::of("/fn/download_backup")/>
            <p class="lede">{td_string!(locale, backups.lede)}</p>
            <Make making/>
            {unread}
            {none}
            {list}
        </Console>
    }
    .into_any()
}

/// Why the last one was not made.
#[component]
fn Failed(failure: BackupFailure) -> impl IntoView {
    let locale = language();
    let BackupFailure { at, reason } = failure;
    view! {
        <div class="notice error">
            <Icon name=IconName::WARNING/>
            <p>
                <strong>
                    {td_string!(locale, backups.failed, moment = words::moment(locale, at))}
                </strong>
            </p>
            <p lang="en">{reason}</p>
        </div>
    }
}

/// Why it can not be told which there are, in the place of all of them.
#[component]
fn Unknown(why: Unread) -> impl IntoView {
    let locale = language();
    let why = match why {
        Unread::Slow => view! { <p>{td_string!(locale, backups.unread.slow)}</p> }.into_any(),
        Unread::Refused(reason) => view! { <p lang="en">{reason}</p> }.into_any(),
    };
    view! {
        <div class="notice error">
            <Icon name=IconName::WARNING/>
            <p>
                <strong>{td_string!(locale, backups.unread.heading)}</strong>
            </p>
            {why}
        </div>
    }
}

/// Makes one now.
#[component]
fn Make(
    /// Whether one is being made.
    making: bool,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/make_backup");
    let notice = state.clone();
    (!making).then(|| {
        view! {
            <Panel id="make" heading=td_string!(locale, backups.make.heading)>
                <p>{td_string!(locale, backups.make.words)}</p>
                <FormNotice state=notice/>
                <form class="row look-up" method="post" action="/fn/make_backup" novalidate>
                    <Field
                        state
                        label=td_string!(locale, backups.make.why)
                        name="why"
                        id="make-why"
                        autocomplete="off"
                        required=true
                    />
                    <button class="button primary">
                        {td_string!(locale, backups.make.submit)}
                    </button>
                </form>
            </Panel>
        }
    })
}

/// One of them.
#[component]
fn Row(card: BackupCard) -> impl IntoView {
    let locale = language();
    let BackupCard { name, made_at, by_hand, size: bytes, encrypted, checked_at, well } = card;
    let kind = match by_hand {
        true => td_string!(locale, backups.by_hand),
        false => td_string!(locale, backups.daily),
    };
    let checked_at = words::moment(locale, checked_at);
    let (class, words) = match well {
        true => ("small soft", td_string!(locale, backups.good, moment = checked_at)),
        false => ("error", td_string!(locale, backups.bad, moment = checked_at)),
    };
    let (chip, sealed) = match encrypted {
        true => ("chip good", td_string!(locale, backups.encrypted)),
        false => ("chip care", td_string!(locale, backups.clear)),
    };
    let named = name.clone();
    let take = match encrypted {
        true => view! { <Take name=name.clone()/> }.into_any(),
        false => view! { <p class="small soft">{td_string!(locale, backups.stays)}</p> }.into_any(),
    };
    view! {
        <li>
            <p class="row">
                <strong><Moment at=made_at/></strong>
                <span class="chip">{kind}</span>
                <span class=chip>{sealed}</span>
                <span class="soft number">{size(locale, bytes)}</span>
            </p>
            <p class=class>{words}</p>
            <div class="row">
                <form method="post" action="/fn/verify_backup">
                    <input type="hidden" name="backup" value=name/>
                    <button class="button">
                        {td_string!(locale, backups.verify)}
                        <span class="unseen">": " {named}</span>
                    </button>
                </form>
                {take}
            </div>
        </li>
    }
}

/// Takes one along, which asks why.
#[component]
fn Take(name: String) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/download_backup").about("backup", &name);
    let open = state.is_refused();
    let (id, named) = (format!("take-{name}"), name.clone());
    view! {
        <details class="asking" open=open>
            <summary class="button quiet">
                {td_string!(locale, backups.take)}
                <span class="unseen">": " {named}</span>
            </summary>
            <form
                class="stack tight"
                method="post"
                action="/fn/download_backup"
                novalidate
                data-plain
            >
                <input type="hidden" name="backup" value=name/>
                <Why state id/>
                <button class="button">{td_string!(locale, backups.take)}</button>
            </form>
        </details>
    }
}
