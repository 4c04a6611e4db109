//! A giver's own page for one reservation (R5.7).

mod acts;
mod changes;
mod ends;
mod facts;
mod gone;
mod hold;
mod notices;
mod privacy;
mod reminder;
mod thanks;

use domain::{ManageState, ManageView};
use leptos::prelude::*;

use self::{
    acts::{Acts, Sure},
    changes::Changed,
    ends::{Cancelled, JustReserved, LetGo, UnknownLink},
    facts::Facts,
    gone::Gone,
    hold::{Lapsed, Waits},
    notices::{BoughtNotice, Confirm, Done, ListNotice, MailNotice, Refused},
    privacy::{AskErase, Erased, ErasedNotice, OnlyYours},
    reminder::ReminderChoice,
    thanks::KindWords,
};
use super::{Disclosure, brief::Brief, by_mail::LinksByMail};
use crate::{
    backend::Managed,
    components::{Icon, IconName, Live, Page, Trouble, Unlisted, answer, isolated, language},
    error::AppError,
    i18n::{td, td_string},
};

async fn load(token: String) -> Result<Managed, AppError> {
    let (backend, visit) = answer::asked()?;
    Managed::load(&backend, &visit, &token).await
}

/// What a giver promised, and what can be done about it.
#[component]
pub fn Manage() -> impl IntoView {
    let token = answer::param("token");
    let new = !answer::query("new").is_empty();
    let asks_to_erase = answer::query("ask") == "erase";
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(token).await {
                    Ok(managed) if asks_to_erase && !managed.view.erased => {
                        view! { <AskErase managed/> }.into_any()
                    }
                    Ok(managed) if managed.view.state == ManageState::Cancelled => {
                        if managed.view.erased {
                            view! { <Erased managed/> }.into_any()
                        } else if managed.view.lapsed {
                            view! { <Lapsed managed/> }.into_any()
                        } else if managed.view.let_go {
                            view! { <LetGo managed/> }.into_any()
                        } else {
                            view! { <Cancelled managed/> }.into_any()
                        }
                    }
                    Ok(managed) if managed.view.gone => view! { <Gone managed/> }.into_any(),
                    Ok(managed) if new && managed.is_reserved() && !managed.view.withdrawn => {
                        view! { <JustReserved managed/> }.into_any()
                    }
                    Ok(managed) => view! { <ManagePage managed/> }.into_any(),
                    Err(error) if error.status() == 404 => view! { <UnknownLink/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn ManagePage(managed: Managed) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_promise(&managed));
    let view = managed.view.clone();
    let several = view.quantity > 1;
    let bought = !managed.is_reserved();
    let asks = managed.is_reserved() && answer::query("ask") == "cancel";
    let back = view.list.clone().map(|path| {
        let title = view.banner.title.clone();
        view! { <p><a href=path><bdi>{title}</bdi></a></p> }
    });
    let erased = view.erased;
    let cancel = (managed.is_reserved() && !asks).then(|| {
        let href = format!("{}?ask=cancel#sure", managed.path());
        view! {
            <p>
                <a class="button quiet danger wide" href=href>
                    {td_string!(locale, giving.manage.cancel)}
                </a>
            </p>
        }
    });
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, giving.manage.title) class="middle" live>
            {back}
            <Heading view=view.clone()/>
            <Done managed=managed.clone()/>
            <Refused view=view.clone()/>
            <ListNotice view=view.clone()/>
            <Changed view=view.clone()/>
            <BoughtNotice managed=managed.clone()/>
            <Waits managed=managed.clone()/>
            {erased.then(|| view! { <ErasedNotice/> })}
            <Confirm managed=managed.clone()/>
            {(!erased)
                .then(|| view! { <MailNotice progress=managed.mail view=view.clone()/> })}
            <KindWords words=managed.thanks.clone()/>
            <section class="panel stack">
                <Brief card=view.card.clone() each=several>
                    <p><StateChip bought/></p>
                </Brief>
                <hr/>
                <Facts view path=managed.path()/>
                {(managed.is_reserved() && !asks)
                    .then(|| view! { <Acts managed=managed.clone()/> })}
            </section>
            {asks.then(|| view! { <Sure managed=managed.clone()/> })}
            {cancel}
            <ul class="account-rows" role="list">
                <ReminderChoice managed=managed.clone()/>
                <OnlyYours token=managed.token.clone() erased/>
            </ul>
            <LinksByMail/>
            <Disclosure/>
        </Page>
    }
}

#[component]
fn Heading(view: ManageView) -> impl IntoView {
    let locale = language();
    let bought = view.state != ManageState::Reserved;
    if bought && !view.withdrawn {
        return view! { <h1>{td_string!(locale, giving.manage.heading_bought)}</h1> }.into_any();
    }
    if view.banner.for_whom.is_empty() {
        return view! { <h1>{td_string!(locale, giving.manage.heading)}</h1> }.into_any();
    }
    let whom = isolated(&view.banner.for_whom);
    view! { <h1>{td!(locale, giving.manage.heading_for, whom = whom)}</h1> }.into_any()
}

#[component]
fn StateChip(bought: bool) -> impl IntoView {
    let locale = language();
    if !bought {
        return view! {
            <span class="chip tint">{td_string!(locale, giving.manage.reserved)}</span>
        }
        .into_any();
    }
    view! {
        <span class="chip good">
            <Icon name=IconName::CHECK/>
            {td_string!(locale, giving.manage.bought)}
        </span>
    }
    .into_any()
}
