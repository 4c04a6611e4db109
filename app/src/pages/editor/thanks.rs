//! Who gave what, to be ticked off and thanked for (R5.9).

use domain::{ListId, OwnerGifts, OwnerList, Reach, ReservationId, ThanksEntry, Tick};
use leptos::prelude::*;

use super::{AboutList, Tab, Tabs, head::Head, letting_go::ToLetGo, owned};
use crate::{
    components::{
        FormNotice, FormState, Icon, IconName, Live, Page, Panel, Picture, TextArea, answer,
        language, once_loaded,
    },
    error::AppError,
    i18n::td_string,
};

/// The list, and what is on its board; nothing while it keeps its surprise.
async fn load(list: String) -> Result<(OwnerList, Option<Vec<ThanksEntry>>), AppError> {
    let (backend, visit) = answer::asked()?;
    let list = owned(&list).await?;
    let board = match list.gifts {
        OwnerGifts::Surprise(_) => None,
        OwnerGifts::Shown(_) => Some(backend.thanks.board(&visit, list.id).await?),
    };
    Ok((list, board))
}

/// What is reserved and can be let go, where it is said who gives what (R5.3).
fn reserved(gifts: &OwnerGifts) -> Vec<ReservationId> {
    let OwnerGifts::Shown(gifts) = gifts else { return vec![] };
    let takers = gifts.iter().flat_map(|shown| &shown.takers);
    takers.filter(|taker| !taker.purchased).map(|taker| taker.reservation).collect()
}

/// The thank-you board of a list, or a word that it is here afterwards.
#[component]
pub fn Thanks() -> impl IntoView {
    let list = answer::param("list");
    let only_open = answer::query("show") == "open";
    once_loaded(load(list), move |(list, board)| {
        view! { <ThanksPage list board only_open/> }.into_any()
    })
}

#[component]
fn ThanksPage(
    list: OwnerList,
    board: Option<Vec<ThanksEntry>>,
    /// Whether those who were thanked are left out.
    only_open: bool,
) -> impl IntoView {
    let locale = language();
    let id = list.id;
    let reserved = reserved(&list.gifts);
    let live = Some(Live::of_list(&list));
    let title = format!("{}: {}", td_string!(locale, thanks.title), list.banner.title);
    let body = match board {
        None => view! { <Afterwards list=id/> }.into_any(),
        Some(board) if board.is_empty() => view! { <Nobody/> }.into_any(),
        Some(board) => view! { <Board list=id board reserved only_open/> }.into_any(),
    };
    view! {
        <Page title live>
            <Head banner=list.banner state=list.state/>
            <Tabs list=id here=Tab::Thanks/>
            <FormNotice state=FormState::of("/fn/tick_thanks")/>
            {body}
        </Page>
    }
}

/// Under surprise: the same words whatever givers do.
#[component]
fn Afterwards(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <section class="empty panel" aria-labelledby="afterwards-heading">
            <Icon name=IconName::HEART/>
            <h2 id="afterwards-heading">{td_string!(locale, thanks.kept.heading)}</h2>
            <p>{td_string!(locale, thanks.kept.words)}</p>
            <a class="button" href=format!("/lists/{list}")>
                {td_string!(locale, thanks.kept.back)}
            </a>
        </section>
    }
}

#[component]
fn Nobody() -> impl IntoView {
    let locale = language();
    view! {
        <section class="empty panel" aria-labelledby="nobody-heading">
            <img class="little" src="/gift.svg" alt="" width="320" height="320"/>
            <h2 id="nobody-heading">{td_string!(locale, thanks.empty.heading)}</h2>
            <p>{td_string!(locale, thanks.empty.words)}</p>
        </section>
    }
}

#[component]
fn Board(
    list: ListId,
    board: Vec<ThanksEntry>,
    /// What of it can be let go.
    reserved: Vec<ReservationId>,
    only_open: bool,
) -> impl IntoView {
    let locale = language();
    let all = board.len();
    let thanked = board.iter().filter(|entry| entry.thanked).count();
    let shown = board.into_iter().filter(|entry| !(only_open && entry.thanked));
    let rows = shown.map(|entry| {
        let may_go = reserved.contains(&entry.reservation);
        view! { <Entry list entry may_go/> }.into_any()
    });
    let rows: Vec<_> = rows.collect();
    let rows = match rows.is_empty() {
        true => view! { <AllDone/> }.into_any(),
        false => view! { <ul class="thanks-list panel" role="list">{rows}</ul> }.into_any(),
    };
    view! {
        <div class="beside">
            <section class="stack" aria-labelledby="thanks-heading">
                <div class="page-head">
                    <h2 id="thanks-heading">{td_string!(locale, thanks.heading)}</h2>
                    <Which list only_open/>
                </div>
                {rows}
            </section>
            <aside>
                <Panel id="how-far-heading" heading=td_string!(locale, thanks.beside_heading)>
                    <progress
                        value=thanked.to_string()
                        max=all.to_string()
                        aria-label=td_string!(locale, thanks.progress_label)
                    ></progress>
                    <p role="status">
                        {td_string!(locale, thanks.progress, thanked = thanked, count = all)}
                    </p>
                    <p class="small soft">{td_string!(locale, thanks.beside_words)}</p>
                </Panel>
            </aside>
        </div>
    }
}

/// All of them, or those who were not thanked yet.
#[component]
fn Which(list: ListId, only_open: bool) -> impl IntoView {
    let locale = language();
    let choices = [
        (false, "", td_string!(locale, thanks.all)),
        (true, "?show=open", td_string!(locale, thanks.open)),
    ];
    let links = choices.map(|(open, query, name)| {
        let here = (open == only_open).then_some("true");
        view! {
            <a href=format!("/lists/{list}/thanks{query}") aria-current=here>
                {name}
            </a>
        }
    });
    view! {
        <nav class="segments" aria-label=td_string!(locale, thanks.show)>
            {links.into_iter().collect_view()}
        </nav>
    }
}

