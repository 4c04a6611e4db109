//! A shared list, as its givers see it (R5.1).

use domain::{DomainError, ListId, SeenBy, SharedList};
use leptos::prelude::*;

use super::{
    DeadEnd, Disclosure,
    by_mail::LinksByMail,
    chosen::{Chosen, query},
    filter::Filter,
    invitation::Invitation,
    mine::YouGive,
    passcode::AskPasscode,
    preview::Preview,
    sheet::Sheet,
};
use crate::{
    components::{Icon, IconName, Page, Trouble, Unlisted, address, answer, language, words},
    error::AppError,
    i18n::td_string,
    islands::{
        shared_gifts::{GiftWords, SharedGifts, SharedWords, Show, all_taken, none_shown},
        words::ShopWords,
    },
};

/// On shorter lists all is seen at once, and no choice is offered.
const FEW: usize = 4;

/// The list behind a share link.
///
/// # Errors
/// What the service says; [`AppError::Transport`] outside of a request.
pub(super) async fn load(share: &str) -> Result<SharedList, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.sharing.shared(&visit, share).await
}

/// A shared list, complete without JavaScript, and live with it.
#[component]
pub fn Shared() -> impl IntoView {
    let share = answer::param("share");
    let on_paper = !answer::query("print").is_empty();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&share).await {
                    Ok(list) if on_paper => view! { <Sheet share list/> }.into_any(),
                    Ok(list) => view! { <SharedPage share list/> }.into_any(),
                    Err(error) => view! { <NoList error share/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn SharedPage(share: String, list: SharedList) -> impl IntoView {
    let locale = language();
    let path = format!("/l/{share}");
    // Nothing is to be chosen from a list that takes nothing.
    let choosing = !list.closed && !list.gifts.is_empty();
    let chosen = if choosing { Chosen::of(&list.gifts) } else { Chosen::default() };
    let (choice, query) = (chosen.choice, if choosing { query() } else { String::new() });
    let found = (choice.of(&list.gifts, &[]).len(), list.gifts.len());
    let filtered = choosing && (list.gifts.len() >= FEW || chosen.is_any());
    let calendar = format!("{path}/date.ics");
    // Where only what is free is shown, the same stands in its place.
    let taken = !list.closed && choice.show == Show::All && all_taken(&list);
    let paper = path.clone();
    let closed = list.closed.then(|| {
        view! {
            <div class="notice" role="status">
                <Icon name=IconName::INFO/>
                <p>
                    <strong>{td_string!(locale, giving.shared.closed.heading)}</strong>
                    " "
                    {td_string!(locale, giving.shared.closed.words)}
                </p>
            </div>
        }
    });
    let kept = list.seen_by != SeenBy::Owners;
    let owner = list.owner_looks.map(|list| view! { <OwnerBar list kept/> });
    view! {
        <Unlisted/>
        <Preview share=share.clone() banner=list.banner.clone()/>
        {owner}
        <Page
            title=list.banner.title.clone()
            description=td_string!(locale, giving.shared.preview)
        >
            <Invitation banner=list.banner.clone() closed=list.closed calendar/>
            {closed}
            <YouGive gifts=list.gifts.clone()/>
            {taken.then(|| view! { <AllTaken/> })}
            {filtered.then(|| view! { <Filter path chosen found/> })}
            <SharedGifts
                share
                none=none_shown(list.gifts.is_empty(), choice, locale)
                list
                choice
                query
                words=SharedWords::of(locale)
                gift_words=GiftWords::of(locale)
                shop_words=ShopWords::of(locale)
                money_style=words::money_style(locale)
            />
            <LinksByMail/>
            <OnPaper path=paper/>
            <Disclosure/>
        </Page>
    }
}

/// Says that there is nothing left to reserve.
#[component]
fn AllTaken() -> impl IntoView {
    let locale = language();
    view! {
        <div class="notice success" role="status">
            <Icon name=IconName::HEART/>
            <p>
                <strong>{td_string!(locale, giving.shared.all_taken.heading)} "."</strong>
                " "
                {td_string!(locale, giving.shared.all_taken.words)}
            </p>
        </div>
    }
}

/// Tells owners that they see what others see, and the way back (R5.1).
#[component]
fn OwnerBar(
    list: ListId,
    /// Whether they see it as if nothing were taken.
    kept: bool,
) -> impl IntoView {
    let locale = language();
    let surprise = kept.then(|| {
        view! { " " {td_string!(locale, giving.shared.owner_bar.surprise)} }
    });
    // Leads to the question whether the surprise shall end; nothing is shown by this click alone.
    let show = kept.then(|| {
        let href = format!("/lists/{list}/taken?ask=reveal");
        view! { <a href=href>{td_string!(locale, givers.shared.show_anyway)}</a> }
    });
    view! {
        <aside class="owner-bar" aria-label=td_string!(locale, giving.shared.owner_bar.label)>
            <p>{td_string!(locale, giving.shared.owner_bar.words)} {surprise}</p>
            <a href=format!("/lists/{list}")>{td_string!(locale, giving.shared.owner_bar.back)}</a>
            {show}
        </aside>
    }
}

/// The way to the list as it is printed; printed itself, the page says where it stands.
#[component]
fn OnPaper(
    /// The path of the shared page.
    path: String,
) -> impl IntoView {
    let address = address(&path);
    view! {
        <p class="small off-paper">
            <a href=format!("{path}?print=1")>{td_string!(language(), sharing.sheet.link)}</a>
        </p>
        <p class="address only-paper">{address}</p>
    }
}

/// Says why there is no list behind this link, or asks for its passcode.
#[component]
pub(super) fn NoList(
    /// Why.
    error: AppError,
    /// The share link's token.
    share: String,
    /// The gift that was asked for, if it was one.
    #[prop(optional)]
    gift: String,
) -> impl IntoView {
    if (AppError::Refused { rule: DomainError::PasscodeNeeded }) == error {
        return view! { <AskPasscode share gift/> }.into_any();
    }
    if error.status() != 404 {
        return view! { <Trouble error/> }.into_any();
    }
    let locale = language();
    answer::status(404);
    view! {
        <DeadEnd
            title=td_string!(locale, giving.shared.unknown.title)
            heading=td_string!(locale, giving.shared.unknown.heading)
            words=move || td_string!(locale, giving.shared.unknown.words)
        >
            <a class="button" href="/">{td_string!(locale, problems.page.home)}</a>
        </DeadEnd>
    }
    .into_any()
}
