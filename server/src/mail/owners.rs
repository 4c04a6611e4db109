//! Mails to an owner of a list that shows what givers do (R3.6). Under surprise none is written.

use domain::{Gift, Giver, List, Reservation};
use leptos_i18n::td_string;

use super::{
    addresses::Addresses,
    sheet::{Card, Detail, Link, Sheet},
    tongue::Tongue,
};

/// What a giver did, for an owner to read.
#[derive(Clone, Copy)]
pub(super) struct Notice<'a> {
    pub tongue: Tongue,
    /// The owner's name.
    pub owner: &'a str,
    pub list: &'a List,
    pub gift: &'a Gift,
    pub reservation: &'a Reservation,
    pub giver: &'a Giver,
    pub addresses: &'a Addresses,
}

/// What a giver did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Reserved,
    Purchased,
    Freed,
}

/// Tells an owner who did what with which gift. Anybody can type a giver's name, so no link is
/// left in it.
pub(super) fn notice(notice: Notice<'_>, act: Act) -> Sheet {
    let Notice { tongue, list, gift, .. } = notice;
    let Tongue(locale) = tongue;
    let somebody = td_string!(locale, mail.somebody);
    let giver = notice.giver.name.as_ref().map_or("", |name| name.as_str());
    let giver = Detail::Names.name(giver, somebody);
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
    let hello = tongue.hello(&Detail::Whole.name(notice.owner, ""));
    let quantity = Some(notice.reservation.quantity);
    Sheet {
        subject,
        preview,
        heading: heading.to_owned(),
        lead: hello.into_iter().chain([lead]).collect(),
        cards: vec![Card::of(tongue, &gift.details, quantity, Detail::Whole)],
        button: Some(Link { label: button.to_owned(), href: notice.addresses.list(list.id) }),
        why: td_string!(locale, mail.why.owner).to_owned(),
        ..tongue.blank(notice.addresses)
    }
}
