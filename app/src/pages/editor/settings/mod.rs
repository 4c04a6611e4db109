//! Sharing a list, and what is seldom changed about it (R3.5, R3.6, R3.7).

mod about;
mod acts;
mod cover;
mod surprise;

use domain::{ListState, OwnerGifts, OwnerList};
use leptos::prelude::*;

use self::{
    about::About,
    acts::{Close, Reopen, Rotate},
    cover::OwnCover,
    surprise::SurpriseForm,
};
use super::{Tab, Tabs, about_list, head::Head, picture_form::PictureNotice, share::SharePanel};
use crate::{
    components::{FormNotice, FormState, Page, answer, language},
    i18n::td_string,
};

/// The share link and the settings of a list.
#[component]
pub fn ListSettings() -> impl IntoView {
    let done = answer::query("done");
    about_list(move |list| view! { <SettingsPage list done/> }.into_any())
}

#[component]
fn SettingsPage(list: OwnerList, done: String) -> impl IntoView {
    let locale = language();
    let title = format!("{}: {}", td_string!(locale, settings.title), list.banner.title);
    let id = list.id;
    let kept = matches!(list.gifts, OwnerGifts::Surprise(_));
    let acts = [
        "/fn/share_list",
        "/fn/rotate_share",
        "/fn/close_list",
        "/fn/reopen_list",
        "/fn/remove_cover",
    ];
    let refused = acts.map(|action| view! { <FormNotice state=FormState::of(action)/> });
    let forms = match list.state {
        ListState::Closed => view! { <Reopen list=id/> }.into_any(),
        ListState::Draft | ListState::Open => view! {
            <About list=list.clone()/>
            <OwnCover list=id banner=list.banner.clone()/>
            <SurpriseForm list=list.clone() kept/>
        }
        .into_any(),
    };
    let open = list.state == ListState::Open;
    let share = list.share.clone().map(|share| view! { <SharePanel share/> });
    view! {
        <Page title>
            <DoneToast done/>
            <Head list/>
            <Tabs list=id here=Tab::Settings/>
            {refused.into_iter().collect_view()}
            <PictureNotice/>
            <div class="beside">
                <div class="stack">{forms}</div>
                <aside class="stack">
                    {share}
                    {open.then(|| view! { <Rotate list=id/> <Close list=id kept/> })}
                </aside>
            </div>
        </Page>
    }
}

/// Says what was done on the way here.
#[component]
fn DoneToast(done: String) -> impl IntoView {
    let locale = language();
    let words = match done.as_str() {
        "saved" => td_string!(locale, settings.done.saved),
        "rotated" => td_string!(locale, settings.done.rotated),
        "closed" => td_string!(locale, settings.done.closed),
        "reopened" => td_string!(locale, settings.done.reopened),
        "cover" => td_string!(locale, settings.done.cover),
        "cover_removed" => td_string!(locale, settings.done.cover_removed),
        _ => return None,
    };
    Some(view! { <div class="toast passing" role="status"><p>{words}</p></div> })
}
