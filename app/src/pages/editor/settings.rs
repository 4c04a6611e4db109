//! Sharing a list, and what is seldom changed about it (R3.5, R3.6, R3.7).

mod about;
mod acts;
mod cover;
mod files;
mod giving;
mod passcode;
mod surprise;

use domain::{GivingRules, ListId, ListState, OwnerGifts, OwnerList};
use leptos::prelude::*;

use self::{
    about::About,
    acts::{Close, Reopen, Rotate},
    cover::OwnCover,
    files::{DeletePanel, Files},
    giving::GivingForm,
    passcode::PasscodeForm,
    surprise::SurpriseForm,
};
use super::{
    Tab, Tabs,
    gifts::DraftNotice,
    head::Head,
    owned,
    people::{self, KeepersPanel, WhatHappened},
    picture_form::PictureNotice,
    share::SharePanel,
    toasts::{UndoRefused, UndoSaved},
};
use crate::{
    backend::ListPeople,
    components::{FormNotices, Page, Toast, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// What is done on this page by forms that have no place of their own for why they are refused.
const ACTS: [&str; 5] =
    ["/fn/share_list", "/fn/rotate_share", "/fn/close_list", "/fn/reopen_list", "/fn/remove_cover"];

/// The share link and the settings of a list.
#[component]
pub fn ListSettings() -> impl IntoView {
    let done = answer::done("done");
    let list = answer::param("list");
    once_loaded(load(list), move |(list, people, rules)| {
        view! { <SettingsPage list people rules done/> }.into_any()
    })
}

/// The list, who looks after it, and what it asks of its givers.
async fn load(list: String) -> Result<(OwnerList, ListPeople, GivingRules), AppError> {
    let (backend, visit) = answer::asked()?;
    let (list, people) = (owned(&list).await?, people::load(list).await?);
    let rules = backend.givers.rules(&visit, list.id).await?;
    Ok((list, people, rules))
}

#[component]
fn SettingsPage(
    list: OwnerList,
    people: ListPeople,
    rules: GivingRules,
    done: String,
) -> impl IntoView {
    let locale = language();
    let title = format!("{}: {}", td_string!(locale, settings.title), list.banner.title);
    let id = list.id;
    let kept = matches!(list.gifts, OwnerGifts::Surprise(_));
    let forms = match list.state {
        ListState::Closed => view! { <Reopen list=id/> }.into_any(),
        ListState::Draft | ListState::Open => view! {
            <About list=id form=list.form own_picture=list.banner.picture.is_some()/>
            <OwnCover list=id banner=list.banner.clone()/>
            <SurpriseForm list=id surprise=list.surprise date=list.banner.date kept/>
            <GivingForm list=id rules/>
        }
        .into_any(),
    };
    let draft = (list.state == ListState::Draft).then(|| view! { <DraftNotice list=id/> });
    let open = list.state == ListState::Open;
    let closed = list.state == ListState::Closed;
    let own = list.role.may_delete();
    let passcode = list.passcode;
    let share = list.share.clone().map(|share| {
        view! { <SharePanel list=id title=list.banner.title.clone() closed passcode share/> }
    });
    // Sharing is what most come for; of a closed list it is not.
    let (first, share) = match closed {
        true => (None, share),
        false => (share.map(|share| view! { <div class="first">{share}</div> }), None),
    };
    view! {
        <Page title>
            <DoneToast list=id done/>
            <Head banner=list.banner state=list.state/>
            <Tabs list=id here=Tab::Settings/>
            <FormNotices of=&ACTS/>
            <UndoRefused list=id/>
            <PictureNotice/>
            {draft}
            <div class="beside parted">
                {first}
                <div class="stack">
                    {forms}
                    <Files list=id open=!closed/>
                    <WhatHappened acts=people.acts/>
                </div>
                <aside class="stack">
                    {share}
                    <PasscodeForm list=id asked=passcode/>
                    <KeepersPanel list=id people=people.people/>
                    {open.then(|| view! { <Rotate list=id/> <Close list=id kept/> })}
                    {own.then(|| view! { <DeletePanel list=id/> })}
                </aside>
            </div>
        </Page>
    }
}

/// Says what was done on the way here.
#[component]
fn DoneToast(list: ListId, done: String) -> impl IntoView {
    let locale = language();
    let words = match done.as_str() {
        "saved" => td_string!(locale, settings.done.saved),
        "rotated" => td_string!(locale, settings.done.rotated),
        "closed" => td_string!(locale, settings.done.closed),
        "reopened" => td_string!(locale, settings.done.reopened),
        "cover" => td_string!(locale, settings.done.cover),
        "passcode" => td_string!(locale, sharing.passcode.done),
        "passcode_removed" => td_string!(locale, sharing.passcode.removed),
        "cover_removed" => td_string!(locale, settings.done.cover_removed),
        "undone" => td_string!(locale, editor.autosave.undone),
        _ => return None,
    };
    Some(view! {
        <Toast words>
            <UndoSaved list at="settings"/>
        </Toast>
    })
}
