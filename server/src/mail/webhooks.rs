//! Mails to somebody about the programs that they want to be told of what happens (R10.12).

use domain::{Off, WebhookId};
use leptos_i18n::td_string;

use super::{
    accounts::Reader,
    sheet::{Detail, Sheet},
    tongue::Tongue,
};

/// A program is told no more, since it only failed or said that it is gone. `host` says which one.
pub(super) fn switched_off(reader: Reader<'_>, id: WebhookId, host: &str, off: Off) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let host = Detail::Whole.name(host, "");
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, mail.webhook_off.subject).to_owned();
    sheet.preview = td_string!(locale, mail.webhook_off.preview).to_owned();
    sheet.heading = td_string!(locale, mail.webhook_off.heading).to_owned();
    sheet.lead.extend([
        match off {
            Off::Gone => td_string!(locale, mail.webhook_off.gone, host = host),
            Off::Asked | Off::Failing => td_string!(locale, mail.webhook_off.lead, host = host),
        },
        td_string!(locale, mail.webhook_off.then).to_owned(),
    ]);
    let path = format!("/account/webhooks/{id}");
    sheet.button = Some(reader.link(td_string!(locale, mail.webhook_off.button), &path));
    sheet.why = td_string!(locale, mail.webhook_off.why).to_owned();
    sheet
}
