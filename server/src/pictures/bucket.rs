//! Pictures in a bucket that speaks S3, which several machines can share.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::PictureId;
use futures::TryStreamExt as _;
use object_store::{
    Attribute, Attributes, ObjectStore, ObjectStoreExt as _, PutOptions, PutPayload, path::Path,
};

use super::shelf::{Kept, Shelf, ShelfError};
use crate::{
    bucket::{Patience, if_there, open},
    settings::PicturesSettings,
};

/// Somebody waits for a picture.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(3),
    request: Duration::from_secs(5),
    retry: Duration::from_secs(8),
    retries: 3,
};

/// What is put there and taken away to see whether that works.
const PROBE: &str = "check";

/// A bucket.
pub struct Bucket {
    /// Or why it can not be asked, which is said whenever it is.
    store: Result<Arc<dyn ObjectStore>, String>,
}

impl Bucket {
    /// Uses the bucket of the settings. Nothing is asked yet.
    pub fn new(settings: &PicturesSettings) -> Self {
        Self { store: open(&settings.address(), &PATIENCE).map(|store| Arc::new(store) as _) }
    }

    fn store(&self) -> Result<&dyn ObjectStore, ShelfError> {
        match &self.store {
            Ok(store) => Ok(store.as_ref()),
            Err(said) => Err(ShelfError::Settings(said.clone())),
        }
    }
}

/// What a file is called there.
fn key(name: &str) -> Result<Path, ShelfError> {
    match PictureId::parse_file_name(name) {
        Some(_) => Ok(Path::from(name)),
        None => Err(ShelfError::Name(name.to_owned())),
    }
}

#[async_trait]
impl Shelf for Bucket {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), ShelfError> {
        let attributes = Attributes::from_iter([(Attribute::ContentType, "image/webp")]);
        let options = PutOptions { attributes, ..PutOptions::default() };
        self.store()?.put_opts(&key(name)?, PutPayload::from_bytes(bytes), options).await?;
        Ok(())
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, ShelfError> {
        let found = if_there(self.store()?.get(&key(name)?).await)?;
        match found {
            Some(found) => Ok(Some(found.bytes().await?)),
            None => Ok(None),
        }
    }

    async fn put_at(&self, name: &str) -> Result<Option<DateTime<Utc>>, ShelfError> {
        let found = if_there(self.store()?.head(&key(name)?).await)?;
        Ok(found.map(|found| found.last_modified))
    }

    async fn list(&self) -> Result<Vec<Kept>, ShelfError> {
        let all: Vec<_> = self.store()?.list(None).try_collect().await?;
        let ours = all.into_iter().filter(|found| key(found.location.as_ref()).is_ok());
        Ok(ours
            .map(|found| Kept { name: found.location.into(), put_at: found.last_modified })
            .collect())
    }

    async fn delete(&self, name: &str) -> Result<(), ShelfError> {
        if_there(self.store()?.delete(&key(name)?).await)?;
        Ok(())
    }

    async fn check(&self) -> Result<(), ShelfError> {
        let probe = Path::from(PROBE);
        self.store()?.put(&probe, PutPayload::from_static(PROBE.as_bytes())).await?;
        Ok(self.store()?.delete(&probe).await?)
    }
}

#[cfg(test)]
mod tests {
    use object_store::memory::InMemory;

    use super::*;
    use crate::{
        bucket::stub::Stub,
        pictures::shelf::story::{name, tell},
        settings::Secret,
    };

    fn in_memory() -> (Arc<InMemory>, Bucket) {
        let memory = Arc::new(InMemory::new());
        (memory.clone(), Bucket { store: Ok(memory) })
    }

    #[tokio::test]
    async fn a_bucket_is_a_shelf() {
        tell(&in_memory().1).await;
    }

    #[tokio::test]
    async fn a_service_that_speaks_s3_is_a_shelf() {
        let service = Stub::start().await;
        service.be_busy(1);
        tell(&Bucket::new(&service.pictures())).await;
        assert_eq!((service.put_off(), service.turned_away()), (1, 0));
        assert_eq!(service.names(), [format!("pictures/{}", name(2))]);
        let without_tls = PicturesSettings { allow_http: false, ..service.pictures() };
        assert!(without_tls.wrong().concat().contains("pictures.allow_http"));
        assert!(Bucket::new(&without_tls).check().await.is_err());
    }

    #[tokio::test]
    async fn what_else_is_in_the_bucket_is_left_alone() {
        let (memory, bucket) = in_memory();
        for other in ["notes.txt", "a/b", &format!("folder/{}", name(1))] {
            memory.put(&Path::from(other), PutPayload::from_static(b"x")).await.unwrap();
        }
        assert_eq!(bucket.list().await.unwrap(), []);
    }

    #[tokio::test]
    async fn settings_that_do_not_fit_together_are_told_when_it_is_used() {
        let settings = PicturesSettings {
            bucket: "pictures".to_owned(),
            endpoint: "http://127.0.0.1:1".to_owned(),
            allow_http: true,
            access_key_id: "us".to_owned(),
            secret_access_key: Secret::new("canary"),
            ..PicturesSettings::default()
        };
        let unreachable = Bucket::new(&settings);
        let said = unreachable.check().await.unwrap_err();
        assert!(matches!(said, ShelfError::Bucket(_)), "{said}");
        assert!(!said.to_string().contains("canary"), "{said}");
        let nowhere = PicturesSettings { bucket: String::new(), ..settings.clone() };
        let no_address = PicturesSettings { endpoint: "no address".to_owned(), ..settings };
        for wrong in [nowhere, no_address] {
            assert!(Bucket::new(&wrong).check().await.is_err());
        }
    }
}
