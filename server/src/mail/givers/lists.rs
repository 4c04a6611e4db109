//! Mails to a giver about what became of a list, and of all that they promised on it (R7.6).

use domain::EventDate;
use leptos_i18n::td_string;

use super::{Promises, Words};
use crate::mail::{sheet::Sheet, tongue::Tongue};

/// The list takes no more reservations (R3.5).
pub(in crate::mail) fn list_closed(promises: Promises<'_>) -> Sheet {
    let Tongue(locale) = promises.first.tongue();
    let list = promises.first.list_title();
    let subject = td_string!(locale, mail.list_closed.subject, list = list.clone());
    let (preview, lead, rest) = if promises.are_one() {
        (
            td_string!(locale, mail.list_closed.preview),
            td_string!(locale, mail.list_closed.lead, list = list),
            td_string!(locale, mail.list_closed.rest),
        )
    } else {
        (
            td_string!(locale, mail.list_closed.several.preview),
            td_string!(locale, mail.list_closed.several.lead, list = list),
            td_string!(locale, mail.list_closed.several.rest),
        )
    };
    promises.sheet(Words {
        subject,
        preview,
        heading: td_string!(locale, mail.list_closed.heading),
        lead: vec![lead],
        button: td_string!(locale, mail.list_closed.button),
        rest: promises.wait().then_some(rest),
    })
}

/// The same, and owners see from now on who gives what: one mail of both (R3.6, R7.6).
pub(in crate::mail) fn list_closed_lifting(promises: Promises<'_>) -> Sheet {
    let Tongue(locale) = promises.first.tongue();
    let list = promises.first.list_title();
    let subject = td_string!(locale, mail.list_closed.lifting.subject, list = list.clone());
    let (preview, lead, rest) = if promises.are_one() {
        (
            td_string!(locale, mail.list_closed.lifting.preview),
            td_string!(locale, mail.list_closed.lifting.lead, list = list),
            td_string!(locale, mail.list_closed.rest),
        )
    } else {
        (
            td_string!(locale, mail.list_closed.lifting.several.preview),
            td_string!(locale, mail.list_closed.lifting.several.lead, list = list),
            td_string!(locale, mail.list_closed.several.rest),
        )
    };
    let mut sheet = promises.sheet(Words {
        subject,
        preview,
        heading: td_string!(locale, mail.list_closed.lifting.heading),
        lead: vec![lead],
        button: td_string!(locale, mail.list_closed.button),
        rest: promises.wait().then_some(rest),
    });
    sheet.rest.push(td_string!(locale, mail.surprise_lifted.rest).to_owned());
    sheet
}

/// The list is gone, and with it the reason for what was promised (R3.10).
pub(in crate::mail) fn list_deleted(promises: Promises<'_>) -> Sheet {
    let Tongue(locale) = promises.first.tongue();
    let list = promises.first.list_title();
    let subject = td_string!(locale, mail.list_deleted.subject, list = list.clone());
    let lead = if promises.are_one() {
        td_string!(locale, mail.list_deleted.lead, list = list)
    } else {
        td_string!(locale, mail.list_deleted.several.lead, list = list)
    };
    let rest = match (promises.are_one(), promises.wait()) {
        (true, true) => td_string!(locale, mail.list_deleted.rest),
        (true, false) => td_string!(locale, mail.list_deleted.rest_bought),
        (false, true) => td_string!(locale, mail.list_deleted.several.rest),
        (false, false) => td_string!(locale, mail.list_deleted.several.rest_bought),
    };
    promises.sheet(Words {
        subject,
        preview: td_string!(locale, mail.list_deleted.preview),
        heading: td_string!(locale, mail.list_deleted.heading),
        lead: vec![lead],
        button: td_string!(locale, mail.list_deleted.button),
        rest: Some(rest),
    })
}

/// The list that was gone is there again, and what was promised is promised again (R3.10).
pub(in crate::mail) fn list_restored(promises: Promises<'_>) -> Sheet {
    let Tongue(locale) = promises.first.tongue();
    let list = promises.first.list_title();
    promises.sheet(Words {
        subject: td_string!(locale, bin.mail.restored.subject, list = list.clone()),
        preview: td_string!(locale, bin.mail.restored.preview),
        heading: td_string!(locale, bin.mail.restored.heading),
        lead: vec![td_string!(locale, bin.mail.restored.lead, list = list)],
        button: td_string!(locale, bin.mail.restored.button),
        rest: Some(td_string!(locale, bin.mail.restored.rest)),
    })
}

/// Owners see from now on who gives what (R3.6).
pub(in crate::mail) fn surprise_lifted(promises: Promises<'_>) -> Sheet {
    let Tongue(locale) = promises.first.tongue();
    let list = promises.first.list_title();
    let subject = td_string!(locale, mail.surprise_lifted.subject, list = list.clone());
    let (preview, lead) = if promises.are_one() {
        (
            td_string!(locale, mail.surprise_lifted.preview),
            td_string!(locale, mail.surprise_lifted.lead, list = list),
        )
    } else {
        (
            td_string!(locale, mail.surprise_lifted.several.preview),
            td_string!(locale, mail.surprise_lifted.several.lead, list = list),
        )
    };
    promises.sheet(Words {
        subject,
        preview,
        heading: td_string!(locale, mail.surprise_lifted.heading),
        lead: vec![lead],
        button: td_string!(locale, mail.surprise_lifted.button),
        rest: Some(td_string!(locale, mail.surprise_lifted.rest)),
    })
}

/// Owners see it earlier than was said, with another day (R3.6).
pub(in crate::mail) fn surprise_shortened(promises: Promises<'_>, date: EventDate) -> Sheet {
    let tongue = promises.first.tongue();
    let Tongue(locale) = tongue;
    let (list, day) = (promises.first.list_title(), tongue.day(date.day));
    let subject = td_string!(locale, mail.surprise_shortened.subject, list = list.clone());
    let (preview, lead) = if promises.are_one() {
        (
            td_string!(locale, mail.surprise_shortened.preview),
            td_string!(locale, mail.surprise_shortened.lead, list = list, day = day),
        )
    } else {
        (
            td_string!(locale, mail.surprise_shortened.several.preview),
            td_string!(locale, mail.surprise_shortened.several.lead, list = list, day = day),
        )
    };
    promises.sheet(Words {
        subject,
        preview,
        heading: td_string!(locale, mail.surprise_shortened.heading),
        lead: vec![lead],
        button: td_string!(locale, mail.surprise_lifted.button),
        rest: Some(td_string!(locale, mail.surprise_lifted.rest)),
    })
}
