//! A place for backups that is far away.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::backup::target::{self, Found, Reading, Target, TargetError};

/// A folder that is far away: whoever asks first is answered last.
pub(in crate::backup) struct FarAway {
    place: Arc<dyn Target>,
    asked: AtomicUsize,
    most: AtomicUsize,
}

impl FarAway {
    pub(in crate::backup) fn new(folder: &Path) -> Self {
        let place = target::folder(folder);
        Self { place, asked: AtomicUsize::new(0), most: AtomicUsize::new(0) }
    }

    /// How many asked at the same time, at most.
    pub(in crate::backup) fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    async fn wait(&self) {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(asked, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_micros(80_000 / asked as u64)).await;
        self.asked.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Target for FarAway {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), TargetError> {
        self.place.put(name, bytes).await
    }

    async fn put_file(&self, name: &str, file: &Path) -> Result<(), TargetError> {
        self.place.put_file(name, file).await
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, TargetError> {
        self.wait().await;
        self.place.get(name).await
    }

    async fn read(&self, name: &str) -> Result<Option<Reading>, TargetError> {
        self.wait().await;
        self.place.read(name).await
    }

    async fn list(&self, folder: &str) -> Result<Vec<Found>, TargetError> {
        self.place.list(folder).await
    }

    async fn delete(&self, name: &str) -> Result<(), TargetError> {
        self.place.delete(name).await
    }

    async fn sweep(&self, folder: &str, before: DateTime<Utc>) -> Result<(), TargetError> {
        self.place.sweep(folder, before).await
    }

    async fn check(&self) -> Result<(), TargetError> {
        self.place.check().await
    }
}
