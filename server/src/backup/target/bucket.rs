//! Backups in a bucket that speaks S3.

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{
    StreamExt as _, TryFutureExt as _, TryStreamExt as _,
    stream::{self, BoxStream},
};
use object_store::{
    GetOptions, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt as _, PutPayload,
    path::Path as Key, prefix::PrefixStore,
};
use tokio::{fs::File, io::AsyncReadExt as _};

use super::{Found, Reading, Target, TargetError, is_name};
use crate::{
    bucket::{Patience, if_there, open},
    settings::BackupSettings,
};

/// For one request: what is larger than [`PART`] takes several.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    request: Duration::from_secs(120),
    retry: Duration::from_secs(60),
    retries: 5,
};
/// How many bytes of something large are asked for or sent at once.
const PART: u64 = 10 << 20;
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

/// Sends a file part by part.
async fn send(
    upload: &mut dyn MultipartUpload,
    from: File,
    file: &Path,
) -> Result<(), TargetError> {
    let parts = stream::try_unfold((from, file.to_owned()), |(mut from, file)| async move {
        let mut part = Vec::new();
        if let Err(cause) = (&mut from).take(PART).read_to_end(&mut part).await {
            return Err(TargetError::Folder { place: file.display().to_string(), cause });
        }
        Ok((!part.is_empty()).then_some((part, (from, file))))
    });
    let sent = parts.map_ok(|part| upload.put_part(part.into()).map_err(TargetError::from));
    sent.try_buffer_unordered(PARTS).try_collect().await
}

/// Something large, part by part: each is asked for by itself and has its own time, so that whoever takes
/// long over the whole gets all of it. Something else that was put there meanwhile is an error.
fn in_parts(
    store: Arc<dyn ObjectStore>,
    key: Key,
    meta: ObjectMeta,
) -> BoxStream<'static, Result<Bytes, TargetError>> {
    let parts = stream::try_unfold(0, move |begins: u64| {
        let (store, key) = (store.clone(), key.clone());
        let range = begins..meta.size.min(begins + PART);
        let options = GetOptions::new().with_if_match(meta.e_tag.clone());
        let options = options.with_range(Some(range.clone()));
        async move {
            if range.is_empty() {
                return Ok(None);
            }
            let part = store.get_opts(&key, options).await?.bytes().await?;
            Ok::<_, TargetError>(Some((part, range.end)))
        }
    });
    parts.boxed()
}

#[async_trait]
impl Target for Bucket {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), TargetError> {
        self.store()?.put(&key(name)?, PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    async fn put_file(&self, name: &str, file: &Path) -> Result<(), TargetError> {
        let (store, key) = (self.store()?, key(name)?);
        let at = |cause| TargetError::Folder { place: file.display().to_string(), cause };
        let from = File::open(file).await.map_err(at)?;
        if from.metadata().await.map_err(at)?.len() <= PART {
            let bytes = tokio::fs::read(file).await.map_err(at)?;
            return self.put(name, bytes.into()).await;
        }
        let mut upload = store.put_multipart(&key).await?;
        let sent = match send(&mut *upload, from, file).await {
            Ok(()) => upload.complete().await.map(|_| ()).map_err(TargetError::from),
            Err(error) => Err(error),
        };
        if sent.is_err() {
            // What was sent of it would stay there, unseen and paid for.
            let _ = upload.abort().await;
        }
        sent
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, TargetError> {
        match if_there(self.store()?.get(&key(name)?).await)? {
            Some(found) => Ok(Some(found.bytes().await?)),
            None => Ok(None),
        }
    }

    async fn read(&self, name: &str) -> Result<Option<Reading>, TargetError> {
        let (store, key) = (self.store()?, key(name)?);
        let Some(found) = if_there(store.get(&key).await)? else { return Ok(None) };
        let bytes = found.meta.size;
        let stream = match bytes <= PART {
            true => found.into_stream().map_err(TargetError::from).boxed(),
            false => in_parts(store.clone(), key, found.meta),
        };
        Ok(Some(Reading { bytes, stream }))
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
        // However slow the line is, no request is for more than it has time for.
        assert_eq!(service.parts_read(), 2, "of a file of 12 million bytes");
    }

    fn large(byte: u8) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), vec![byte; 12_000_000]).unwrap();
        file
    }

    #[tokio::test]
    async fn of_a_file_that_can_not_be_sent_whole_nothing_stays_there() {
        let file = large(7);
        for part in [1, 2] {
            let service = Stub::start().await;
            service.refuse_part(part);
            let bucket = Bucket::new(&service.backups());
            let sent = bucket.put_file("backups/large.backup", file.path()).await;
            assert!(matches!(sent, Err(TargetError::Bucket(_))), "{sent:?}");
            assert_eq!((service.half_done(), service.names()), (0, vec![]), "part {part}");
        }
    }

    #[tokio::test]
    async fn what_is_replaced_while_it_is_read_is_not_taken_for_one_piece() {
        let bucket = Bucket { store: Ok(Arc::new(InMemory::new())) };
        bucket.put_file("backups/large.backup", large(7).path()).await.unwrap();
        let mut reading = bucket.read("backups/large.backup").await.unwrap().unwrap();
        let first = reading.stream.try_next().await.unwrap().unwrap();
        assert_eq!(first.len() as u64, PART);
        bucket.put_file("backups/large.backup", large(8).path()).await.unwrap();
        assert!(reading.stream.try_next().await.is_err());
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
