//! A promise that waits for its giver's address to be confirmed, or that waited in vain (R5.4).

use domain::Deadline;
use leptos::prelude::*;

use super::{
    Managed,
    ends::{reserve_again, see_list},
    notices::Refused,
    privacy::EraseLink,
};
use crate::{
    components::{Icon, IconName, Live, answer, isolated, language},
    i18n::{td, td_string},
    pages::give::{DeadEnd, moment::by_when},
};

/// Says by when the address is to be confirmed, and how that is done: by the button beside it, where
/// the mailed link was opened, else by that link; and what becomes of it where the address is erased.
#[component]
pub(super) fn Waits(managed: Managed) -> impl IntoView {
    let locale = language();
    managed.view.confirm_by.map(|by| {
        if managed.view.erased {
            return view! {
                <div class="notice warning" role="status">
                    <Icon name=IconName::INFO/>
                    <p>{td_string!(locale, givers.hold.erased, moment = by_when(by))}</p>
                </div>
            }
            .into_any();
        }
        let words = if managed.view.may_confirm {
            td_string!(locale, givers.hold.here, moment = by_when(by))
        } else {
            td_string!(locale, givers.hold.by_mail, moment = by_when(by))
        };
        let typed = managed.view.typed_email.clone();
        let typed = typed.map(|email| {
            view! { " " {td!(locale, giving.mail.goes_to, address = isolated(email))} }
        });
        let confirm = managed.view.may_confirm.then(|| {
            view! {
                <ConfirmForm
                    token=managed.token.clone()
                    words=td_string!(locale, giving.manage.confirm.yes)
                />
            }
        });
        view! {
            <div class="notice warning" role="status">
                <Icon name=IconName::MAIL/>
                <p>
                    <strong>{td_string!(locale, givers.hold.heading)}</strong> " " {words} {typed}
                </p>
                {confirm}
            </div>
        }
        .into_any()
    })
}

#[component]
fn ConfirmForm(token: String, words: &'static str) -> impl IntoView {
    view! {
        <form method="post" action="/fn/confirm_address">
            <input type="hidden" name="token" value=token/>
            <button class="button">{words}</button>
        </form>
    }
}

/// In the place of the button that says it is bought, while nobody has confirmed the address.
#[component]
pub(super) fn BuyLater(by: Deadline) -> impl IntoView {
    view! {
        <p class="soft">
            {td_string!(language(), givers.hold.buy_later, moment = by_when(by))}
        </p>
    }
}

/// It was let go: what happened, and the way back to it.
#[component]
pub(super) fn Lapsed(managed: Managed) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_promise(&managed));
    let view = managed.view;
    let refused = view! { <Refused view=view.clone()/> }.into_any();
    let name = isolated(&view.card.name);
    let (verified, over) = (view.verified, view.withdrawn || view.closed || view.gone);
    let words = move || match (over, verified) {
        (true, _) => td!(locale, givers.lapsed.words_over, name = name.clone())().into_any(),
        (false, true) => {
            td!(locale, givers.lapsed.words_confirmed, name = name.clone())().into_any()
        }
        (false, false) => td!(locale, givers.lapsed.words, name = name.clone())().into_any(),
    };
    let again = view.list.clone().filter(|_| !over).map(|path| reserve_again(&path, view.card.id));
    let confirm = (view.may_confirm && !over).then(|| {
        view! {
            <ConfirmForm
                token=managed.token.clone()
                words=td_string!(locale, givers.lapsed.confirm)
            />
        }
    });
    let others =
        view.list.map(|path| see_list(path, td_string!(locale, giving.reserve.see_others)));
    let just_confirmed = answer::query("done") == "confirmed";
    let heading = match just_confirmed {
        true => td_string!(locale, givers.lapsed.heading_late),
        false => td_string!(locale, givers.lapsed.heading),
    };
    view! {
        <DeadEnd
            title=td_string!(locale, giving.manage.title)
            heading
            words
            cover=view.banner.cover.code()
            picture=view.banner.picture
            refused
            live
        >
            {again}
            {confirm}
            {others}
            <EraseLink token=managed.token/>
        </DeadEnd>
    }
}
