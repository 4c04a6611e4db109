//! Mails to a giver about what they promised (R5).

use domain::{Deadline, EventDate, Gift, GiftDetails, Giver, List, Reservation, ReservationState};
use leptos_i18n::td_string;

mod deletion;
mod gifts;
mod later;
mod letting_go;
mod thank_you;

pub(super) use self::{
    deletion::list_restored,
    gifts::{gift_as_before, gift_changed, gift_restored, gift_withdrawn},
    later::{all_reservations, reminder, reservation_lapsed},
    letting_go::reservation_let_go,
    thank_you::thank_you,
};

use super::{
    addresses::Addresses,
    sheet::{Card, Detail, Link, Row, Sheet},
    tongue::Tongue,
};

/// A promise and all that it is about.
#[derive(Clone, Copy)]
pub(super) struct Promise<'a> {
    pub list: &'a List,
    pub gift: &'a Gift,
    pub reservation: &'a Reservation,
    pub giver: &'a Giver,
    pub addresses: &'a Addresses,
}

/// What a mail to a giver says besides the gift.
struct Words<'a> {
    subject: String,
    preview: &'a str,
    heading: &'a str,
    lead: Vec<String>,
    button: &'a str,
    rest: Option<&'a str>,
}

impl Promise<'_> {
    fn tongue(&self) -> Tongue {
        Tongue::nearest(&self.giver.language)
    }

    /// Until the address is confirmed nothing but names goes to it (R5.9).
    fn detail(&self) -> Detail {
        match self.giver.verified_at {
            None => Detail::Names,
            Some(_) => Detail::Whole,
        }
    }

    fn gift_name(&self, details: &GiftDetails) -> String {
        let Tongue(locale) = self.tongue();
        self.detail().name(details.name.as_str(), td_string!(locale, mail.a_gift))
    }

    fn list_title(&self) -> String {
        let Tongue(locale) = self.tongue();
        self.detail().name(self.list.details.title.as_str(), td_string!(locale, mail.a_list))
    }

    fn card(&self, details: &GiftDetails) -> Card {
        let tongue = self.tongue();
        let Tongue(locale) = tongue;
        let quantity = Some(self.reservation.quantity);
        let mut card = Card::of(tongue, details, quantity, self.detail());
        let day = self.list.details.date.map(|date| tongue.day(date.day));
        let label = td_string!(locale, mail.card.day).to_owned();
        card.rows.extend(day.map(|value| Row { label, value }));
        card
    }

    fn sheet(&self, words: Words<'_>, cards: Vec<Card>) -> Sheet {
        let tongue = self.tongue();
        let Tongue(locale) = tongue;
        let name = self.giver.name.as_ref().map_or("", |name| name.as_str());
        let hello = tongue.hello(&self.detail().name(name, ""));
        Sheet {
            subject: words.subject,
            preview: words.preview.to_owned(),
            heading: words.heading.to_owned(),
            lead: hello.into_iter().chain(words.lead).collect(),
            cards,
            button: Some(Link {
                label: words.button.to_owned(),
                href: self.addresses.manage(self.reservation.id),
            }),
            rest: words.rest.map(str::to_owned).into_iter().collect(),
            why: td_string!(locale, mail.why.giver).to_owned(),
            ..tongue.blank(self.addresses)
        }
    }
}

