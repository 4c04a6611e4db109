//! Where the console begins.

use leptos::prelude::*;

use super::{Console, Tab, queue_length, shown, wrong::Health};
use crate::{
    backend::ConsoleState,
    components::{Icon, IconName, answer, language, words},
    error::AppError,
    i18n::td_string,
};

/// How all of it is; asking for it keeps everybody out who is no admin.
async fn load() -> Result<ConsoleState, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.system.console(&visit).await
}

/// What there is in the console.
#[component]
pub fn Overview() -> impl IntoView {
    shown(load(), |state| view! { <OverviewPage state/> }.into_any())
}

#[component]
fn OverviewPage(state: ConsoleState) -> impl IntoView {
    let locale = language();
    let last = match state.last_act {
        Some(at) => td_string!(locale, admin.overview.last, moment = words::moment(locale, at)),
        None => td_string!(locale, admin.overview.none).to_owned(),
    };
    let waiting = match queue_length() {
        0 => td_string!(locale, admin.overview.queue_empty).to_owned(),
        waiting => td_string!(locale, admin.overview.queue_waits, count = waiting),
    };
    let dead = match state.mails.dead {
        0 => td_string!(locale, console.overview.mails_none).to_owned(),
        dead => td_string!(locale, console.overview.mails_dead, count = dead),
    };
    let backup = match state.backups.map(|backups| backups.newest_good) {
        None => td_string!(locale, console.overview.backups_off).to_owned(),
        Some(None) => td_string!(locale, console.overview.backups_none).to_owned(),
        Some(Some(at)) => {
            td_string!(locale, console.overview.backups_last, moment = words::moment(locale, at))
        }
    };
    let health = (!state.wrong.is_empty()).then(|| view! { <Health wrong=state.wrong/> });
    view! {
        <Console title=td_string!(locale, admin.overview.heading) here=Tab::Overview>
            <p class="lede">{td_string!(locale, admin.overview.lede)}</p>
            {health}
            <div class="halves">
                <Place
                    href="/admin/queue"
                    icon=IconName::BAG
                    heading=td_string!(locale, admin.overview.queue)
                    words=td_string!(locale, admin.overview.queue_words)
                    state=waiting
                />
                <Place
                    href="/admin/catalogue"
                    icon=IconName::GIFT
                    heading=td_string!(locale, admin.overview.catalogue)
                    words=td_string!(locale, admin.overview.catalogue_words)
                />
                <Place
                    href="/admin/users"
                    icon=IconName::USER
                    heading=td_string!(locale, admin.overview.users)
                    words=td_string!(locale, admin.overview.users_words)
                />
                <Place
                    href="/admin/mails"
                    icon=IconName::MAIL
                    heading=td_string!(locale, console.tab.mails)
                    words=td_string!(locale, console.overview.mails_words)
                    state=dead
                />
                <Place
                    href="/admin/figures"
                    icon=IconName::STAR
                    heading=td_string!(locale, console.tab.figures)
                    words=td_string!(locale, console.overview.figures_words)
                />
                <Place
                    href="/admin/backups"
                    icon=IconName::PARCEL
                    heading=td_string!(locale, console.tab.backups)
                    words=td_string!(locale, console.overview.backups_words)
                    state=backup
                />
                <Place
                    href="/admin/system"
                    icon=IconName::INFO
                    heading=td_string!(locale, console.tab.system)
                    words=td_string!(locale, console.overview.system_words)
                />
                <Place
                    href="/admin/log"
                    icon=IconName::EYE
                    heading=td_string!(locale, admin.overview.log)
                    words=td_string!(locale, admin.overview.log_words)
                    state=last
                />
            </div>
        </Console>
    }
}

/// A page of the console: the way there, what it is for, and how that stands.
#[component]
fn Place(
    /// Where it is.
    href: &'static str,
    /// The drawing that goes with it.
    icon: IconName,
    /// What it is called.
    heading: &'static str,
    /// What it is for.
    words: &'static str,
    /// How that stands.
    #[prop(optional, into)]
    state: Option<String>,
) -> impl IntoView {
    view! {
        <section class="panel stack tight">
            <h2>
                <a class="row" href=href>
                    <Icon name=icon/>
                    {heading}
                </a>
            </h2>
            <p>{words}</p>
            {state.map(|state| view! { <p><strong>{state}</strong></p> })}
        </section>
    }
}
