//! Mails to a giver about what owners do to a gift that they promised (R4.6).

use domain::{Aspect, Exactness, GiftDetails};
use leptos_i18n::td_string;

use super::{Promise, Words};
use crate::mail::{
    sheet::{Card, Row, Sheet},
    tongue::Tongue,
};

/// What was promised is off the list: shown as it was when it was promised.
pub(in crate::mail) fn gift_withdrawn(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let snapshot = &promise.reservation.snapshot;
    let list = promise.list_title();
    let words = Words {
        subject: td_string!(
            locale,
            mail.gift_withdrawn.subject,
            gift = promise.gift_name(snapshot)
        ),
        preview: &td_string!(locale, mail.gift_withdrawn.preview, list = list.clone()),
        heading: td_string!(locale, mail.gift_withdrawn.heading),
        lead: vec![
            td_string!(locale, mail.gift_withdrawn.lead, list = list),
            td_string!(locale, mail.gift_withdrawn.then).to_owned(),
        ],
        button: td_string!(locale, mail.gift_withdrawn.button),
        rest: None,
    };
    promise.sheet(words, vec![promise.card(snapshot)])
}

/// What was promised reads differently: what of it, how it was, and how it is.
pub(in crate::mail) fn gift_changed(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let lead = td_string!(locale, mail.gift_changed.lead, list = promise.list_title());
    let words = Words {
        subject: td_string!(
            locale,
            mail.gift_changed.subject,
            gift = promise.gift_name(&promise.reservation.snapshot)
        ),
        preview: td_string!(locale, mail.gift_changed.preview),
        heading: td_string!(locale, mail.gift_changed.heading),
        lead: [lead].into_iter().chain(what_differs(promise)).collect(),
        button: td_string!(locale, mail.gift_changed.button),
        rest: Some(td_string!(locale, mail.gift_changed.rest)),
    };
    promise.sheet(words, before_and_after(promise))
}

/// It had changed, and is now as it was when it was promised.
pub(in crate::mail) fn gift_as_before(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let details = &promise.gift.details;
    let words = Words {
        subject: td_string!(locale, mail.gift_as_before.subject, gift = promise.gift_name(details)),
        preview: td_string!(locale, mail.gift_as_before.preview),
        heading: td_string!(locale, mail.gift_as_before.heading),
        lead: vec![td_string!(locale, mail.gift_as_before.lead, list = promise.list_title())],
        button: td_string!(locale, mail.gift_as_before.button),
        rest: None,
    };
    promise.sheet(words, vec![promise.card(details)])
}

/// It was off the list, and is on it again; shown as it was and as it is where that differs.
pub(in crate::mail) fn gift_restored(promise: Promise<'_>) -> Sheet {
    let Tongue(locale) = promise.tongue();
    let details = &promise.gift.details;
    let lead = td_string!(locale, mail.gift_restored.lead, list = promise.list_title());
    let differs = what_differs(promise);
    let cards = match differs {
        Some(_) => before_and_after(promise),
        None => vec![promise.card(details)],
    };
    let words = Words {
        subject: td_string!(locale, mail.gift_restored.subject, gift = promise.gift_name(details)),
        preview: td_string!(locale, mail.gift_restored.preview),
        heading: td_string!(locale, mail.gift_restored.heading),
        lead: [lead].into_iter().chain(differs).collect(),
        button: td_string!(locale, mail.gift_restored.button),
        rest: Some(td_string!(locale, mail.gift_restored.rest)),
    };
    promise.sheet(words, cards)
}

/// What of it differs from what was promised, in a sentence.
fn what_differs(promise: Promise<'_>) -> Option<String> {
    let Tongue(locale) = promise.tongue();
    let aspects = promise.gift.details.changes_since(&promise.reservation.snapshot);
    let names = aspects.into_iter().map(|aspect| match aspect {
        Aspect::Name => td_string!(locale, mail.aspects.name),
        Aspect::Shop => td_string!(locale, mail.aspects.shop),
        Aspect::Link => td_string!(locale, mail.aspects.link),
        Aspect::Price => td_string!(locale, mail.aspects.price),
        Aspect::Size => td_string!(locale, mail.aspects.size),
        Aspect::Colour => td_string!(locale, mail.aspects.colour),
        Aspect::Exactness => td_string!(locale, mail.aspects.exactness),
    });
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| td_string!(locale, mail.aspects.changed, what = names.join(", ")))
}

/// The gift as it was promised and as it is, each with its page in the shop.
fn before_and_after(promise: Promise<'_>) -> Vec<Card> {
    let (tongue, detail) = (promise.tongue(), promise.detail());
    let Tongue(locale) = tongue;
    let (before, after) = (&promise.reservation.snapshot, &promise.gift.details);
    let exactness_differs = before.exactness != after.exactness;
    let whole = |card: Card, details: &GiftDetails, caption: &str| {
        let mut card = card.with_link(tongue, details, detail).captioned(caption);
        card.rows.extend(exactness_differs.then(|| exactness(tongue, details)));
        card
    };
    vec![
        whole(promise.card(before), before, td_string!(locale, mail.card.before)),
        whole(Card::of(tongue, after, None, detail), after, td_string!(locale, mail.card.after)),
    ]
}

fn exactness(Tongue(locale): Tongue, details: &GiftDetails) -> Row {
    let value = match details.exactness {
        Exactness::Exact => td_string!(locale, mail.card.exact),
        Exactness::Similar => td_string!(locale, mail.card.similar),
    };
    Row { label: td_string!(locale, mail.card.exactness).to_owned(), value: value.to_owned() }
}
