//! A list that was gone is there again (R3.10).

use leptos_i18n::td_string;

use super::{Promise, Words};
use crate::mail::{sheet::Sheet, tongue::Tongue};

/// What was promised is promised again.
pub(in crate::mail) fn list_restored(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let list = promise.list_title();
    let words = Words {
        subject: td_string!(locale, bin.mail.restored.subject, list = list.clone()),
        preview: td_string!(locale, bin.mail.restored.preview),
        heading: td_string!(locale, bin.mail.restored.heading),
        lead: vec![td_string!(locale, bin.mail.restored.lead, list = list)],
        button: td_string!(locale, bin.mail.restored.button),
        rest: Some(td_string!(locale, bin.mail.restored.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}
