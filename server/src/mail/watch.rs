//! Mails to those who look after the site: that something is wrong with it, that it is right again,
//! and that products wait for them (R6.2).

use chrono::{DateTime, Utc};
use domain::{Alarm, AlarmState, QueueNews};
use leptos_i18n::td_string;

use super::{
    addresses::Addresses,
    sheet::{Link, Sheet},
    tongue::Tongue,
};
use crate::watch::{Queue, said};

/// To whom, and in which language.
#[derive(Clone, Copy)]
pub(super) struct Keeper<'a> {
    pub tongue: Tongue,
    pub addresses: &'a Addresses,
}

impl Keeper<'_> {
    fn link(self, label: &str, path: &str) -> Option<Link> {
        Some(Link { label: label.to_owned(), href: self.addresses.page(path) })
    }

    fn moment(self, at: Option<DateTime<Utc>>) -> String {
        at.map(|at| self.tongue.moment(at)).unwrap_or_default()
    }
}

/// Something is wrong, or right again, as its state says.
pub(super) fn alarm(keeper: Keeper<'_>, alarm: Alarm, state: &AlarmState) -> Sheet {
    let Tongue(locale) = keeper.tongue;
    let words = said(locale, alarm, state.raised, state.how_bad);
    let from = keeper.moment(state.bad_from);
    let (lead, rest) = match state.raised {
        true => {
            let since = td_string!(locale, watch.told.since, moment = from);
            let once = td_string!(locale, watch.told.once).to_owned();
            (vec![words.figure.clone(), since, words.advice.to_owned()], vec![once])
        }
        false => {
            let until = keeper.moment(state.bad_at);
            (vec![td_string!(locale, watch.told.lasted, from = from, until = until)], vec![])
        }
    };
    Sheet {
        subject: words.heading.to_owned(),
        preview: if state.raised { words.figure } else { lead.concat() },
        heading: words.heading.to_owned(),
        lead,
        button: keeper.link(td_string!(locale, watch.told.button), "/admin"),
        rest,
        why: td_string!(locale, watch.told.why).to_owned(),
        ..keeper.tongue.blank(keeper.addresses)
    }
}

/// The same as a test, of which the first line says so.
pub(super) fn test_alarm(keeper: Keeper<'_>, alarm_of: Alarm, state: &AlarmState) -> Sheet {
    as_test(keeper, alarm(keeper, alarm_of, state))
}

/// That products wait, as a test.
pub(super) fn test_queue(keeper: Keeper<'_>, waiting: &Queue) -> Sheet {
    as_test(keeper, queue(keeper, QueueNews::Begins, waiting))
}

fn as_test(keeper: Keeper<'_>, mut sheet: Sheet) -> Sheet {
    let Tongue(locale) = keeper.tongue;
    sheet.subject = td_string!(locale, watch.told.test_subject, subject = sheet.subject);
    sheet.lead.insert(0, td_string!(locale, watch.told.test_lead).to_owned());
    sheet
}

/// Products wait for an admin.
pub(super) fn queue(keeper: Keeper<'_>, news: QueueNews, queue: &Queue) -> Sheet {
    let Tongue(locale) = keeper.tongue;
    let heading = match news {
        QueueNews::Begins => td_string!(locale, watch.queue.begins),
        QueueNews::Digest => td_string!(locale, watch.queue.digest),
    };
    let oldest = queue
        .oldest
        .map(|at| td_string!(locale, watch.queue.oldest, day = keeper.tongue.day(at.date_naive())));
    let waiting = td_string!(locale, watch.queue.waiting, figure = queue.waiting);
    Sheet {
        subject: heading.to_owned(),
        preview: td_string!(locale, watch.queue.preview).to_owned(),
        heading: heading.to_owned(),
        lead: [waiting].into_iter().chain(oldest).collect(),
        button: keeper.link(td_string!(locale, watch.queue.button), "/admin/queue"),
        rest: vec![td_string!(locale, watch.queue.daily).to_owned()],
        why: td_string!(locale, watch.told.why).to_owned(),
        ..keeper.tongue.blank(keeper.addresses)
    }
}
