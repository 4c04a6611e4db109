//! Mails about what people write to the team (R8.2): one to the team, whose answer goes to the
//! writer, and a receipt.

use domain::{EmailAddress, MessageId};
use leptos_i18n::td_string;
use store::{ContactMessage, StoreError};

use super::{
    addresses::Addresses,
    plain::{isolated, one_line},
    sheet::{Detail, Link, Sheet},
    tongue::Tongue,
    worker::Composed,
};
use crate::site::Site;

type Result<T> = std::result::Result<T, StoreError>;

const ERASED: Composed = Composed::Moot("what was written is erased");

/// To the team.
///
/// # Errors
/// [`StoreError`] where the store does not answer.
pub(super) async fn to_team(
    site: &Site,
    addresses: &Addresses,
    message: MessageId,
) -> Result<Composed> {
    let Some(written) = site.store.contact_message(message).await? else { return Ok(ERASED) };
    let Ok(to) = EmailAddress::parse(site.settings.mail.team_address()) else {
        return Ok(Composed::Moot("mail.team is not an address"));
    };
    Ok(Composed::Mail { to, sheet: Box::new(contact(&written, addresses)) })
}

/// To whom it was from. Anybody can type an address, so it says nothing that they wrote.
///
/// # Errors
/// [`StoreError`] where the store does not answer.
pub(super) async fn to_writer(
    site: &Site,
    addresses: &Addresses,
    message: MessageId,
) -> Result<Composed> {
    let Some(written) = site.store.contact_message(message).await? else { return Ok(ERASED) };
    let sheet = Box::new(contact_receipt(&written, addresses));
    Ok(Composed::Mail { to: written.wish.email, sheet })
}

/// What somebody wrote, line by line.
pub(super) fn contact(written: &ContactMessage, addresses: &Addresses) -> Sheet {
    let tongue = Tongue::nearest(&written.language);
    let Tongue(locale) = tongue;
    let ContactMessage { wish, id, .. } = written;
    let reference = id.reference().to_string();
    let name = Detail::Whole.name(wish.name.as_str(), "");
    let email = wish.email.as_str();
    let from = td_string!(locale, contact.mail.team.from, name = name.clone(), email = email);
    let lines = wish.message.as_str().lines().map(one_line).filter(|line| !line.is_empty());
    Sheet {
        subject: td_string!(
            locale,
            contact.mail.team.subject,
            reference = reference.clone(),
            name = name
        ),
        preview: td_string!(locale, contact.mail.team.preview).to_owned(),
        heading: td_string!(locale, contact.mail.team.heading, reference = reference),
        lead: [from].into_iter().chain(lines.map(|line| isolated(&line))).collect(),
        rest: vec![td_string!(locale, contact.mail.team.answer, email = email)],
        why: td_string!(locale, contact.mail.team.why).to_owned(),
        reply_to: Some(wish.email.clone()),
        ..tongue.blank(addresses)
    }
}

/// It arrived, and this is the number that it goes by.
pub(super) fn contact_receipt(written: &ContactMessage, addresses: &Addresses) -> Sheet {
    let tongue = Tongue::nearest(&written.language);
    let Tongue(locale) = tongue;
    let reference = written.id.reference().to_string();
    let hello = tongue.hello(&Detail::Names.name(written.wish.name.as_str(), ""));
    let lead = [
        td_string!(locale, contact.mail.receipt.lead, reference = reference.clone()),
        td_string!(locale, contact.mail.receipt.then).to_owned(),
    ];
    Sheet {
        subject: td_string!(locale, contact.mail.receipt.subject, reference = reference),
        preview: td_string!(locale, contact.mail.receipt.preview).to_owned(),
        heading: td_string!(locale, contact.mail.receipt.heading).to_owned(),
        lead: hello.into_iter().chain(lead).collect(),
        second: Some(Link {
            label: td_string!(locale, contact.mail.receipt.again).to_owned(),
            href: addresses.page("/contact"),
        }),
        why: td_string!(locale, contact.mail.receipt.why).to_owned(),
        ..tongue.blank(addresses)
    }
}
