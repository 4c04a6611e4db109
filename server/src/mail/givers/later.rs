//! Mails to a giver that come by themselves, or for the asking: the reminder, that a gift was let go,
//! and the links of all that an address promised (R5.4, R5.7, R5.8).

use domain::{Deadline, EventDate, ReservationState};
use leptos_i18n::td_string;

use super::{Promise, Promises, Words};
use crate::{
    mail::{
        sheet::{Link, Sheet},
        tongue::Tongue,
    },
    stop::Stop,
};

/// By when an address must be confirmed, as clocks show it where the list is.
pub(super) fn deadline(tongue: Tongue, deadline: Deadline) -> String {
    let Tongue(locale) = tongue;
    let shown = deadline.zone.clock_at(deadline.at);
    td_string!(
        locale,
        givers.moment,
        day = tongue.day(shown.date()),
        time = shown.format("%H:%M").to_string(),
        zone = deadline.zone.name()
    )
}

/// How many more there are than go into a mail, where there are.
pub(super) fn more(Tongue(locale): Tongue, left_out: usize) -> Option<String> {
    match left_out {
        0 => None,
        1 => Some(td_string!(locale, givers.mail.more.one).to_owned()),
        many => Some(td_string!(locale, givers.mail.more.many, quantity = many)),
    }
}

/// The day is near, and these gifts are not bought yet (R5.8).
pub(in crate::mail) fn reminder(promises: Promises<'_>, date: EventDate) -> Sheet {
    let first = promises.first;
    let tongue = first.tongue();
    let Tongue(locale) = tongue;
    let (day, list) = (tongue.day(date.day), first.list_title());
    let preview = td_string!(locale, givers.mail.reminder.preview, day = day.clone());
    let (subject, lead, rest) = if promises.are_one() {
        let gift = first.gift_name(&first.gift.details);
        (
            td_string!(locale, givers.mail.reminder.subject, gift = gift),
            td_string!(locale, givers.mail.reminder.lead, day = day, list = list),
            td_string!(locale, givers.mail.reminder.rest),
        )
    } else {
        (
            td_string!(locale, givers.mail.reminder.several.subject, list = list.clone()),
            td_string!(locale, givers.mail.reminder.several.lead, day = day, list = list),
            td_string!(locale, givers.mail.reminder.several.rest),
        )
    };
    let words = Words {
        subject,
        preview: &preview,
        heading: td_string!(locale, givers.mail.reminder.heading),
        lead: vec![lead],
        button: td_string!(locale, givers.mail.reminder.button),
        rest: Some(rest),
    };
    Sheet {
        stop: Some(Link {
            label: td_string!(locale, givers.mail.reminder.stop).to_owned(),
            href: first.addresses.stop(Stop::Reminder(first.reservation.id)),
        }),
        ..promises.sheet(words)
    }
}

/// Nobody confirmed the address in time, so the gift is free again (R5.4).
pub(in crate::mail) fn reservation_lapsed(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let details = &promise.reservation.snapshot;
    let words = Words {
        subject: td_string!(locale, givers.mail.lapsed.subject, gift = promise.gift_name(details)),
        preview: td_string!(locale, givers.mail.lapsed.preview),
        heading: td_string!(locale, givers.mail.lapsed.heading),
        lead: vec![td_string!(locale, givers.mail.lapsed.lead, list = promise.list_title())],
        button: td_string!(locale, givers.mail.lapsed.button),
        rest: Some(td_string!(locale, givers.mail.lapsed.rest)),
    };
    promise.sheet(words, vec![promise.card(details)])
}

/// The links of everything that an address promised, the newest first, and how many more there are.
/// Nothing for nothing.
pub(in crate::mail) fn all_reservations(
    promises: &[Promise<'_>],
    left_out: usize,
) -> Option<Sheet> {
    let first = promises.first()?;
    let tongue = first.tongue();
    let Tongue(locale) = tongue;
    let link = |promise: &Promise<'_>| {
        let (gift, list) = (promise.gift_name(&promise.gift.details), promise.list_title());
        let label = match promise.reservation.state {
            ReservationState::Purchased { .. } => {
                td_string!(locale, givers.mail.all.bought, gift = gift, list = list)
            }
            _ => td_string!(locale, givers.mail.all.reserved, gift = gift, list = list),
        };
        Link { label, href: promise.addresses.manage(promise.reservation.id) }
    };
    let rest = td_string!(locale, givers.mail.all.rest).to_owned();
    Some(Sheet {
        subject: td_string!(locale, givers.mail.all.subject).to_owned(),
        preview: td_string!(locale, givers.mail.all.preview).to_owned(),
        heading: td_string!(locale, givers.mail.all.heading).to_owned(),
        lead: vec![td_string!(locale, givers.mail.all.lead).to_owned()],
        links: promises.iter().map(link).collect(),
        rest: more(tongue, left_out).into_iter().chain([rest]).collect(),
        why: td_string!(locale, givers.mail.all.why).to_owned(),
        ..tongue.blank(first.addresses)
    })
}