/// A gift was reserved; the link in it lets the giver come back (R5.4).
pub(super) fn reservation_made(promise: Promise<'_>) -> Sheet {
    let tongue = promise.tongue();
    let Tongue(locale) = tongue;
    let gift = promise.gift_name(&promise.gift.details);
    // Where the list asks for it, the address is to be confirmed first.
    let waits = Deadline::of(promise.list, promise.reservation, promise.giver);
    let confirm = waits.map(|waits| {
        td_string!(locale, givers.mail.confirm.lead, moment = later::deadline(tongue, waits))
    });
    let (preview, button) = match confirm {
        Some(_) => (
            td_string!(locale, givers.mail.confirm.preview),
            td_string!(locale, givers.mail.confirm.button),
        ),
        None => (
            td_string!(locale, mail.reservation_made.preview),
            td_string!(locale, mail.reservation_made.button),
        ),
    };
    let lead = td_string!(locale, mail.reservation_made.lead, list = promise.list_title());
    let words = Words {
        subject: td_string!(locale, mail.reservation_made.subject, gift = gift),
        preview,
        heading: td_string!(locale, mail.reservation_made.heading),
        button,
        lead: [lead].into_iter().chain(confirm).collect(),
        rest: Some(td_string!(locale, mail.reservation_made.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}

/// Another quantity, or a purchase taken back.
pub(super) fn reservation_changed(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let gift = promise.gift_name(&promise.gift.details);
    let words = Words {
        subject: td_string!(locale, mail.reservation_changed.subject, gift = gift),
        preview: td_string!(locale, mail.reservation_changed.preview),
        heading: td_string!(locale, mail.reservation_changed.heading),
        lead: vec![td_string!(locale, mail.reservation_changed.lead, list = promise.list_title())],
        button: td_string!(locale, mail.reservation_changed.button),
        rest: Some(td_string!(locale, mail.reservation_changed.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}

/// The giver no longer gives it.
pub(super) fn reservation_cancelled(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let gift = promise.gift_name(&promise.gift.details);
    let words = Words {
        subject: td_string!(locale, mail.reservation_cancelled.subject, gift = gift),
        preview: td_string!(locale, mail.reservation_cancelled.preview),
        heading: td_string!(locale, mail.reservation_cancelled.heading),
        lead: vec![td_string!(
            locale,
            mail.reservation_cancelled.lead,
            list = promise.list_title()
        )],
        button: td_string!(locale, mail.reservation_cancelled.button),
        rest: Some(td_string!(locale, mail.reservation_cancelled.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}

/// The giver bought it.
pub(super) fn reservation_purchased(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let gift = promise.gift_name(&promise.gift.details);
    let words = Words {
        subject: td_string!(locale, mail.reservation_purchased.subject, gift = gift),
        preview: td_string!(locale, mail.reservation_purchased.preview),
        heading: td_string!(locale, mail.reservation_purchased.heading),
        lead: vec![td_string!(
            locale,
            mail.reservation_purchased.lead,
            list = promise.list_title()
        )],
        button: td_string!(locale, mail.reservation_purchased.button),
        rest: Some(td_string!(locale, mail.reservation_purchased.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}

/// The list takes no more reservations (R3.5).
pub(super) fn list_closed(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let list = promise.list_title();
    let words = Words {
        subject: td_string!(locale, mail.list_closed.subject, list = list.clone()),
        preview: td_string!(locale, mail.list_closed.preview),
        heading: td_string!(locale, mail.list_closed.heading),
        lead: vec![td_string!(locale, mail.list_closed.lead, list = list)],
        button: td_string!(locale, mail.list_closed.button),
        rest: (promise.reservation.state == ReservationState::Reserved)
            .then(|| td_string!(locale, mail.list_closed.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}

/// The list is gone, and with it the reason for the promise (R3.10).
pub(super) fn list_deleted(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let list = promise.list_title();
    let rest = match promise.reservation.state {
        ReservationState::Reserved => td_string!(locale, mail.list_deleted.rest),
        _ => td_string!(locale, mail.list_deleted.rest_bought),
    };
    let words = Words {
        subject: td_string!(locale, mail.list_deleted.subject, list = list.clone()),
        preview: td_string!(locale, mail.list_deleted.preview),
        heading: td_string!(locale, mail.list_deleted.heading),
        lead: vec![td_string!(locale, mail.list_deleted.lead, list = list)],
        button: td_string!(locale, mail.list_deleted.button),
        rest: Some(rest),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}

/// Owners see from now on who gives what (R3.6).
pub(super) fn surprise_lifted(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let list = promise.list_title();
    let words = Words {
        subject: td_string!(locale, mail.surprise_lifted.subject, list = list.clone()),
        preview: td_string!(locale, mail.surprise_lifted.preview),
        heading: td_string!(locale, mail.surprise_lifted.heading),
        lead: vec![td_string!(locale, mail.surprise_lifted.lead, list = list)],
        button: td_string!(locale, mail.surprise_lifted.button),
        rest: Some(td_string!(locale, mail.surprise_lifted.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}

/// Owners see it earlier than was said, with another day (R3.6).
pub(super) fn surprise_shortened(promise: Promise<'_>, date: EventDate) -> Sheet {
    let tongue = promise.tongue();
    let Tongue(locale) = tongue;
    let (list, day) = (promise.list_title(), tongue.day(date.day));
    let words = Words {
        subject: td_string!(locale, mail.surprise_shortened.subject, list = list.clone()),
        preview: td_string!(locale, mail.surprise_shortened.preview),
        heading: td_string!(locale, mail.surprise_shortened.heading),
        lead: vec![td_string!(locale, mail.surprise_shortened.lead, list = list, day = day)],
        button: td_string!(locale, mail.surprise_lifted.button),
        rest: Some(td_string!(locale, mail.surprise_lifted.rest)),
    };
    promise.sheet(words, vec![promise.card(&promise.gift.details)])
}
