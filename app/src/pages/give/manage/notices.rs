//! What has to be said on a manage page before anything else.

use domain::{ManageState, ManageView};
use leptos::prelude::*;

use super::Managed;
use crate::{
    backend::MailProgress,
    components::{FormNotice, FormState, Icon, IconName, Notice, Tone, answer, isolated, language},
    i18n::{Locale, td, td_string},
};

/// What a giver does here, by the forms that do it.
const FORMS: [&str; 7] = [
    "/fn/change_quantity",
    "/fn/purchase",
    "/fn/undo_purchase",
    "/fn/cancel_reservation",
    "/fn/confirm_address",
    "/fn/set_reminder",
    "/fn/erase_giver",
];

/// Why the form that was sent was refused. The page is as it is now, whatever it was when the form
/// was made.
#[component]
pub(super) fn Refused(view: ManageView) -> impl IntoView {
    let locale = language();
    let states = FORMS.map(|form| (form, FormState::of(form)));
    let refused = states.into_iter().find(|(_, state)| state.is_refused());
    let Some((form, state)) = refused else { return ().into_any() };
    let waits = view.confirm_by.is_some() && !view.gone;
    let words = match (form, state.code()) {
        // Saying that it is bought has to wait for that, too.
        ("/fn/purchase", Some("wrong_state")) if waits => {
            td_string!(locale, givers.hold.not_yet).to_owned()
        }
        // Nobody was quicker here: more were bought than reserved.
        ("/fn/purchase", Some("already_taken")) => {
            td_string!(locale, giving.manage.not_more, count = view.quantity)
        }
        // Of what is left over, some may be this giver's own.
        ("/fn/change_quantity", Some("already_taken")) => {
            td_string!(locale, giving.manage.at_most, most = view.most)
        }
        (_, Some("changed_meanwhile")) => {
            td_string!(locale, giving.manage.meanwhile.number, count = view.quantity)
        }
        (_, Some("wrong_state")) => meanwhile(locale, &view).to_owned(),
        _ => return view! { <FormNotice state/> }.into_any(),
    };
    view! { <Notice tone=Tone::Error words/> }.into_any()
}

/// What has become of it since the page was made on which the form stood.
fn meanwhile(locale: Locale, view: &ManageView) -> &'static str {
    match view.state {
        _ if view.gone => td_string!(locale, giving.manage.meanwhile.gone),
        ManageState::Cancelled if view.lapsed || view.let_go => {
            td_string!(locale, giving.manage.meanwhile.lapsed)
        }
        ManageState::Cancelled => td_string!(locale, giving.manage.meanwhile.cancelled),
        ManageState::Reserved => td_string!(locale, giving.manage.meanwhile.reserved),
        ManageState::PurchasedJustNow | ManageState::Purchased => {
            td_string!(locale, giving.manage.meanwhile.bought)
        }
    }
}

