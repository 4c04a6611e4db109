//! How often people went on to shops that pay (R6.5): counted in memory, and written down each minute.

use std::{
    collections::BTreeMap,
    mem,
    sync::{Mutex, PoisonError},
};

use chrono::NaiveDate;

/// What was counted since it was last written down, by day in UTC and shop. There are no more shops
/// than the settings name.
#[derive(Debug, Default)]
pub struct Clicks(Mutex<BTreeMap<(NaiveDate, String), u32>>);

impl Clicks {
    /// Counts.
    pub fn add(&self, day: NaiveDate, shop: &str, more: u32) {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let clicks = days.entry((day, shop.to_owned())).or_default();
        *clicks = clicks.saturating_add(more);
    }

    /// Hands over all that was counted, and begins anew.
    pub fn take(&self) -> BTreeMap<(NaiveDate, String), u32> {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut *days)
    }
}
