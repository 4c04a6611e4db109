//! What holds for pictures that are kept.

use std::{
    io::Cursor,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use image::{DynamicImage, ImageFormat, RgbImage};

use super::*;
use crate::bucket::stub::Stub;

fn png(shade: u8) -> Bytes {
    let mut file = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(400, 300, |x, _| {
        image::Rgb([shade, u8::try_from(x / 2).unwrap_or(255), 9])
    });
    DynamicImage::from(picture).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner().into()
}

fn in_folder() -> (tempfile::TempDir, Pictures) {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("pictures");
    let settings = PicturesSettings { directory, ..PicturesSettings::default() };
    (folder, Pictures::new(&settings))
}

/// The moment it is, by the clock that folders have. Tests of the shelf need the real one.
#[expect(clippy::disallowed_methods, reason = "the files of the test are written now")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// What nothing shows can be put back by nobody.
fn at_once() -> Unshown {
    Unshown::new(TimeDelta::zero())
}

/// Adds a picture twice, and finds it once in each width.
async fn add_twice(pictures: &Pictures) {
    let id = pictures.add(png(1)).await.unwrap();
    assert_eq!(pictures.add(png(1)).await.unwrap(), id);
    assert!(pictures.has(&id).await.unwrap());
    for width in PictureWidth::ALL {
        let file = pictures.get(&id, width).await.unwrap().unwrap();
        let picture = image::load_from_memory_with_format(&file, ImageFormat::WebP).unwrap();
        assert_eq!(picture.width(), width.pixels().min(400));
    }
}

// R3.2, R6.4
#[tokio::test]
async fn a_picture_is_kept_once_in_three_widths() {
    let (folder, pictures) = in_folder();
    assert!(!folder.path().join("pictures").exists(), "it is made when it is needed");
    add_twice(&pictures).await;
    assert_eq!(pictures.shelf.list().await.unwrap().len(), 3);
    pictures.check().await.unwrap();
}

// R6.4
#[tokio::test]
async fn a_picture_is_kept_in_a_bucket_and_read_from_there() {
    let service = Stub::start().await;
    let pictures = Pictures::new(&service.pictures());
    add_twice(&pictures).await;
    assert_eq!(service.names().len(), PictureWidth::ALL.len());
    let (used, at) = (HashSet::new(), now() + TimeDelta::seconds(2));
    let gone = pictures.sweep(&used, &mut at_once(), TimeDelta::zero(), at).await;
    assert_eq!(gone.unwrap(), PictureWidth::ALL.len());
    assert_eq!((service.names().len(), service.turned_away()), (0, 0));
}

#[tokio::test]
async fn what_is_no_picture_leaves_nothing_behind() {
    let (_folder, pictures) = in_folder();
    for (file, why) in [
        (Bytes::from_static(b"<svg/>"), Unusable::NotAPicture),
        (png(1).slice(..200), Unusable::NotAPicture),
    ] {
        let refused = pictures.add(file).await.unwrap_err();
        assert!(matches!(refused, PictureError::Unusable(said) if said == why), "{refused}");
    }
    assert_eq!(pictures.shelf.list().await.unwrap(), []);
    let unknown = PictureId::new([7; 32]);
    assert!(!pictures.has(&unknown).await.unwrap());
    assert_eq!(pictures.get(&unknown, PictureWidth::Small).await.unwrap(), None);
}

#[tokio::test]
async fn a_crowd_is_told_to_come_back() {
    let (_folder, pictures) = in_folder();
    let all = futures::future::join_all((0..20).map(|_| pictures.add(png(1)))).await;
    let turned_away = all.iter().filter(|kept| matches!(kept, Err(PictureError::Busy))).count();
    assert_eq!(turned_away, 20 - AT_ONCE - WAITING);
    assert!(pictures.add(png(1)).await.is_ok());
}

// R6.4: what nothing shows any more is thrown away after a day.
#[tokio::test]
async fn what_nobody_uses_goes_after_a_day() {
    let (folder, pictures) = in_folder();
    let used = pictures.add(png(1)).await.unwrap();
    let unused = pictures.add(png(2)).await.unwrap();
    let half = format!(".{}.x", used.file_name(PictureWidth::Small));
    std::fs::write(folder.path().join("pictures").join(&used.as_str()[..2]).join(half), "")
        .unwrap();
    let using = HashSet::from([used.clone()]);
    let (day, mut unshown) = (TimeDelta::days(1), at_once());
    assert_eq!(pictures.sweep(&using, &mut unshown, day, now()).await.unwrap(), 0, "too young");
    let tomorrow = now() + day + TimeDelta::minutes(1);
    assert_eq!(pictures.sweep(&using, &mut unshown, day, tomorrow).await.unwrap(), 4);
    assert!(pictures.has(&used).await.unwrap() && !pictures.has(&unused).await.unwrap());
    assert_eq!(pictures.sweep(&using, &mut unshown, day, tomorrow).await.unwrap(), 0);
}

// R3.4, R6.4: who removed a picture can put it back for an hour, however old it is.
#[tokio::test]
async fn what_was_shown_until_lately_stays() {
    let (_folder, pictures) = in_folder();
    let id = pictures.add(png(1)).await.unwrap();
    let (shown, removed) = (HashSet::from([id]), HashSet::new());
    let mut unshown = Unshown::new(TimeDelta::hours(1));
    let begin = now() + TimeDelta::days(9);
    for (used, minute, gone) in [
        (&shown, 0, 0),
        (&removed, 15, 0),
        (&removed, 70, 0),
        (&shown, 74, 0),
        (&removed, 90, 0),
        (&removed, 149, 0),
        (&removed, 150, PictureWidth::ALL.len()),
    ] {
        let at = begin + TimeDelta::minutes(minute);
        let swept = pictures.sweep(used, &mut unshown, TimeDelta::days(1), at).await;
        assert_eq!(swept.unwrap(), gone, "{minute}");
    }
}

/// A shelf with one old file, which somebody puts there again while it is being swept.
struct Contested(Mutex<(u32, Vec<String>)>);

impl Contested {
    fn state(&self) -> std::sync::MutexGuard<'_, (u32, Vec<String>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Shelf for Contested {
    async fn put(&self, _: &str, _: Bytes) -> Result<(), ShelfError> {
        Ok(())
    }

    async fn get(&self, _: &str) -> Result<Option<Bytes>, ShelfError> {
        Ok(None)
    }

    async fn put_at(&self, _: &str) -> Result<Option<DateTime<Utc>>, ShelfError> {
        self.state().0 += 1;
        Ok(Some(now()))
    }

    async fn list(&self) -> Result<Vec<Kept>, ShelfError> {
        let name = PictureId::new([1; 32]).file_name(PictureWidth::Small);
        Ok(vec![Kept { name, put_at: now() - TimeDelta::days(9) }])
    }

    async fn delete(&self, name: &str) -> Result<(), ShelfError> {
        self.state().1.push(name.to_owned());
        Ok(())
    }

    async fn check(&self) -> Result<(), ShelfError> {
        Ok(())
    }
}

#[tokio::test]
async fn what_was_brought_again_stays() {
    let shelf = Arc::new(Contested(Mutex::default()));
    let pictures = Pictures::on(shelf.clone());
    let (used, day) = (HashSet::new(), TimeDelta::days(1));
    let gone = pictures.sweep(&used, &mut at_once(), day, now()).await.unwrap();
    let (asked, deleted) = &*shelf.state();
    assert_eq!((gone, *asked, deleted.len()), (0, 1, 0));
}

#[tokio::test]
async fn what_we_make_ourselves_is_kept_under_the_id_of_what_it_is_made_of() {
    let (_folder, pictures) = in_folder();
    let id = PictureId::new([7; 32]);
    pictures.keep_made(&id, || Some(png(1))).await.unwrap();
    assert!(pictures.has(&id).await.unwrap());
    // It is there: nothing is made a second time.
    pictures.keep_made(&id, || None).await.unwrap();
    let other = PictureId::new([8; 32]);
    let refused = pictures.keep_made(&other, || None).await.unwrap_err();
    assert!(matches!(refused, PictureError::Unusable(Unusable::NotAPicture)), "{refused}");
    assert!(!pictures.has(&other).await.unwrap());
}
