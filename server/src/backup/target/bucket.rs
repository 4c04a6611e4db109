//! Backups in a bucket that speaks S3.

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::{
    Error, ObjectStore, ObjectStoreExt as _, PutPayload, buffered::BufWriter, path::Path as Key,
    prefix::PrefixStore,
};
use tokio::io::AsyncWriteExt as _;

use super::{Found, Reading, Target, TargetError, is_name};
use crate::{
    bucket::{Patience, if_there, open},
    settings::BackupSettings,
};

/// A part of a large file has ten megabytes.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    request: Duration::from_secs(120),
    retry: Duration::from_secs(60),
    retries: 5,
};
/// How many parts of a file are under way at once: they are held in memory.
const PARTS: usize = 2;

/// A bucket.
pub(super) struct Bucket {
    /// Or why it can not be asked, which is said whenever it is.
    store: Result<Arc<dyn ObjectStore>, String>,
}

impl Bucket {
    /// Uses the bucket of the settings. Nothing is asked yet.
    pub(super) fn new(settings: &BackupSettings) -> Self {
        let prefix = settings.prefix.as_str();
        let store = open(&settings.address(), &PATIENCE);
        Self { store: store.map(|store| Arc::new(PrefixStore::new(store, prefix)) as _) }
    }

    fn store(&self) -> Result<&Arc<dyn ObjectStore>, TargetError> {
        self.store.as_ref().map_err(|said| TargetError::Settings(said.clone()))
    }
}

fn key(name: &str) -> Result<Key, TargetError> {
    match is_name(name) {
        true => Ok(Key::from(name)),
        false => Err(TargetError::Name(name.to_owned())),
    }
}

#[async_trait]
impl Target for Bucket {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), TargetError> {
        self.store()?.put(&key(name)?, PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    async fn put_file(&self, name: &str, file: &Path) -> Result<(), TargetError> {
        let at = |cause| TargetError::Folder { place: file.display().to_string(), cause };
        let mut from = tokio::fs::File::open(file).await.map_err(at)?;
        let writer = BufWriter::new(self.store()?.clone(), key(name)?);
        let mut writer = writer.with_max_concurrency(PARTS);
        let unsent = |error: std::io::Error| {
            TargetError::Bucket(Error::Generic { store: "S3", source: Box::new(error) })
        };
        if let Err(error) = tokio::io::copy(&mut from, &mut writer).await {
            // What was sent of it would stay there, unseen and paid for.
            let _ = writer.abort().await;
            return Err(unsent(error));
        }
        writer.shutdown().await.map_err(unsent)
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, TargetError> {
        match if_there(self.store()?.get(&key(name)?).await)? {
            Some(found) => Ok(Some(found.bytes().await?)),
            None => Ok(None),
        }
    }

    async fn read(&self, name: &str) -> Result<Option<Reading>, TargetError> {
        let found = if_there(self.store()?.get(&key(name)?).await)?;
        Ok(found.map(|found| Reading {
            bytes: found.meta.size,
            stream: found.into_stream().map_err(TargetError::from).boxed(),
        }))
    }

    async fn list(&self, folder: &str) -> Result<Vec<Found>, TargetError> {
        let all: Vec<_> = self.store()?.list(Some(&key(folder)?)).try_collect().await?;
        let found = all.into_iter().map(|found| Found {
            name: found.location.into(),
            bytes: found.size,
            put_at: found.last_modified,
        });
        Ok(found.filter(|found| is_name(&found.name)).collect())
    }

    async fn delete(&self, name: &str) -> Result<(), TargetError> {
        if_there(self.store()?.delete(&key(name)?).await)?;
        Ok(())
    }

    /// What is not whole is not shown by a bucket: its own rules take that away.
    async fn sweep(&self, folder: &str, _before: DateTime<Utc>) -> Result<(), TargetError> {
        key(folder).map(|_| ())
    }

    async fn check(&self) -> Result<(), TargetError> {
        self.put("check", Bytes::from_static(b"check")).await?;
        self.delete("check").await
    }
}

#[cfg(test)]
mod tests {
    use object_store::memory::InMemory;

    use super::*;
    use crate::{backup::target::story::tell, bucket::stub::Stub, settings::Secret};

    #[tokio::test]
    async fn a_bucket_is_a_place_for_backups_below_its_prefix() {
        let memory = Arc::new(InMemory::new());
        let store = PrefixStore::new(memory.clone() as Arc<dyn ObjectStore>, "site/one");
        let bucket = Bucket { store: Ok(Arc::new(store)) };
        tell(&bucket).await;
        bucket.put("log/x", Bytes::from_static(b"x")).await.unwrap();
        let names: Vec<_> = memory.list(None).try_collect().await.unwrap();
        assert_eq!(names[0].location.as_ref(), "site/one/log/x");
    }

    #[tokio::test]
    async fn a_service_that_speaks_s3_is_a_place_for_backups() {
        let service = Stub::start().await;
        service.be_busy(1);
        tell(&Bucket::new(&service.backups())).await;
        assert_eq!((service.put_off(), service.turned_away(), service.half_done()), (1, 0, 0));
        assert_eq!(service.names(), ["backups/ewelists/test/log/x/1"]);
    }

    #[tokio::test]
    async fn a_service_is_asked_in_our_name_and_without_tls_only_where_that_is_allowed() {
        let service = Stub::start().await;
        for settings in [
            BackupSettings { secret_access_key: Secret::new("canary"), ..service.backups() },
            BackupSettings { access_key_id: "SOMEBODY".to_owned(), ..service.backups() },
            BackupSettings { region: "us-east-1".to_owned(), ..service.backups() },
        ] {
            let said = Bucket::new(&settings).check().await.unwrap_err().to_string();
            assert!(said.contains("403") && !said.contains("canary"), "{said}");
        }
        assert_eq!(service.turned_away(), 3);
        let settings = BackupSettings { allow_http: false, ..service.backups() };
        assert!(settings.wrong().concat().contains("backup.allow_http"));
        assert!(Bucket::new(&settings).check().await.is_err());
        assert_eq!((service.turned_away(), service.names().len()), (3, 0));
    }

    #[tokio::test]
    async fn a_bucket_that_can_not_be_set_up_says_so_when_it_is_used() {
        let settings = BackupSettings {
            bucket: "backups".to_owned(),
            endpoint: "not an address".to_owned(),
            access_key_id: "us".to_owned(),
            ..BackupSettings::default()
        };
        let said = Bucket::new(&settings).check().await.unwrap_err().to_string();
        assert!(said.contains("bucket"), "{said}");
    }
}
