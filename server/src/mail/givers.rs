//! Mails to a giver about what they promised (R5).

use domain::{Deadline, Gift, GiftDetails, Giver, List, Reservation, ReservationState};
use leptos_i18n::td_string;
use store::Held;

mod gifts;
mod later;
mod letting_go;
mod lists;
mod thank_you;

pub(super) use self::{
    gifts::{gift_as_before, gift_changed, gift_restored, gift_withdrawn},
    later::{all_reservations, reminder, reservation_lapsed},
    letting_go::reservation_let_go,
    lists::{
        list_closed, list_closed_lifting, list_deleted, list_restored, surprise_lifted,
        surprise_shortened,
    },
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

/// What one address promised on a list. The mail speaks to the giver of the first.
#[derive(Clone, Copy)]
pub(super) struct Promises<'a> {
    first: Promise<'a>,
    others: &'a [Promise<'a>],
    left_out: usize,
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

impl<'a> Promise<'a> {
    /// What was promised, and the site that it was promised on.
    pub fn of(held: &'a Held, addresses: &'a Addresses) -> Self {
        let Held { list, gift, reservation, giver, .. } = held;
        Self { list, gift, reservation, giver, addresses }
    }

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

    /// What there is to say, and the gift as it is now.
    fn about_gift(&self, words: Words<'_>) -> Sheet {
        self.sheet(words, vec![self.card(&self.gift.details)])
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

impl<'a> Promises<'a> {
    /// These, and how many more there are than go into a mail. Nothing for nothing.
    pub fn of(promises: &'a [Promise<'a>], left_out: usize) -> Option<Self> {
        let (first, others) = promises.split_first()?;
        Some(Self { first: *first, others, left_out })
    }

    fn are_one(&self) -> bool {
        self.others.is_empty()
    }

    /// Whether something of it is not bought yet.
    fn wait(&self) -> bool {
        self.every().any(|promise| promise.reservation.state == ReservationState::Reserved)
    }

    fn every(&self) -> impl Iterator<Item = &Promise<'a>> {
        std::iter::once(&self.first).chain(self.others)
    }

    /// The mail about one promise has one button; where there are several, each gift has its link.
    fn sheet(&self, words: Words<'_>) -> Sheet {
        let first = self.first;
        if self.are_one() {
            return first.about_gift(words);
        }
        let tongue = first.tongue();
        let Tongue(locale) = tongue;
        let linked = |promise: &Promise<'_>| {
            let card = promise.card(&promise.gift.details).leading_to(Link {
                label: words.button.to_owned(),
                href: promise.addresses.manage(promise.reservation.id),
            });
            match promise.reservation.state {
                ReservationState::Purchased { .. } => {
                    card.captioned(td_string!(locale, mail.card.bought))
                }
                _ => card,
            }
        };
        let cards = self.every().map(linked).collect();
        let sheet = first.sheet(words, cards);
        let more = later::more(tongue, self.left_out);
        Sheet {
            button: None,
            rest: more.into_iter().chain(sheet.rest).collect(),
            why: td_string!(locale, mail.why.giver_of_several).to_owned(),
            ..sheet
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
    promise.about_gift(words)
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
    promise.about_gift(words)
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
    promise.about_gift(words)
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
    promise.about_gift(words)
}
