//! Mails to an owner of a list that shows what givers do (R3.6). Under surprise none is written.

use chrono::NaiveDate;
use domain::{Gift, Giver, List, PersonId, Reservation};
use leptos_i18n::td_string;

pub(super) use domain::GiversAct as Act;

use super::{
    addresses::Addresses,
    sheet::{Card, Detail, Link, Row, Sheet},
    tongue::Tongue,
};
use crate::stop::Stop;

/// A digest tells so much of one list; the rest is counted.
const MOST_TOLD: usize = 30;

/// What a giver did, for an owner to read.
#[derive(Clone, Copy)]
pub(super) struct Notice<'a> {
    pub reader: Owner<'a>,
    pub list: &'a List,
    pub gift: &'a Gift,
    pub reservation: &'a Reservation,
    pub giver: &'a Giver,
}

/// Somebody who looks after a list.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    pub id: PersonId,
    pub tongue: Tongue,
    pub name: &'a str,
    pub addresses: &'a Addresses,
}

/// What givers did on one list.
pub(super) struct Told<'a> {
    pub list: &'a List,
    pub acts: Vec<ToldAct<'a>>,
}

/// What one giver did.
pub(super) struct ToldAct<'a> {
    pub act: Act,
    /// Nothing once they erased it.
    pub giver: Option<&'a str>,
    pub gift: &'a str,
    pub quantity: u32,
}

impl Owner<'_> {
    /// A mail about what givers do, which says nothing yet but how it is stopped.
    fn blank(&self) -> Sheet {
        let Tongue(locale) = self.tongue;
        Sheet {
            lead: self.tongue.hello(&Detail::Whole.name(self.name, "")).into_iter().collect(),
            second: Some(Link {
                label: td_string!(locale, notices.mail.choose).to_owned(),
                href: self.addresses.page("/account#mails-heading"),
            }),
            why: td_string!(locale, mail.why.owner).to_owned(),
            stop: Some(Link {
                label: td_string!(locale, notices.mail.stop).to_owned(),
                href: self.addresses.stop(Stop::OwnerMails(self.id)),
            }),
            ..self.tongue.blank(self.addresses)
        }
    }

    /// What somebody calls themselves. Anybody can type a giver's name, so no link is left in it.
    fn giver(&self, name: Option<&str>) -> String {
        let Tongue(locale) = self.tongue;
        Detail::Names.name(name.unwrap_or_default(), td_string!(locale, mail.somebody))
    }
}

/// Tells an owner who did what with which gift.
pub(super) fn notice(notice: Notice<'_>, act: Act) -> Sheet {
    let Notice { reader, list, gift, .. } = notice;
    let Tongue(locale) = reader.tongue;
    let giver = reader.giver(notice.giver.name.as_ref().map(|name| name.as_str()));
    let title = Detail::Whole.name(list.details.title.as_str(), "");
    let name = Detail::Whole.name(gift.details.name.as_str(), "");
    let (subject, preview, heading, lead, button) = match act {
        Act::Reserved => (
            td_string!(locale, mail.gift_reserved.subject, giver = giver.clone(), gift = name),
            td_string!(locale, mail.gift_reserved.preview, list = title.clone()),
            td_string!(locale, mail.gift_reserved.heading),
            td_string!(locale, mail.gift_reserved.lead, giver = giver, list = title),
            td_string!(locale, mail.gift_reserved.button),
        ),
        Act::Purchased => (
            td_string!(locale, mail.gift_purchased.subject, giver = giver.clone(), gift = name),
            td_string!(locale, mail.gift_purchased.preview, list = title.clone()),
            td_string!(locale, mail.gift_purchased.heading),
            td_string!(locale, mail.gift_purchased.lead, giver = giver, list = title),
            td_string!(locale, mail.gift_purchased.button),
        ),
        Act::Freed => (
            td_string!(locale, mail.gift_freed.subject, gift = name),
            td_string!(locale, mail.gift_freed.preview, list = title.clone()),
            td_string!(locale, mail.gift_freed.heading),
            td_string!(locale, mail.gift_freed.lead, giver = giver, list = title),
            td_string!(locale, mail.gift_freed.button),
        ),
    };
    // What is free again is among the gifts, and what is taken beside whoever gives it.
    let href = match act {
        Act::Freed => reader.addresses.list(list.id),
        Act::Reserved | Act::Purchased => reader.addresses.taken(list.id),
    };
    let quantity = Some(notice.reservation.quantity);
    let mut sheet = reader.blank();
    sheet.subject = subject;
    sheet.preview = preview;
    sheet.heading = heading.to_owned();
    sheet.lead.push(lead);
    sheet.cards = vec![Card::of(reader.tongue, &gift.details, quantity, Detail::Whole)];
    sheet.button = Some(Link { label: button.to_owned(), href });
    sheet
}

/// Tells an owner what happened since the last digest, list by list.
pub(super) fn digest(reader: Owner<'_>, day: NaiveDate, told: &[Told<'_>]) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let day = reader.tongue.day(day);
    let (label, href) = match told {
        [only] => (td_string!(locale, notices.mail.list), reader.addresses.taken(only.list.id)),
        _ => (td_string!(locale, notices.mail.lists), reader.addresses.page("/lists")),
    };
    let mut sheet = reader.blank();
    sheet.subject = td_string!(locale, notices.mail.digest.subject, day = day.clone());
    sheet.preview = td_string!(locale, notices.mail.digest.preview).to_owned();
    sheet.heading = td_string!(locale, notices.mail.digest.heading, day = day);
    sheet.lead.push(td_string!(locale, notices.mail.digest.lead).to_owned());
    sheet.cards = told.iter().map(|told| of_list(reader, told)).collect();
    sheet.why = td_string!(locale, notices.mail.digest.why).to_owned();
    sheet.button = Some(Link { label: label.to_owned(), href });
    sheet
}

fn of_list(reader: Owner<'_>, told: &Told<'_>) -> Card {
    let Tongue(locale) = reader.tongue;
    let row = |told: &ToldAct<'_>| {
        let label = match told.act {
            Act::Reserved => td_string!(locale, notices.mail.digest.reserved),
            Act::Purchased => td_string!(locale, notices.mail.digest.purchased),
            Act::Freed => td_string!(locale, notices.mail.digest.freed),
        };
        let (giver, gift) = (reader.giver(told.giver), Detail::Whole.name(told.gift, ""));
        let value = match told.quantity {
            1 => td_string!(locale, notices.mail.digest.one, giver = giver, gift = gift),
            many => td_string!(
                locale,
                notices.mail.digest.many,
                giver = giver,
                gift = gift,
                quantity = many
            ),
        };
        Row { label: label.to_owned(), value }
    };
    let more = told.acts.len().saturating_sub(MOST_TOLD);
    let more = (more > 0).then(|| Row {
        label: td_string!(locale, notices.mail.digest.besides).to_owned(),
        value: td_string!(locale, notices.mail.digest.more, quantity = more),
    });
    Card {
        caption: None,
        name: Detail::Whole.name(told.list.details.title.as_str(), ""),
        rows: told.acts.iter().take(MOST_TOLD).map(row).chain(more).collect(),
        link: None,
    }
}
