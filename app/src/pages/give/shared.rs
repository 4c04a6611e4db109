//! A shared list, as its givers see it (R5.1).

use domain::{Banner, ListId, PictureWidth, SeenBy, SharedList};
use leptos::prelude::*;
use leptos_meta::Meta;

use super::{DeadEnd, Disclosure, NoIndex, filter::Filter, invitation::Invitation};
use crate::{
    components::{Icon, Page, Trouble, answer, language},
    error::AppError,
    i18n::td_string,
    islands::shared_gifts::{Choice, Order, SharedGifts, Show},
    session::PublicOrigin,
};

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
    let choice = Choice {
        show: Show::parse(&answer::query("filter")),
        order: Order::parse(&answer::query("sort")),
    };
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&share).await {
                    Ok(list) => view! { <SharedPage share list choice/> }.into_any(),
                    Err(error) => view! { <NoList error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn SharedPage(share: String, list: SharedList, choice: Choice) -> impl IntoView {
    let locale = language();
    let path = format!("/l/{share}");
    // Nothing is to be chosen from a list that takes nothing.
    let choosing = !list.closed && !list.gifts.is_empty();
    let choice = if choosing { choice } else { Choice::default() };
    let closed = list.closed.then(|| {
        view! {
            <div class="notice" role="status">
                <Icon name="info"/>
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
    let description = description(&list.banner);
    view! {
        <NoIndex/>
        <Preview banner=list.banner.clone() description=description.clone()/>
        {owner}
        <Page title=list.banner.title.clone() description>
            <Invitation banner=list.banner.clone() closed=list.closed/>
            {closed}
            {choosing.then(|| view! { <Filter path choice/> })}
            <SharedGifts share list choice locale/>
            <Disclosure/>
        </Page>
    }
}

/// What link previews say: what the list is, never what became of it.
fn description(banner: &Banner) -> String {
    let locale = language();
    match banner.for_whom.as_str() {
        "" => td_string!(locale, giving.shared.preview).to_owned(),
        whom => td_string!(locale, giving.shared.preview_for, whom = whom.to_owned()),
    }
}

/// What link previews show.
#[component]
fn Preview(banner: Banner, description: String) -> impl IntoView {
    let origin = use_context::<PublicOrigin>().map(|PublicOrigin(origin)| origin);
    let cover = match &banner.picture {
        Some(picture) => picture.path(PictureWidth::Large),
        None => format!("/covers/{}.svg", banner.cover.code()),
    };
    let cover = format!("{}{cover}", origin.unwrap_or_default());
    view! {
        <Meta property="og:type" content="website"/>
        <Meta property="og:site_name" content=td_string!(language(), common.brand)/>
        <Meta property="og:title" content=banner.title/>
        <Meta property="og:description" content=description/>
        <Meta property="og:image" content=cover/>
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
    view! {
        <aside class="owner-bar" aria-label=td_string!(locale, giving.shared.owner_bar.label)>
            <p>{td_string!(locale, giving.shared.owner_bar.words)} {surprise}</p>
            <a href=format!("/lists/{list}")>{td_string!(locale, giving.shared.owner_bar.back)}</a>
        </aside>
    }
}

/// Says why there is no list behind this link.
#[component]
pub(super) fn NoList(
    /// Why.
    error: AppError,
) -> impl IntoView {
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
