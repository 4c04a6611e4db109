//! A place at which something happens as it is used, for tests.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::{Found, Reading, Target, TargetError};

/// What happens as a place is used: nothing, where that is not said.
#[async_trait]
pub trait Disturbance: Send + Sync {
    /// Before something small is put there.
    async fn before_put(&self, _name: &str) {}

    /// Before something is read, be it small or of any size.
    async fn before_read(&self, _name: &str) {}
}

/// A place, and what happens as it is used.
pub struct Disturbed<D> {
    /// The place.
    pub place: Arc<dyn Target>,
    /// What happens.
    pub by: D,
}

#[async_trait]
impl<D: Disturbance> Target for Disturbed<D> {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), TargetError> {
        self.by.before_put(name).await;
        self.place.put(name, bytes).await
    }

    async fn put_file(&self, name: &str, file: &Path) -> Result<(), TargetError> {
        self.place.put_file(name, file).await
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, TargetError> {
        self.by.before_read(name).await;
        self.place.get(name).await
    }

    async fn read(&self, name: &str) -> Result<Option<Reading>, TargetError> {
        self.by.before_read(name).await;
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
