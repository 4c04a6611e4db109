//! Where a reservation begins and where it ends.

use domain::GiftId;
use leptos::prelude::*;

use super::{
    Managed,
    hold::Waits,
    notices::{Refused, mail_notice},
    privacy::EraseLink,
};
use crate::{
    backend::MailProgress,
    components::{
        CoverImage, Icon, IconName, Live, Page, ShopLink, Unlisted, answer, isolated, language,
        words,
    },
    i18n::{td, td_string},
    islands::words::ShopWords,
    pages::give::{DeadEnd, Disclosure, by_mail::LinksButton, chosen::query},
};

/// Straight after reserving: what it means, and what to do now.
#[component]
pub(super) fn JustReserved(managed: Managed) -> impl IntoView {
    let locale = language();
    let manage = managed.path();
    let live = Some(Live::of_promise(&managed));
    let waits = view! { <Waits managed=managed.clone()/> };
    let view = managed.view;
    // Where the mail has to be opened, that is said with a day instead.
    let mail = (view.confirm_by.is_none() || managed.mail == MailProgress::Refused)
        .then(|| mail_notice(managed.mail, view.typed_email.clone(), locale));
    let name = isolated(&view.card.name);
    let lede = match view.quantity {
        1 => td!(locale, giving.reserved.one, name = name)().into_any(),
        count => td!(locale, giving.reserved.many, name = name, count = count)().into_any(),
    };
    let upcoming = view.banner.date.filter(|date| !date.is_past());
    let buy = upcoming.map_or_else(
        || td_string!(locale, giving.reserved.buy).to_owned(),
        |date| {
            let day = words::day(locale, date.day);
            td_string!(locale, giving.reserved.buy_until, day = day)
        },
    );
    let shop = view.card.link.is_some().then(|| {
        let href = format!("{manage}/shop");
        let name = (!view.card.shop.is_empty()).then(
            || view! { {td_string!(locale, common.colon)} <bdi>{view.card.shop.clone()}</bdi> },
        );
        view! {
            <ShopLink class="button primary large" href words=ShopWords::of(locale)>
                <Icon name=IconName::BAG/>
                <span>{td_string!(locale, giving.reserved.shop)}{name}</span>
            </ShopLink>
        }
    });
    let back = view.list.map(|path| {
        view! {
            <p>
                <a href=format!("{path}{}", query())>
                    {td_string!(locale, giving.reserve.back)} " " <bdi>{view.banner.title}</bdi>
                </a>
            </p>
        }
    });
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, giving.reserved.title) class="middle" live>
            <section class="stack">
                <div class="cover">
                    <CoverImage
                        cover=view.banner.cover.code()
                        picture=view.banner.picture
                        sizes="(max-width: 44rem) 100vw, 44rem"
                    />
                </div>
                <h1>{td_string!(locale, giving.reserved.heading)}</h1>
                <p class="lede">{lede}</p>
                {mail}
                {waits}
                <h2>{td_string!(locale, giving.reserved.what_now)}</h2>
                <p>{buy}</p>
                <div class="row">
                    {shop}
                    <a class="button large" href=manage>
                        {td_string!(locale, giving.gift.change)}
                    </a>
                </div>
                {back}
                <Disclosure/>
            </section>
        </Page>
    }
}

/// Given free again: the way to others, or back to this one.
#[component]
pub(super) fn Cancelled(managed: Managed) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_promise(&managed));
    let view = managed.view;
    let title = td_string!(locale, giving.manage.title);
    let refused = view! { <Refused view=view.clone()/> }.into_any();
    if answer::done("done") == "undone" {
        return view! {
            <DeadEnd
                title
                heading=td_string!(locale, giving.manage.joined.heading)
                words=move || td_string!(locale, giving.manage.joined.words)
                cover=view.banner.cover.code()
                picture=view.banner.picture
                live
            >
                {view.list.map(|path| see_list(path, td_string!(locale, giving.reserve.see_list)))}
            </DeadEnd>
        }
        .into_any();
    }
    let over = view.withdrawn || view.closed || view.gone;
    let name = isolated(&view.card.name);
    let words = move || match over {
        true => td!(locale, giving.manage.cancelled.words_over, name = name.clone())().into_any(),
        false => td!(locale, giving.manage.cancelled.words, name = name.clone())().into_any(),
    };
    let again = view.list.clone().filter(|_| !over).map(|path| reserve_again(&path, view.card.id));
    let others =
        view.list.map(|path| see_list(path, td_string!(locale, giving.reserve.see_others)));
    view! {
        <DeadEnd
            title
            heading=td_string!(locale, giving.manage.cancelled.heading)
            words
            cover=view.banner.cover.code()
            picture=view.banner.picture
            refused
            live
        >
            {again}
            {others}
            <EraseLink token=managed.token/>
        </DeadEnd>
    }
    .into_any()
}

/// Those who made the list gave it free again.
#[component]
pub(super) fn LetGo(managed: Managed) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_promise(&managed));
    let view = managed.view;
    let refused = view! { <Refused view=view.clone()/> }.into_any();
    let name = isolated(&view.card.name);
    let words = move || td!(locale, giving.manage.let_go.words, name = name.clone())().into_any();
    let others =
        view.list.map(|path| see_list(path, td_string!(locale, giving.reserve.see_others)));
    view! {
        <DeadEnd
            title=td_string!(locale, giving.manage.title)
            heading=td_string!(locale, giving.manage.let_go.heading)
            words
            cover=view.banner.cover.code()
            picture=view.banner.picture
            refused
            live
        >
            {others}
            <EraseLink token=managed.token/>
        </DeadEnd>
    }
}

/// The way back to the gift itself.
pub(super) fn reserve_again(path: &str, gift: GiftId) -> impl IntoView + use<> {
    let href = format!("{path}/{gift}");
    view! {
        <a class="button primary" href=href>
            {td_string!(language(), giving.manage.cancelled.again)}
        </a>
    }
}

/// The way to the list.
pub(super) fn see_list(path: String, words: &'static str) -> impl IntoView {
    view! {
        <a class="button" href=path>
            {words}
        </a>
    }
}

/// No reservation has this link.
#[component]
pub(super) fn UnknownLink() -> impl IntoView {
    let locale = language();
    answer::status(404);
    view! {
        <DeadEnd
            title=td_string!(locale, giving.manage.unknown.title)
            heading=td_string!(locale, giving.manage.unknown.heading)
            words=move || td_string!(locale, giving.manage.unknown.words)
        >
            <LinksButton/>
            <a class="button" href="/">{td_string!(locale, problems.page.home)}</a>
        </DeadEnd>
    }
}
