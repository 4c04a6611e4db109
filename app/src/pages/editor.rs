//! A list in the hands of its owners (R3, R4).

mod add;
mod add_panel;
mod arrived;
mod delete;
mod dragging;
mod edit_gift;
mod filter;
mod filtered;
mod find;
mod gifts;
mod head;
mod head_form;
mod import;
mod letting_go;
mod off_list;
mod people;
mod picture_form;
mod product;
mod product_fields;
mod qr;
mod reveal;
mod settings;
mod share;
mod sort_fields;
mod taken;
mod thanks;
mod toasts;
mod who_gives;
mod wish_fields;

pub use self::{
    add::AddGift, delete::DeleteList, edit_gift::EditGift, gifts::Editor, import::ImportGifts,
    people::People, qr::ListCode, settings::ListSettings, taken::Taken, thanks::Thanks,
};

use domain::{GiftId, ListId, OwnerList};
use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// The list that the path names, for one of its owners. Whether it is unknown or somebody else's
/// is not told apart.
async fn owned(list: &str) -> Result<OwnerList, AppError> {
    let (backend, visit) = answer::asked()?;
    if visit.account.is_none() {
        return Err(AppError::SignInNeeded);
    }
    backend.lists.owned(&visit, list.parse()?).await
}

/// A page about the list that the path names.
fn about_list(page: impl FnOnce(OwnerList) -> AnyView + Send + 'static) -> impl IntoView {
    let list = answer::param("list");
    once_loaded(async move { owned(&list).await }, page)
}

/// Says which list a form is about.
#[component]
fn AboutList(list: ListId) -> impl IntoView {
    view! { <input type="hidden" name="list" value=list.to_string()/> }
}

/// Says which gift a form is about.
#[component]
fn AboutGift(list: ListId, gift: GiftId) -> impl IntoView {
    view! {
        <AboutList list/>
        <input type="hidden" name="gift" value=gift.to_string()/>
    }
}

/// Says that nothing of the kind is done to a closed list (R3.5).
#[component]
fn NotWhileClosed(
    /// What is not done.
    words: &'static str,
) -> impl IntoView {
    view! {
        <div class="notice" role="status">
            <Icon name=IconName::LOCK/>
            <p>{words}</p>
        </div>
    }
}

/// The pages of one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Gifts,
    Taken,
    Thanks,
    Settings,
}

/// Leads from page to page of one list.
#[component]
fn Tabs(list: ListId, here: Tab) -> impl IntoView {
    let locale = language();
    let tabs = [
        (Tab::Gifts, "", td_string!(locale, editor.tabs.gifts)),
        (Tab::Taken, "/taken", td_string!(locale, editor.tabs.taken)),
        (Tab::Thanks, "/thanks", td_string!(locale, thanks.tab)),
        (Tab::Settings, "/settings", td_string!(locale, editor.tabs.settings)),
    ];
    let links = tabs.map(|(tab, page, name)| {
        view! {
            <a href=format!("/lists/{list}{page}") aria-current=(tab == here).then_some("page")>
                {name}
            </a>
        }
    });
    view! {
        <nav class="tabs" aria-label=td_string!(locale, editor.tabs.label)>
            {links.into_iter().collect_view()}
        </nav>
    }
}

/// Says what moves slower than a toast: how things are with the list.
#[component]
fn Standing(
    /// What goes with the words.
    icon: IconName,
    /// The first words, set apart.
    heading: &'static str,
    /// The others.
    words: &'static str,
    /// The way on.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="notice warning" role="status">
            <Icon name=icon/>
            <p><strong>{heading}</strong> " " {words}</p>
            {children()}
        </div>
    }
}
