//! What owners say to a giver, once and in their own words (R5.9).

use domain::ThanksNote;
use leptos_i18n::td_string;

use super::{Promise, Words};
use crate::mail::{
    sheet::{Detail, Sheet},
    tongue::Tongue,
};

/// Words of thanks, line by line as they were written. They go to a confirmed address only, so that
/// links in them stay.
pub(in crate::mail) fn thank_you(promise: Promise<'_>, note: &ThanksNote) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let gift = promise.gift_name(&promise.gift.details);
    let mut said: Vec<String> =
        note.as_str().lines().map(|line| Detail::Whole.name(line, "")).collect();
    said.retain(|line| !line.is_empty());
    if let Some(first) = said.first_mut() {
        first.insert_str(0, td_string!(locale, thanks.mail.opens));
    }
    if let Some(last) = said.last_mut() {
        last.push_str(td_string!(locale, thanks.mail.closes));
    }
    let lead = td_string!(locale, thanks.mail.lead, list = promise.list_title());
    let words = Words {
        subject: td_string!(locale, thanks.mail.subject, gift = gift),
        preview: td_string!(locale, thanks.mail.preview),
        heading: td_string!(locale, thanks.mail.heading),
        lead: [lead].into_iter().chain(said).collect(),
        button: td_string!(locale, thanks.mail.button),
        rest: None,
    };
    let mut sheet = promise.about_gift(words);
    sheet.why = td_string!(locale, thanks.mail.why).to_owned();
    sheet
}
