//! The bin: lists that were deleted, to be brought back or erased (R3.10).

use domain::{BIN_DAYS, ListId};
use leptos::prelude::*;

use crate::{
    backend::BinnedList,
    components::{
        CoverImage, FormNotices, Icon, IconName, Page, Toast, answer, language, once_loaded, words,
    },
    error::AppError,
    i18n::td_string,
};

async fn load() -> Result<Vec<BinnedList>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.bin.lists(&visit).await
}

/// Everything that lies in the bin of the one who looks.
#[component]
pub fn Bin() -> impl IntoView {
    let done = answer::done("done");
    once_loaded(load(), move |lists| view! { <BinPage lists done/> }.into_any())
}

#[component]
fn BinPage(lists: Vec<BinnedList>, done: String) -> impl IntoView {
    let locale = language();
    let done = match done.as_str() {
        "deleted" if !lists.is_empty() => Some(td_string!(locale, bin.done.deleted)),
        "erased" => Some(td_string!(locale, bin.done.erased)),
        _ => None,
    };
    let done = done.map(|words| view! { <Toast words/> });
    let body = match lists.is_empty() {
        true => view! { <Empty/> }.into_any(),
        false => view! { <Rows lists/> }.into_any(),
    };
    view! {
        <Page title=td_string!(locale, bin.title) class="middle">
            {done}
            <p><a href="/lists">{td_string!(locale, lists.dashboard.heading)}</a></p>
            <h1>{td_string!(locale, bin.heading)}</h1>
            <FormNotices of=&["/fn/restore_list", "/fn/erase_list"]/>
            {body}
        </Page>
    }
}

#[component]
fn Rows(lists: Vec<BinnedList>) -> impl IntoView {
    let rows = lists.into_iter().map(|list| view! { <Row list/> }).collect_view();
    view! {
        <p class="lede">{td_string!(language(), bin.lede, days = BIN_DAYS)}</p>
        <ul class="panel binned" role="list">{rows}</ul>
    }
}

#[component]
fn Row(list: BinnedList) -> impl IntoView {
    let locale = language();
    let BinnedList { card, days_left } = list;
    let banner = card.banner;
    let facts = [
        words::occasion(locale, banner.occasion).to_owned(),
        td_string!(locale, bin.gifts, count = card.gifts),
    ];
    view! {
        <li>
            <div class="cover closed">
                <CoverImage cover=banner.cover.code() picture=banner.picture sizes="8rem"/>
            </div>
            <div class="stack tight">
                <h2><bdi>{banner.title.clone()}</bdi></h2>
                <p class="small soft">{facts.join(" · ")}</p>
                <p>
                    <span class="chip care">{td_string!(locale, bin.left, count = days_left)}</span>
                </p>
            </div>
            <Acts list=card.id title=banner.title/>
        </li>
    }
}

/// Bringing it back, and erasing it, which asks once more.
#[component]
fn Acts(
    list: ListId,
    /// Which one it is, for those who hear only the button.
    title: String,
) -> impl IntoView {
    let locale = language();
    let erased = title.clone();
    view! {
        <div class="row">
            <form method="post" action="/fn/restore_list">
                <input type="hidden" name="list" value=list.to_string()/>
                <button class="button primary">
                    {td_string!(locale, bin.restore)}
                    <span class="unseen">": " <bdi>{title}</bdi></span>
                </button>
            </form>
            <details class="asking" id=format!("erase-{list}")>
                <summary class="button quiet danger">
                    <Icon name=IconName::TRASH/>
                    {td_string!(locale, bin.erase.open)}
                    <span class="unseen">": " <bdi>{erased}</bdi></span>
                </summary>
                <form class="stack tight" method="post" action="/fn/erase_list">
                    <input type="hidden" name="list" value=list.to_string()/>
                    <p>{td_string!(locale, bin.erase.ask)}</p>
                    <button class="button danger">{td_string!(locale, bin.erase.confirm)}</button>
                </form>
            </details>
        </div>
    }
}

/// Says what would lie here.
#[component]
fn Empty() -> impl IntoView {
    let locale = language();
    view! {
        <section class="empty">
            <img src="/covers/other.svg" alt="" width="640" height="360"/>
            <h2>{td_string!(locale, bin.empty.heading)}</h2>
            <p>{td_string!(locale, bin.empty.words, days = BIN_DAYS)}</p>
            <a class="button" href="/lists">{td_string!(locale, problems.page.my_lists)}</a>
        </section>
    }
}
