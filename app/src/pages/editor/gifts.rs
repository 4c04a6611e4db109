//! The gifts of a list, and what it is about, to be edited (R3.4, R4).

use domain::{EditorList, ListId, ListState, OwnerList};
use leptos::prelude::*;

use super::{
    AboutList, Standing, Tab, Tabs, about_list,
    add_panel::AddPanel,
    arrived::Arrived,
    dragging::Dragging,
    filter::{Filter, FilterBar},
    filtered::Filtered,
    head::Head,
    head_form::HeadForm,
    share::SharePanel,
    toasts::{Toasts, UndoRefused},
};
use crate::{
    components::{FormNotices, IconName, Live, Page, Panel, language, words},
    i18n::td_string,
    islands::{
        owner_gifts::{OwnerGifts, OwnerWords, RowWords},
        words::{Refusals, ShopWords},
    },
};

/// What is done on this page by forms that have no place of their own for why they are refused.
const ACTS: [&str; 5] =
    ["/fn/share_list", "/fn/move_gift", "/fn/set_arrived", "/fn/remove_gift", "/fn/restore_gift"];

/// The editor of a list. On a closed one there is nothing to edit.
#[component]
pub fn Editor() -> impl IntoView {
    about_list(|list| view! { <EditorPage list/> }.into_any())
}

#[component]
fn EditorPage(list: OwnerList) -> impl IntoView {
    let locale = language();
    let closed = list.state == ListState::Closed;
    let head = match closed {
        true => view! { <Head banner=list.banner.clone() state=list.state/> }.into_any(),
        false => {
            let (banner, form) = (list.banner.clone(), list.form.clone());
            view! { <HeadForm list=list.id banner form list_state=list.state/> }.into_any()
        }
    };
    let notice = match list.state {
        ListState::Draft => Some(view! { <DraftNotice list=list.id/> }.into_any()),
        ListState::Open => None,
        ListState::Closed => Some(view! { <ClosedNotice list=list.id/> }.into_any()),
    };
    let add = (!closed).then(|| view! { <AddPanel list=list.id/> });
    let beside = match list.share.clone() {
        Some(share) => {
            let title = list.banner.title.clone();
            let passcode = list.passcode;
            view! { <SharePanel list=list.id title closed passcode share/> }.into_any()
        }
        None => view! { <WhatGuestsSee/> }.into_any(),
    };
    let on_list = list.gifts.gifts().into_iter().map(|gift| gift.card.id).collect::<Vec<_>>();
    let rows = EditorList::of(&list);
    let filter = Filter::asked(&rows.gifts);
    // What follows the whole list is the island that shows it.
    let live = filter.is_any().then(|| Live::of_list(&list));
    let bar = view! { <FilterBar list=rows.clone() filter=filter.clone()/> };
    let gifts = match filter.is_any() {
        true => view! { <Filtered list=rows filter=filter.clone()/> }.into_any(),
        false => view! {
            {(!closed).then(|| view! { <Dragging/> })}
            <OwnerGifts
                list=rows
                words=OwnerWords::of(locale)
                row_words=RowWords::of(locale)
                shop_words=ShopWords::of(locale)
                refusals=Refusals::of(locale, &[])
                money_style=words::money_style(locale)
            />
        }
        .into_any(),
    };
    view! {
        <Page title=list.banner.title.clone() live>
            <Toasts list=list.id state=list.state gifts=on_list filter=filter.clone()/>
            <Arrived/>
            {head}
            <Tabs list=list.id here=Tab::Gifts/>
            <FormNotices of=&ACTS/>
            <UndoRefused list=list.id filter/>
            {notice}
            <div class="beside">
                <div class="stack loose">
                    {add}
                    {bar}
                    {gifts}
                </div>
                <aside class="stack">
                    {beside}
                </aside>
            </div>
        </Page>
    }
}

/// Nobody else sees a draft; one button opens it to givers (R3.1).
#[component]
pub(super) fn DraftNotice(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <Standing
            icon=IconName::EYE_OFF
            heading=td_string!(locale, editor.draft.heading)
            words=td_string!(locale, editor.draft.words)
        >
            <form method="post" action="/fn/share_list">
                <AboutList list/>
                <button class="button">{td_string!(locale, editor.draft.share)}</button>
            </form>
        </Standing>
    }
}

#[component]
fn ClosedNotice(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <Standing
            icon=IconName::LOCK
            heading=td_string!(locale, editor.closed.heading)
            words=td_string!(locale, editor.closed.words)
        >
            <a class="button" href=format!("/lists/{list}/settings")>
                {td_string!(locale, editor.closed.settings)}
            </a>
        </Standing>
    }
}

/// Stands where the link will be, until there is one.
#[component]
fn WhatGuestsSee() -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="guests-heading" heading=td_string!(locale, editor.draft.what_heading)>
            <p class="small soft">{td_string!(locale, editor.draft.what_words)}</p>
        </Panel>
    }
}
