//! What came of looking up links: counted in memory, and written down each minute.

use std::{
    collections::BTreeMap,
    mem,
    sync::{Mutex, PoisonError},
};

use app::backend::Outcome;
use chrono::NaiveDate;
use domain::kpis::{Figure, Numbers};

use crate::site::Site;

/// What was counted since it was last written down, by day in UTC.
#[derive(Debug, Default)]
pub struct Lookups(Mutex<BTreeMap<NaiveDate, Numbers>>);

impl Lookups {
    /// Counts.
    pub fn add(&self, day: NaiveDate, more: &Numbers) {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        days.entry(day).or_default().add_all(more);
    }

    /// Hands over all that was counted, and begins anew.
    pub fn take(&self) -> BTreeMap<NaiveDate, Numbers> {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut *days)
    }
}

impl Site {
    /// Counts what a link turned out to be. What was no link was not looked up.
    pub fn count_lookup(&self, outcome: Outcome) {
        let figure = match outcome {
            Outcome::Found => Figure::LookedUpFound,
            Outcome::Partly => Figure::LookedUpPartly,
            Outcome::ShopRefuses(_) => Figure::LookedUpRefused,
            Outcome::Nothing => Figure::LookedUpNothing,
            Outcome::InCatalogue => Figure::LookedUpCatalogue,
            Outcome::NoLink => return,
        };
        let mut one = Numbers::default();
        one.add(figure, 1);
        self.lookups.add(self.clock.now().date_naive(), &one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R8.6
    #[test]
    fn what_is_handed_over_is_counted_once() {
        let lookups = Lookups::default();
        let (one, other): (NaiveDate, NaiveDate) =
            ("2026-11-27".parse().unwrap(), "2026-11-28".parse().unwrap());
        let mut numbers = Numbers::default();
        numbers.add(Figure::LookedUpFound, 1);
        lookups.add(one, &numbers);
        lookups.add(one, &numbers);
        lookups.add(other, &numbers);
        let taken = lookups.take();
        assert_eq!(taken[&one].of(Figure::LookedUpFound), 2);
        assert_eq!(taken[&other].of(Figure::LookedUpFound), 1);
        assert!(lookups.take().is_empty());
        // What could not be written down is counted again.
        taken.iter().for_each(|(day, numbers)| lookups.add(*day, numbers));
        assert_eq!(lookups.take(), taken);
    }
}