/// One notice: what it is about, its icon, and words, the first ones strong.
#[component]
pub(super) fn ManageNotice(
    /// Nothing where it only tells something.
    tone: Option<Tone>,
    icon: IconName,
    #[prop(optional)] strong: &'static str,
    #[prop(optional)] words: &'static str,
    /// A sentence behind them.
    #[prop(optional_no_strip)]
    more: Option<AnyView>,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let strong = (!strong.is_empty()).then(|| view! { <strong>{strong}</strong> " " });
    view! {
        <div class=tone.map_or("notice", Tone::classes) role="status">
            <Icon name=icon/>
            <p>{strong} {words} {more.map(|more| view! { " " {more} })}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// Says that what the giver did was done.
#[component]
pub(super) fn Done(managed: Managed) -> impl IntoView {
    let locale = language();
    let done = answer::done("done");
    let words = match (done.as_str(), managed.view.state) {
        ("changed", ManageState::Reserved) => td_string!(locale, giving.manage.done.changed),
        ("purchased", ManageState::Reserved) => {
            td_string!(locale, giving.manage.done.purchased_part)
        }
        ("undone", ManageState::Reserved) => td_string!(locale, giving.manage.done.undone),
        ("reminded", ManageState::Reserved) => td_string!(locale, givers.reminder.now_on),
        ("unreminded", ManageState::Reserved) => td_string!(locale, givers.reminder.now_off),
        ("confirmed", _) if managed.view.verified => {
            td_string!(locale, giving.manage.done.confirmed)
        }
        _ => return None,
    };
    Some(view! { <ManageNotice tone=Some(Tone::Success) icon=IconName::CHECK words/> })
}

/// Says that it is bought, and offers to take that back while it is possible (R5.3).
#[component]
pub(super) fn BoughtNotice(managed: Managed) -> impl IntoView {
    let locale = language();
    (managed.view.state == ManageState::PurchasedJustNow).then(|| {
        let just_now = answer::done("done") == "purchased";
        let words = if just_now {
            td_string!(locale, giving.manage.done.purchased_words)
        } else {
            td_string!(locale, giving.manage.undo_offer)
        };
        let strong = td_string!(locale, giving.manage.done.purchased);
        view! {
            <ManageNotice tone=Some(Tone::Success) icon=IconName::CHECK strong words>
                <form method="post" action="/fn/undo_purchase">
                    <input type="hidden" name="token" value=managed.token/>
                    <button class="button">{td_string!(locale, giving.manage.undo)}</button>
                </form>
            </ManageNotice>
        }
    })
}

/// Says that the gift is no longer on the list, or that the list is closed.
#[component]
pub(super) fn ListNotice(view: ManageView) -> impl IntoView {
    let locale = language();
    let bought = view.state != ManageState::Reserved;
    let (tone, icon, strong, words) = match (view.withdrawn, view.closed, bought) {
        (true, _, false) => (
            Some(Tone::Warning),
            IconName::WARNING,
            td_string!(locale, giving.manage.withdrawn.heading),
            td_string!(locale, giving.manage.withdrawn.words),
        ),
        (true, _, true) => (
            Some(Tone::Warning),
            IconName::WARNING,
            td_string!(locale, giving.manage.withdrawn_bought.heading),
            td_string!(locale, giving.manage.withdrawn_bought.words),
        ),
        (false, true, false) => (
            None,
            IconName::INFO,
            td_string!(locale, giving.manage.closed.heading),
            td_string!(locale, giving.manage.closed.words),
        ),
        (false, true, true) => (
            None,
            IconName::INFO,
            td_string!(locale, giving.manage.closed_bought.heading),
            td_string!(locale, giving.manage.closed_bought.words),
        ),
        (false, false, _) => return None,
    };
    Some(view! { <ManageNotice tone icon strong words/> })
}

/// Asks whoever came by the mailed link to say that the address is theirs (R5.4).
#[component]
pub(super) fn Confirm(managed: Managed) -> impl IntoView {
    let locale = language();
    // Where time is short, that is said, and asked, elsewhere.
    (managed.view.may_confirm && managed.view.confirm_by.is_none()).then(|| {
        view! {
            <ManageNotice
                tone=None
                icon=IconName::MAIL
                strong=td_string!(locale, giving.manage.confirm.heading)
                words=td_string!(locale, giving.manage.confirm.words)
            >
                <form method="post" action="/fn/confirm_address">
                    <input type="hidden" name="token" value=managed.token/>
                    <button class="button">{td_string!(locale, giving.manage.confirm.yes)}</button>
                </form>
            </ManageNotice>
        }
    })
}

/// How far the mail with the link has come, as long as that matters (R5.4).
#[component]
pub(super) fn MailNotice(progress: MailProgress, view: ManageView) -> impl IntoView {
    let matters = !view.verified && progress != MailProgress::Sent;
    matters.then(|| mail_notice(progress, view.typed_email, language()))
}

/// How far the mail with the link to this address has come.
pub(super) fn mail_notice(
    progress: MailProgress,
    email: Option<String>,
    locale: Locale,
) -> impl IntoView {
    let (tone, icon, strong, words) = match progress {
        MailProgress::Waiting => (
            Some(Tone::Success),
            IconName::MAIL,
            td_string!(locale, giving.mail.waiting.heading),
            td_string!(locale, giving.mail.waiting.words),
        ),
        MailProgress::Sent => (
            Some(Tone::Success),
            IconName::MAIL,
            td_string!(locale, giving.mail.sent.heading),
            td_string!(locale, giving.mail.sent.words),
        ),
        MailProgress::Refused => (
            Some(Tone::Error),
            IconName::WARNING,
            td_string!(locale, giving.mail.refused.heading),
            td_string!(locale, giving.mail.refused.words),
        ),
    };
    let more = email.map(|email| {
        let address = isolated(email);
        match progress {
            MailProgress::Waiting => {
                td!(locale, giving.mail.goes_to, address = address)().into_any()
            }
            MailProgress::Sent => td!(locale, giving.mail.sent_to, address = address)().into_any(),
            MailProgress::Refused => {
                td!(locale, giving.mail.went_to, address = address)().into_any()
            }
        }
    });
    view! { <ManageNotice tone icon strong words more/> }
}
