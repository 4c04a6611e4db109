//! Mails to somebody whose account an admin suspended, or let them back into (R2.13).

use chrono::{DateTime, Utc};
use leptos_i18n::td_string;

use super::{
    accounts::Reader,
    sheet::{Detail, Sheet},
    tongue::Tongue,
};

/// The account is suspended. Why stands in the log of admins, and is told by whoever is asked.
pub(super) fn suspended(reader: Reader<'_>, at: DateTime<Utc>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let moment = reader.tongue.moment(at);
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, console.mail.suspended.subject).to_owned();
    sheet.preview = td_string!(locale, console.mail.suspended.preview).to_owned();
    sheet.heading = td_string!(locale, console.mail.suspended.heading).to_owned();
    sheet.lead.extend([
        td_string!(locale, console.mail.suspended.lead, moment = moment),
        td_string!(locale, console.mail.suspended.lists).to_owned(),
        td_string!(locale, console.mail.suspended.ask).to_owned(),
    ]);
    let label = td_string!(locale, console.mail.suspended.button);
    sheet.button = Some(reader.link(label, "/contact"));
    sheet
}

/// It is suspended no more.
pub(super) fn restored(reader: Reader<'_>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, console.mail.restored.subject).to_owned();
    sheet.preview = td_string!(locale, console.mail.restored.preview).to_owned();
    sheet.heading = td_string!(locale, console.mail.restored.heading).to_owned();
    sheet.lead.push(td_string!(locale, console.mail.restored.lead).to_owned());
    let label = td_string!(locale, console.mail.restored.button);
    sheet.button = Some(reader.link(label, "/sign-in"));
    sheet
}
