//! Ideas (R8.5): articles and products that lie in a folder and are read while the site runs.
//!
//! 1. `look` at most once a second, whether a file changed
//! 2. `text` takes Markdown apart, `front` reads what stands above it, `products` the catalogue
//! 3. `content` keeps all of it, and what is wrong with it
//! 4. `names` says what readers of a language call the products of the house
//! 5. `stock` puts the products of the house into the catalogue when the site starts, and `paint` makes
//!    pictures of their drawings while it serves

mod content;
mod drawing;
mod fault;
mod front;
mod names;
mod products;
mod stock;
mod text;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use bytes::Bytes;
use tokio::{sync::Mutex, task::spawn_blocking, time::Instant};

use self::content::{Prints, look};
use crate::{fetch::Memory, settings::Settings};

pub use self::{
    content::{Article, Content},
    fault::Fault,
    names::Names,
    products::{HouseProduct, id_of},
    stock::{paint, stock},
};

/// How often files are looked at, at most.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How many pixels wide the picture of an article for link previews is.
const PREVIEW_WIDTH: u16 = 1200;

/// How long such a picture is remembered.
const PREVIEW_LASTS: Duration = Duration::from_secs(60 * 60);

/// The folder of content. Cheap to clone.
#[derive(Clone)]
pub struct Library {
    /// Where it may be; the first one that is there is used.
    places: Arc<[PathBuf]>,
    /// Where the drawings on top of articles are.
    covers: Arc<Path>,
    kept: Arc<Mutex<Kept>>,
    /// What was last read, if anything was.
    read: Arc<RwLock<Option<Arc<Content>>>>,
    previews: Memory<Bytes>,
}

#[derive(Default)]
struct Kept {
    looked: Option<Instant>,
    prints: Prints,
}

impl Kept {
    fn is_old(&self) -> bool {
        self.looked.is_none_or(|at| at.elapsed() >= LOOK_EVERY)
    }
}

impl Library {
    /// Uses the folder of the settings: in the working folder, or beside the site. Nothing is read
    /// before it is needed.
    pub fn new(settings: &Settings) -> Self {
        let folder = &settings.ideas.folder;
        let site = Path::new(&settings.leptos.site_root);
        let beside = site.parent().map(|parent| parent.join(folder));
        let places: Vec<_> = [folder.clone()].into_iter().chain(beside).collect();
        Self {
            places: places.into(),
            covers: site.join("covers").into(),
            kept: Arc::default(),
            read: Arc::default(),
            previews: Memory::default(),
        }
    }

    /// The folder, if there is one.
    pub fn folder(&self) -> Option<&Path> {
        self.places.iter().map(PathBuf::as_path).find(|place| place.is_dir())
    }

    /// What the folder holds. Files that changed are read again; those that can not be used are
    /// told in the log once, and left out.
    pub async fn content(&self) -> Arc<Content> {
        let mut kept = self.kept.lock().await;
        if !kept.is_old() {
            return self.read().unwrap_or_default();
        }
        let (library, before) = (self.clone(), kept.prints.clone());
        let looked = spawn_blocking(move || library.read_anew(&before)).await;
        kept.looked = Some(Instant::now());
        if let Ok(Some((prints, content))) = looked {
            for (file, Fault { line, says }) in &content.faults {
                let file = file.display();
                tracing::warn!(
                    content.file = %file,
                    content.line = line,
                    error.cause = %says,
                    "a file of content could not be used as it is"
                );
            }
            kept.prints = prints;
            *self.read.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(content));
        }
        self.read().unwrap_or_default()
    }

    /// What the folder held when it was last looked at; whether it has changed is looked at meanwhile.
    /// So nobody who reads of a list waits for a disk.
    pub async fn at_hand(&self) -> Arc<Content> {
        let Some(read) = self.read() else { return self.content().await };
        if self.kept.try_lock().is_ok_and(|kept| kept.is_old()) {
            let library = self.clone();
            tokio::spawn(async move { library.content().await });
        }
        read
    }

    fn read(&self) -> Option<Arc<Content>> {
        self.read.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the folder holds, if any file is another one than before. One that is not there, or not
    /// for the moment, changes nothing.
    fn read_anew(&self, before: &Prints) -> Option<(Prints, Content)> {
        let folder = self.folder()?;
        let prints = look(folder);
        let changed = prints != *before;
        changed.then(|| {
            let content = Content::read(folder, &prints);
            (prints, content)
        })
    }

    /// The drawing on top of an article as a picture that link previews can show, a PNG; nothing
    /// where there is no such article, or no such drawing.
    pub async fn preview(&self, slug: &str) -> Option<Bytes> {
        let content = self.content().await;
        let cover = content.cover(slug)?.to_owned();
        if let Some(known) = self.previews.find(&cover) {
            return Some(known);
        }
        let file = self.covers.join(&cover).with_extension("svg");
        let made = spawn_blocking(move || drawing::png(&std::fs::read(file).ok()?, PREVIEW_WIDTH));
        let picture = Bytes::from(made.await.ok()??);
        self.previews.keep(cover, picture.clone(), PREVIEW_LASTS);
        Some(picture)
    }
}

/// Whether a word can stand in an address, and name a file and nothing else.
fn is_slug(word: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !word.is_empty() && word.len() <= 100 && word.bytes().all(fits)
}

#[cfg(test)]
mod tests;
