//! A moment, as clocks show it where a list is.

use domain::Deadline;

use crate::{
    components::{language, words},
    i18n::td_string,
};

/// By when something must be done: day, time, and where that is.
pub(super) fn by_when(deadline: Deadline) -> String {
    let locale = language();
    let shown = deadline.zone.clock_at(deadline.at);
    td_string!(
        locale,
        givers.moment,
        day = words::day(locale, shown.date()),
        time = shown.format("%H:%M").to_string(),
        zone = deadline.zone.name()
    )
}
