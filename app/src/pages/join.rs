//! An invitation to look after a list with its owner (R3.8).

use domain::{Banner, ListId};
use leptos::prelude::*;

use crate::{
    backend::InvitationView,
    components::{
        CoverImage, FormNotice, FormState, Page, Panel, Trouble, Unlisted, answer, isolated,
        language, words,
    },
    error::AppError,
    i18n::{td, td_string},
    next::Next,
    session::{Account, Visit},
};

async fn load(token: &str) -> Result<InvitationView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.members.invitation(&visit, token).await
}

/// Says what is asked, and asks. Opening the link changes nothing.
#[component]
pub fn Join() -> impl IntoView {
    let token = answer::param("token");
    view! {
        <Unlisted/>
        <Suspense>
            {Suspend::new(async move {
                match load(&token).await {
                    Ok(InvitationView::Good { banner, inviter }) => {
                        view! { <Asks token banner inviter/> }.into_any()
                    }
                    Ok(InvitationView::Mine(list)) => view! { <Mine list/> }.into_any(),
                    Ok(over) => view! { <Over over/> }.into_any(),
                    Err(error) if error.status() == 404 => view! { <Unknown/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Asks(token: String, banner: Banner, inviter: Option<String>) -> impl IntoView {
    let locale = language();
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    let who = match inviter.map(isolated) {
        Some(name) => td!(locale, people.join.who, name = name).into_any(),
        None => td_string!(locale, people.join.who_nobody).into_any(),
    };
    let way = match account {
        Some(account) => view! { <JoinForm token account/> }.into_any(),
        None => view! { <AccountFirst/> }.into_any(),
    };
    view! {
        <Page title=td_string!(locale, people.join.title) class="middle">
            <About banner/>
            <div class="stack tight">
                <h1>{td_string!(locale, people.join.heading)}</h1>
                <p class="lede">{who}</p>
            </div>
            <Conditions/>
            {way}
        </Page>
    }
}

/// Which list it is.
#[component]
fn About(banner: Banner) -> impl IntoView {
    let locale = language();
    let date = banner.date.map(|date| {
        view! {
            " · "
            <time datetime=date.day.to_string()>{words::day(locale, date.day)}</time>
        }
    });
    view! {
        <div class="list-card invited">
            <div class="cover">
                <CoverImage
                    cover=banner.cover.code()
                    picture=banner.picture
                    sizes="(max-width: 44rem) 100vw, 44rem"
                />
            </div>
            <div>
                <p><strong><bdi>{banner.title}</bdi></strong></p>
                <p class="small soft">{words::occasion(locale, banner.occasion)} {date}</p>
            </div>
        </div>
    }
}

/// What a co-owner may, and what not.
#[component]
fn Conditions() -> impl IntoView {
    let locale = language();
    view! {
        <div class="halves">
            <Panel id="may-heading" heading=td_string!(locale, people.join.may_heading)>
                <ul class="stack tight bullets">
                    <li>{td_string!(locale, people.join.may_edit)}</li>
                    <li>{td_string!(locale, people.join.may_share)}</li>
                    <li>{td_string!(locale, people.join.may_see)}</li>
                    <li>{td_string!(locale, people.join.may_invite)}</li>
                </ul>
            </Panel>
            <Panel id="not-heading" heading=td_string!(locale, people.join.not_heading)>
                <ul class="stack tight bullets">
                    <li>{td_string!(locale, people.join.not_reserve)}</li>
                    <li>{td_string!(locale, people.join.not_delete)}</li>
                </ul>
            </Panel>
        </div>
    }
}

#[component]
fn JoinForm(token: String, account: Account) -> impl IntoView {
    let locale = language();
    view! {
        <FormNotice state=FormState::of("/fn/join_list")/>
        <form class="stack" method="post" action="/fn/join_list">
            <input type="hidden" name="token" value=token/>
            <p>
                {td_string!(locale, people.join.signed_in_as)} " "
                <strong><bdi>{account.email}</bdi></strong>
            </p>
            <div class="row">
                <button class="button primary large">
                    {td_string!(locale, people.join.submit)}
                </button>
                <a class="button quiet large" href="/lists">
                    {td_string!(locale, people.join.not_now)}
                </a>
            </div>
        </form>
    }
}

/// The ways to an account, and back here (R2.7).
#[component]
fn AccountFirst() -> impl IntoView {
    let locale = language();
    let here = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
    let here = Next::parse(&here);
    view! {
        <p>{td_string!(locale, people.join.account)}</p>
        <div class="row">
            <a class="button primary large" href=here.after("/sign-in")>
                {td_string!(locale, people.join.sign_in)}
            </a>
            <a class="button large" href=here.after("/sign-up")>
                {td_string!(locale, people.join.sign_up)}
            </a>
        </div>
    }
}

/// Somebody who looks after the list opens an invitation to it.
#[component]
fn Mine(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <End
            heading=td_string!(locale, people.join.mine.heading)
            words=td_string!(locale, people.join.mine.words)
        >
            <a class="button primary" href=format!("/lists/{list}")>
                {td_string!(locale, people.join.mine.open)}
            </a>
        </End>
    }
}

/// It was good once. Nothing is told of the list.
#[component]
fn Over(over: InvitationView) -> impl IntoView {
    let locale = language();
    answer::status(410);
    let (heading, words) = match over {
        InvitationView::Used => (
            td_string!(locale, people.join.over.used),
            td_string!(locale, people.join.over.used_words),
        ),
        InvitationView::Old => (
            td_string!(locale, people.join.over.old),
            td_string!(locale, people.join.over.old_words),
        ),
        _ => (
            td_string!(locale, people.join.over.taken_back),
            td_string!(locale, people.join.over.taken_back_words),
        ),
    };
    view! { <End heading words><Home/></End> }
}

#[component]
fn Unknown() -> impl IntoView {
    let locale = language();
    answer::status(404);
    view! {
        <End
            heading=td_string!(locale, people.join.over.unknown)
            words=td_string!(locale, people.join.over.unknown_words)
        >
            <Home/>
        </End>
    }
}

#[component]
fn Home() -> impl IntoView {
    view! { <a class="button" href="/lists">{td_string!(language(), people.join.over.home)}</a> }
}

/// The end of a road, and the way on.
#[component]
fn End(heading: &'static str, words: &'static str, children: Children) -> impl IntoView {
    view! {
        <Page title=td_string!(language(), people.join.title) class="middle">
            <section class="empty">
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h1>{heading}</h1>
                <p>{words}</p>
                {children()}
            </section>
        </Page>
    }
}
