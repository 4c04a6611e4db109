//! Name and address of a giver, erased (R5.6).

use leptos::prelude::*;

use super::{Managed, notices::Refused};
use crate::{
    components::{FormNotice, FormState, Icon, IconName, Live, Page, Unlisted, language},
    i18n::td_string,
    pages::give::{DeadEnd, moment::by_when},
};

/// The way to the question.
#[component]
pub(super) fn EraseLink(
    /// The manage link's token.
    token: String,
) -> impl IntoView {
    view! {
        <a class="button quiet" href=format!("/r/{token}?ask=erase")>
            {td_string!(language(), givers.erase.link)}
        </a>
    }
}

/// Says whose page it is, and leads to the question as long as there is something to erase.
#[component]
pub(super) fn OnlyYours(
    /// The manage link's token.
    token: String,
    /// Whether name and address are erased.
    erased: bool,
) -> impl IntoView {
    view! {
        <li>
            <p class="small soft">{td_string!(language(), giving.manage.private)}</p>
            {(!erased).then(|| view! { <EraseLink token/> })}
        </li>
    }
}

/// Asks before anything is erased, and says how far that goes: by the mailed link it is all that the
/// address promised, else what this giver did.
#[component]
pub(super) fn AskErase(managed: Managed) -> impl IntoView {
    let locale = language();
    let reach = match managed.view.by_mail {
        true => td_string!(locale, givers.erase.everywhere),
        false => td_string!(locale, givers.erase.here),
    };
    // Nobody can confirm an address that is erased.
    let stays = managed.view.confirm_by.map_or_else(
        || td_string!(locale, givers.erase.stays).to_owned(),
        |by| td_string!(locale, givers.hold.erased, moment = by_when(by)),
    );
    let path = managed.path();
    let live = Some(Live::of_promise(&managed));
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, givers.erase.link) narrow=true live>
            <section class="panel stack danger-zone" aria-labelledby="erase">
                <h1 id="erase">{td_string!(locale, givers.erase.heading)}</h1>
                <p>{reach} " " {stays}</p>
                <p>{td_string!(locale, givers.erase.after)}</p>
                <FormNotice state=FormState::of("/fn/erase_giver")/>
                <div class="row">
                    <form method="post" action="/fn/erase_giver">
                        <input type="hidden" name="token" value=managed.token/>
                        <button class="button danger">
                            {td_string!(locale, givers.erase.yes)}
                        </button>
                    </form>
                    <a class="button" href=path>{td_string!(locale, givers.erase.no)}</a>
                </div>
            </section>
        </Page>
    }
}

/// Says that nobody knows any more who gives it.
#[component]
pub(super) fn ErasedNotice() -> impl IntoView {
    let locale = language();
    view! {
        <div class="notice" role="status">
            <Icon name=IconName::INFO/>
            <p>
                <strong>{td_string!(locale, givers.erased.heading)} "."</strong>
                " "
                {td_string!(locale, givers.erased.words)}
            </p>
        </div>
    }
}

/// The same where there is nothing left to give either.
#[component]
pub(super) fn Erased(managed: Managed) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_promise(&managed));
    let view = managed.view;
    let refused = view! { <Refused view=view.clone()/> }.into_any();
    let list = view.list.map(|path| {
        view! { <a class="button" href=path>{td_string!(locale, giving.reserve.see_list)}</a> }
    });
    view! {
        <DeadEnd
            title=td_string!(locale, giving.manage.title)
            heading=td_string!(locale, givers.erased.heading)
            words=move || td_string!(locale, givers.erased.words_over)
            cover=view.banner.cover.code()
            picture=view.banner.picture
            refused
            live
        >
            {list}
        </DeadEnd>
    }
}
