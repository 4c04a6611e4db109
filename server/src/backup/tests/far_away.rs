//! A place for backups that is far away.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use async_trait::async_trait;

use crate::backup::target::{
    self,
    disturbed::{Disturbance, Disturbed},
};

/// A folder that is far away: whoever asks first is answered last.
pub(in crate::backup) type FarAway = Disturbed<Distance>;

/// How many are waiting for an answer.
#[derive(Default)]
pub(in crate::backup) struct Distance {
    asked: AtomicUsize,
    most: AtomicUsize,
}

impl FarAway {
    pub(in crate::backup) fn new(folder: &Path) -> Self {
        Self { place: target::folder(folder), by: Distance::default() }
    }

    /// How many asked at the same time, at most.
    pub(in crate::backup) fn most(&self) -> usize {
        self.by.most.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Disturbance for Distance {
    async fn before_read(&self, _name: &str) {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(asked, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_micros(80_000 / asked as u64)).await;
        self.asked.fetch_sub(1, Ordering::SeqCst);
    }
}