#[component]
fn AllDone() -> impl IntoView {
    let locale = language();
    view! {
        <div class="empty panel">
            <Icon name=IconName::HEART/>
            <h3>{td_string!(locale, thanks.all_done.heading)}</h3>
            <p>{td_string!(locale, thanks.all_done.words)}</p>
        </div>
    }
}

/// One promise: who, what, whether it came, and thanks.
#[component]
fn Entry(
    list: ListId,
    entry: ThanksEntry,
    /// Whether it can be let go.
    may_go: bool,
) -> impl IntoView {
    let locale = language();
    let promise = entry.reservation;
    let somebody = || td_string!(locale, thanks.somebody).to_owned();
    let name = entry.name.clone().unwrap_or_else(somebody);
    let gift = entry.card.name.clone();
    let about = format!("{name}, {gift}");
    let number = (entry.quantity > 1)
        .then(|| format!(", {}", td_string!(locale, thanks.number, count = entry.quantity)));
    let (class, state) = match entry.purchased {
        true => ("chip good", td_string!(locale, thanks.bought)),
        false => ("chip tint", td_string!(locale, thanks.reserved)),
    };
    // What was mailed cannot be taken back.
    let thanked = match entry.note {
        Some(_) => view! {
            <span class="chip good">
                <Icon name=IconName::CHECK/>
                {td_string!(locale, thanks.thanked)}
            </span>
        }
        .into_any(),
        None => view! {
            <TickButton list promise tick=Tick::Thanked pressed=entry.thanked about=about.clone()/>
        }
        .into_any(),
    };
    let words = match (entry.note, entry.reach) {
        (Some(note), _) => view! { <Sent note/> }.into_any(),
        (None, Reach::ByMail) => view! { <NoteForm list promise about=about.clone()/> }.into_any(),
        (None, Reach::Unconfirmed) => {
            view! { <p class="small soft">{td_string!(locale, thanks.unconfirmed)}</p> }.into_any()
        }
        (None, Reach::Erased) => {
            view! { <p class="small soft">{td_string!(locale, thanks.erased)}</p> }.into_any()
        }
    };
    let let_go = may_go.then(|| view! { <ToLetGo list promise about=about.clone()/> });
    view! {
        <li id=format!("given-{promise}")>
            <Picture picture=entry.card.picture/>
            <div>
                <h3><bdi>{name}</bdi></h3>
                <p class="soft small"><bdi>{gift}</bdi> {number}</p>
            </div>
            <p class="standing"><span class=class>{state}</span></p>
            <div class="row ticks">
                <TickButton list promise tick=Tick::Received pressed=entry.received about/>
                {thanked}
                {let_go}
            </div>
            <div class="words">{words}</div>
        </li>
    }
}

/// Says which promise a form is about.
#[component]
fn AboutPromise(list: ListId, promise: ReservationId) -> impl IntoView {
    view! {
        <AboutList list/>
        <input type="hidden" name="reservation" value=promise.to_string()/>
    }
}

/// A tick that is set and taken back.
#[component]
fn TickButton(
    list: ListId,
    promise: ReservationId,
    tick: Tick,
    pressed: bool,
    /// Whom and what it is about, for those who hear only the button.
    about: String,
) -> impl IntoView {
    let locale = language();
    let words = match tick {
        Tick::Received => td_string!(locale, thanks.received),
        Tick::Thanked => td_string!(locale, thanks.thanked),
    };
    let set = (!pressed).then(|| view! { <input type="hidden" name="on" value="on"/> });
    let pressed = if pressed { "true" } else { "false" };
    view! {
        <form method="post" action="/fn/tick_thanks">
            <AboutPromise list promise/>
            {set}
            <button
                class="button tick"
                name="tick"
                value=tick.code()
                aria-pressed=pressed
            >
                <Icon name=IconName::CHECK/>
                {words}
                <span class="unseen">": " <bdi>{about}</bdi></span>
            </button>
        </form>
    }
}

/// A few words, folded away until they are wanted.
#[component]
fn NoteForm(list: ListId, promise: ReservationId, about: String) -> impl IntoView {
    let locale = language();
    let id = promise.to_string();
    let state = FormState::of("/fn/send_thanks").about("reservation", &id);
    let refused = state.is_refused();
    view! {
        <details class="more" open=refused>
            <summary>
                {td_string!(locale, thanks.note_open)}
                <span class="unseen">": " <bdi>{about}</bdi></span>
                <Icon name=IconName::CHEVRON/>
            </summary>
            <form class="stack tight" method="post" action="/fn/send_thanks" novalidate>
                <FormNotice state=&state/>
                <AboutPromise list promise/>
                <TextArea
                    state=&state
                    label=td_string!(locale, thanks.note)
                    name="note"
                    id=format!("note-{id}")
                    hint=td_string!(locale, thanks.note_hint)
                    rows=4
                    required=true
                />
                <div class="row">
                    <button class="button primary">
                        <Icon name=IconName::MAIL/>
                        {td_string!(locale, thanks.note_submit)}
                    </button>
                </div>
            </form>
        </details>
    }
}

/// The words that went out.
#[component]
fn Sent(note: String) -> impl IntoView {
    let locale = language();
    view! {
        <blockquote class="kind-words">
            <p class="said" dir="auto">{note}</p>
        </blockquote>
        <p class="small soft">{td_string!(locale, thanks.note_sent)}</p>
    }
}
