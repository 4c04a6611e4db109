//! Mails to somebody about their own account (R2).

use chrono::{DateTime, Utc};
use domain::{EmailAddress, ListId};
use leptos_i18n::td_string;

use super::{
    addresses::Addresses,
    sheet::{Detail, Link, Sheet},
    tongue::Tongue,
};

/// To whom, and in which language.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub tongue: Tongue,
    pub name: &'a str,
    pub addresses: &'a Addresses,
}

impl Reader<'_> {
    /// A mail about the account that says nothing yet.
    pub fn blank(&self, detail: Detail) -> Sheet {
        let Tongue(locale) = self.tongue;
        Sheet {
            lead: self.tongue.hello(&detail.name(self.name, "")).into_iter().collect(),
            why: td_string!(locale, mail.why.account).to_owned(),
            ..self.tongue.blank(self.addresses)
        }
    }

    /// Words that lead to a page of ours.
    pub fn link(&self, label: &str, path: &str) -> Link {
        Link { label: label.to_owned(), href: self.addresses.page(path) }
    }
}

/// A code as it is read out, in two halves.
pub(super) fn halves(code: &str) -> String {
    let (first, last) = code.split_at_checked(3).unwrap_or((code, ""));
    format!("{first} {last}")
}

/// The code that confirms an address. Whoever typed the address also typed the name, so no link
/// is left in it. With a `provider` it says that entering the code joins that sign-in (R2.5).
pub(super) fn confirm_code(reader: Reader<'_>, code: &str, provider: Option<&str>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Names);
    sheet.subject = td_string!(locale, mail.confirm_code.subject).to_owned();
    sheet.preview = td_string!(locale, mail.confirm_code.preview).to_owned();
    sheet.heading = td_string!(locale, mail.confirm_code.heading).to_owned();
    let joins = provider.map(|provider| {
        td_string!(locale, mail.confirm_code.joins, provider = provider.to_owned())
    });
    sheet.lead.extend(joins);
    sheet.lead.push(td_string!(locale, mail.confirm_code.lead).to_owned());
    sheet.code = Some(halves(code));
    let button = td_string!(locale, mail.confirm_code.button);
    sheet.button = Some(reader.link(button, "/sign-up/code"));
    sheet.rest = vec![
        td_string!(locale, mail.confirm_code.works).to_owned(),
        td_string!(locale, mail.confirm_code.keep).to_owned(),
    ];
    sheet.why = td_string!(locale, mail.why.sign_up).to_owned();
    sheet
}

/// An admin left a product with its owner, and says why (R6.2).
pub(super) fn product_declined(
    reader: Reader<'_>,
    name: &str,
    note: &str,
    list: Option<ListId>,
) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let gift = Detail::Whole.name(name, td_string!(locale, mail.a_gift));
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, mail.product_declined.subject, gift = gift.clone());
    sheet.preview = td_string!(locale, mail.product_declined.preview).to_owned();
    sheet.heading = td_string!(locale, mail.product_declined.heading, gift = gift);
    sheet.lead.extend([
        td_string!(locale, mail.product_declined.lead).to_owned(),
        td_string!(locale, mail.product_declined.note, note = Detail::Whole.name(note, "")),
    ]);
    let path = list.map_or_else(|| "/lists".to_owned(), |list| format!("/lists/{list}"));
    sheet.button = Some(reader.link(td_string!(locale, mail.product_declined.button), &path));
    sheet
}

/// After the account was made.
pub(super) fn welcome(reader: Reader<'_>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    Sheet {
        subject: td_string!(locale, mail.welcome.subject).to_owned(),
        preview: td_string!(locale, mail.welcome.preview).to_owned(),
        heading: td_string!(
            locale,
            mail.welcome.heading,
            name = Detail::Whole.name(reader.name, "")
        ),
        lead: vec![
            td_string!(locale, mail.welcome.lead).to_owned(),
            td_string!(locale, mail.welcome.then).to_owned(),
        ],
        button: Some(reader.link(td_string!(locale, mail.welcome.button), "/lists")),
        ..reader.blank(Detail::Whole)
    }
}

/// Somebody wanted an account that is there already, under this spelling (R2.4).
pub(super) fn existing_account(reader: Reader<'_>, email: &EmailAddress) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, mail.existing_account.subject).to_owned();
    sheet.preview = td_string!(locale, mail.existing_account.preview).to_owned();
    sheet.heading = td_string!(locale, mail.existing_account.heading).to_owned();
    sheet.lead.extend([
        td_string!(locale, mail.existing_account.lead, email = email.as_str()),
        td_string!(locale, mail.existing_account.then).to_owned(),
    ]);
    sheet.button = Some(reader.link(td_string!(locale, mail.existing_account.button), "/sign-in"));
    sheet.rest = vec![td_string!(locale, mail.existing_account.calm).to_owned()];
    sheet.second = Some(reader.link(td_string!(locale, mail.existing_account.second), "/reset"));
    sheet
}

/// The link by which a password is set anew.
pub(super) fn reset(reader: Reader<'_>, href: String) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, mail.reset.subject).to_owned();
    sheet.preview = td_string!(locale, mail.reset.preview).to_owned();
    sheet.heading = td_string!(locale, mail.reset.heading).to_owned();
    sheet.lead.push(td_string!(locale, mail.reset.lead).to_owned());
    sheet.button = Some(Link { label: td_string!(locale, mail.reset.button).to_owned(), href });
    sheet.rest = vec![
        td_string!(locale, mail.reset.works).to_owned(),
        td_string!(locale, mail.reset.calm).to_owned(),
    ];
    sheet
}

/// The password was set anew.
pub(super) fn password_changed(reader: Reader<'_>, at: DateTime<Utc>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, mail.password_changed.subject).to_owned();
    sheet.preview = td_string!(locale, mail.password_changed.preview).to_owned();
    sheet.heading = td_string!(locale, mail.password_changed.heading).to_owned();
    let moment = reader.tongue.moment(at);
    sheet.lead.extend([
        td_string!(locale, mail.password_changed.lead, moment = moment),
        td_string!(locale, mail.password_changed.calm).to_owned(),
        td_string!(locale, mail.password_changed.alarm).to_owned(),
    ]);
    sheet.button = Some(reader.link(td_string!(locale, mail.password_changed.button), "/reset"));
    sheet
}

/// Somebody signed in from a device not seen before (R2.10).
pub(super) fn new_device(reader: Reader<'_>, at: DateTime<Utc>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, mail.new_device.subject).to_owned();
    sheet.preview = td_string!(locale, mail.new_device.preview).to_owned();
    sheet.heading = td_string!(locale, mail.new_device.heading).to_owned();
    let moment = reader.tongue.moment(at);
    sheet.lead.extend([
        td_string!(locale, mail.new_device.lead, moment = moment),
        td_string!(locale, mail.new_device.calm).to_owned(),
        td_string!(locale, mail.new_device.alarm).to_owned(),
    ]);
    sheet.button = Some(reader.link(td_string!(locale, mail.new_device.button), "/reset"));
    sheet
}
