//! Mails to somebody about what changed in how their account is entered (R2.5, R2.8).

use chrono::{DateTime, Utc};
use leptos_i18n::td_string;

use super::{
    accounts::{Reader, halves},
    sheet::{Detail, Link, Sheet},
    tongue::Tongue,
};

/// What was changed, in words.
struct Words<'a> {
    subject: &'a str,
    heading: &'a str,
    lead: Vec<String>,
}

/// Says what was changed, and what to do if somebody else did it.
fn notice(reader: Reader<'_>, words: Words<'_>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = words.subject.to_owned();
    sheet.preview = td_string!(locale, mail.safety.calm).to_owned();
    sheet.heading = words.heading.to_owned();
    sheet.lead.extend(words.lead);
    sheet.lead.extend([
        td_string!(locale, mail.safety.calm).to_owned(),
        td_string!(locale, mail.safety.alarm).to_owned(),
    ]);
    sheet.button = Some(reader.link(td_string!(locale, mail.safety.button), "/reset"));
    sheet
}

/// The ways into an account, as people call them, each of them once.
pub(super) fn ways_in(tongue: Tongue, password: bool, providers: Vec<String>) -> Vec<String> {
    let Tongue(locale) = tongue;
    let password = password.then(|| td_string!(locale, mail.way_in.password).to_owned());
    password.into_iter().chain(providers).fold(vec![], |mut ways, way| {
        if !ways.contains(&way) {
            ways.push(way);
        }
        ways
    })
}

/// Another way to sign in was joined to the account. `ways` are all that there are now.
pub(super) fn way_in_added(reader: Reader<'_>, at: DateTime<Utc>, ways: &[String]) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let words = Words {
        subject: td_string!(locale, mail.way_in_added.subject),
        heading: td_string!(locale, mail.way_in_added.heading),
        lead: vec![
            td_string!(locale, mail.way_in_added.lead, moment = reader.tongue.moment(at)),
            td_string!(locale, mail.way_in.ways, ways = ways.join(", ")),
        ],
    };
    notice(reader, words)
}

/// A way to sign in was taken away. `ways` are those that are left.
pub(super) fn way_in_removed(reader: Reader<'_>, at: DateTime<Utc>, ways: &[String]) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let words = Words {
        subject: td_string!(locale, mail.way_in_removed.subject),
        heading: td_string!(locale, mail.way_in_removed.heading),
        lead: vec![
            td_string!(locale, mail.way_in_removed.lead, moment = reader.tongue.moment(at)),
            td_string!(locale, mail.way_in.ways, ways = ways.join(", ")),
        ],
    };
    notice(reader, words)
}

/// The second step is asked for from now on.
pub(super) fn second_step_on(reader: Reader<'_>, at: DateTime<Utc>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let moment = reader.tongue.moment(at);
    let words = Words {
        subject: td_string!(locale, mail.second_step_on.subject),
        heading: td_string!(locale, mail.second_step_on.heading),
        lead: vec![td_string!(locale, mail.second_step_on.lead, moment = moment)],
    };
    notice(reader, words)
}

/// The second step is asked for no more.
pub(super) fn second_step_off(reader: Reader<'_>, at: DateTime<Utc>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let moment = reader.tongue.moment(at);
    let words = Words {
        subject: td_string!(locale, mail.second_step_off.subject),
        heading: td_string!(locale, mail.second_step_off.heading),
        lead: vec![td_string!(locale, mail.second_step_off.lead, moment = moment)],
    };
    notice(reader, words)
}

/// A token by which programs act for them was made.
pub(super) fn token_made(reader: Reader<'_>, at: DateTime<Utc>) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let moment = reader.tongue.moment(at);
    let words = Words {
        subject: td_string!(locale, mail.token_made.subject),
        heading: td_string!(locale, mail.token_made.heading),
        lead: vec![
            td_string!(locale, mail.token_made.lead, moment = moment),
            td_string!(locale, mail.token_made.revoke).to_owned(),
        ],
    };
    notice(reader, words)
}

/// The code that confirms an account's new address, to that address. Anybody can type it, so no
/// link is left in the name.
pub(super) fn email_change_code(reader: Reader<'_>, code: &str) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Names);
    sheet.subject = td_string!(locale, mail.email_change_code.subject).to_owned();
    sheet.preview = td_string!(locale, mail.email_change_code.preview).to_owned();
    sheet.heading = td_string!(locale, mail.email_change_code.heading).to_owned();
    sheet.lead.push(td_string!(locale, mail.email_change_code.lead).to_owned());
    sheet.code = Some(halves(code));
    sheet.rest = vec![
        td_string!(locale, mail.email_change_code.works).to_owned(),
        td_string!(locale, mail.email_change_code.keep).to_owned(),
    ];
    sheet.why = td_string!(locale, mail.why.new_address).to_owned();
    sheet
}

/// The account has another address; to the old one, with the link that undoes it (R2.8).
pub(super) fn email_changed(
    reader: Reader<'_>,
    at: DateTime<Utc>,
    new_address: &str,
    href: String,
) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let mut sheet = reader.blank(Detail::Whole);
    sheet.subject = td_string!(locale, mail.email_changed.subject).to_owned();
    sheet.preview = td_string!(locale, mail.safety.calm).to_owned();
    sheet.heading = td_string!(locale, mail.email_changed.heading).to_owned();
    let moment = reader.tongue.moment(at);
    sheet.lead.extend([
        td_string!(locale, mail.email_changed.lead, moment = moment, email = masked(new_address)),
        td_string!(locale, mail.safety.calm).to_owned(),
        td_string!(locale, mail.email_changed.alarm).to_owned(),
    ]);
    let label = td_string!(locale, mail.email_changed.button).to_owned();
    sheet.button = Some(Link { label, href });
    sheet.rest = vec![td_string!(locale, mail.email_changed.works).to_owned()];
    sheet.why = td_string!(locale, mail.why.old_address).to_owned();
    sheet
}

/// An address by its first letter and its domain: enough to know one's own by, and no more.
fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}…@{domain}")
}

#[cfg(test)]
mod tests {
    use app::i18n::Locale;

    use super::*;

    #[test]
    fn an_address_is_known_by_its_first_letter_and_its_domain() {
        assert_eq!(masked("anna.berg@example.org"), "a…@example.org");
        assert_eq!(masked("a@example.org"), "a…@example.org");
    }

    #[test]
    fn each_way_in_is_named_once() {
        let google = vec!["Google".to_owned(), "Google".to_owned()];
        assert_eq!(ways_in(Tongue(Locale::en), true, google.clone()), ["password", "Google"]);
        assert_eq!(ways_in(Tongue(Locale::en), false, google), ["Google"]);
    }
}
