//! To a giver: those who look after the list let a promise go (R5.3).

use leptos_i18n::td_string;

use super::{Promise, Words};
use crate::mail::{sheet::Sheet, tongue::Tongue};

/// What was promised is free again, and not by its giver's own doing.
pub(in crate::mail) fn reservation_let_go(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let details = &promise.reservation.snapshot;
    let words = Words {
        subject: td_string!(locale, givers.mail.let_go.subject, gift = promise.gift_name(details)),
        preview: td_string!(locale, givers.mail.let_go.preview),
        heading: td_string!(locale, givers.mail.let_go.heading),
        lead: vec![td_string!(locale, givers.mail.let_go.lead, list = promise.list_title())],
        button: td_string!(locale, givers.mail.let_go.button),
        rest: Some(td_string!(locale, givers.mail.let_go.rest)),
    };
    promise.sheet(words, vec![promise.card(details)])
}
