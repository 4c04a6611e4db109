//! What is taken, and by whom (R3.6).

use domain::{DayView, ListId, ListState, OwnerGifts, OwnerList};
use leptos::prelude::*;

use super::{
    AboutList, Tab, Tabs, about_list, head::Head, letting_go::LetGoRefused, reveal::Reveal,
    who_gives::WhoGives,
};
use crate::{
    components::{
        FormNotice, FormState, Icon, IconName, Live, Page, Toast, answer, language, words,
    },
    i18n::td_string,
};

/// Who gives what, or why that is not said yet.
#[component]
pub fn Taken() -> impl IntoView {
    let asks = answer::query("ask") == "reveal";
    let lifted = answer::query("lifted") == "1";
    about_list(move |list| view! { <TakenPage list asks lifted/> }.into_any())
}

#[component]
fn TakenPage(
    list: OwnerList,
    asks: bool,
    /// Whether the surprise has just ended.
    lifted: bool,
) -> impl IntoView {
    let locale = language();
    let title = format!("{}: {}", td_string!(locale, editor.taken.title), list.banner.title);
    // What is celebrated stays until somebody goes on.
    let live = (!lifted).then(|| Live::of_list(&list));
    let state = FormState::of("/fn/set_surprise");
    let done = list.gifts.are_shown() && answer::done("done") == "let_go";
    let done = done.then(|| view! { <Toast words=td_string!(locale, editor.taken.let_go.done)/> });
    let body = match list.gifts {
        OwnerGifts::Surprise(_) if asks || state.is_refused() => {
            view! { <AskReveal list=list.id/> }.into_any()
        }
        OwnerGifts::Surprise(_) => {
            view! { <KeptSecret list=list.id date=list.banner.date/> }.into_any()
        }
        OwnerGifts::Shown(gifts) => {
            let (id, draft) = (list.id, list.state == ListState::Draft);
            let reveal = lifted.then(|| view! { <Reveal list=id gifts=gifts.clone()/> });
            view! {
                {reveal}
                <WhoGives list=id gifts draft/>
            }
            .into_any()
        }
    };
    view! {
        <Page title live>
            {done}
            <Head banner=list.banner state=list.state/>
            <Tabs list=list.id here=Tab::Taken/>
            <FormNotice state/>
            <LetGoRefused/>
            {body}
        </Page>
    }
}

/// Says until when it stays a surprise, and that nothing is lost.
#[component]
fn KeptSecret(
    list: ListId,
    /// The list's day, with which it ends.
    date: Option<DayView>,
) -> impl IntoView {
    let locale = language();
    let (heading, meaning) = match date {
        Some(date) => (
            td_string!(locale, editor.taken.kept_until, day = words::day(locale, date.day)),
            td_string!(locale, editor.taken.kept_until_words),
        ),
        None => (
            td_string!(locale, editor.taken.kept).to_owned(),
            td_string!(locale, editor.taken.kept_words),
        ),
    };
    view! {
        <section class="empty panel" aria-labelledby="kept-heading">
            <Icon name=IconName::EYE_OFF/>
            <h2 id="kept-heading">{heading}</h2>
            <p>{meaning}</p>
            // Leads to the question; nothing is shown by this click alone.
            <a class="button" href=format!("/lists/{list}/taken?ask=reveal")>
                {td_string!(locale, editor.taken.show)}
            </a>
        </section>
    }
}

/// Asks whether the surprise shall end.
#[component]
fn AskReveal(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <section class="empty panel" aria-labelledby="ask-heading">
            <Icon name=IconName::EYE/>
            <h2 id="ask-heading">{td_string!(locale, editor.taken.ask_heading)}</h2>
            <p>{td_string!(locale, editor.taken.ask_words)}</p>
            <form class="row" method="post" action="/fn/set_surprise">
                <AboutList list/>
                <input type="hidden" name="surprise" value="show"/>
                <input type="hidden" name="confirmed" value="on"/>
                <button class="button primary">
                    {td_string!(locale, editor.taken.ask_confirm)}
                </button>
                <a class="button" href=format!("/lists/{list}/taken")>
                    {td_string!(locale, editor.taken.ask_keep)}
                </a>
            </form>
        </section>
    }
}
