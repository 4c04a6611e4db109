//! The key, and the folders that the site writes to.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use super::Findings;
use crate::{
    backup::left_behind,
    secrets::Keys,
    settings::Settings,
    watch::{data_folder, room},
};

const MEBIBYTE: u64 = 1 << 20;

/// Looks at the key of all links, and at those that took over from it.
pub(super) fn key(path: &Path, found: &mut Findings) {
    let place = path.display();
    let read = fs::metadata(path).and_then(|file| Ok((file, fs::read(path)?)));
    let read = read.map(|(file, bytes)| (file, Keys::parse(&bytes)));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => found.well(&format!(
            "There is no key in {place} yet; the first start makes one. If mails were ever sent \
             from here, put the old key back first: their links depend on it."
        )),
        Err(error) => found.wrong(&format!(
            "The key in {place} can not be read: {error}. It must belong to the user that runs \
             the site."
        )),
        Ok((file, None)) => found.wrong(&format!(
            "The key in {place} is none: it has {} bytes, and a key has 32. Put the copy back.",
            file.len()
        )),
        Ok((file, Some(_))) if file.permissions().mode() & 0o077 != 0 => found.wrong(&format!(
            "Others on this machine can read the key in {place}. Run: chmod 600 {place}"
        )),
        Ok((_, Some(keys))) => match keys.count() {
            1 => found.well("The key of all links is there, and only we can read it."),
            many => found.well(&format!(
                "The {many} keys of all links are there, and only we can read them."
            )),
        },
    }
}

/// Looks at every folder. Answers whether the database may be opened without leaving files behind that
/// the site can not write.
pub(super) fn look(settings: &Settings, found: &mut Findings) -> bool {
    let data = data_folder(&settings.store.url);
    let ours = data.as_ref().is_none_or(|data| writable(data, "database", found));
    if let Some(data) = &data {
        space(data, "where the database lies", settings.watch.disk_free, found);
        for left in left_behind(data) {
            found.wrong(&format!(
                "{} holds a copy of the site, by a restore that did not come to its end. Unless one is \
                 under way, delete it.",
                left.display()
            ));
        }
    }
    let others = [
        (&settings.pictures.directory, "pictures", settings.pictures.bucket.is_empty()),
        (&settings.log.folder, "log", !settings.log.folder.as_os_str().is_empty()),
    ];
    for (folder, what, used) in others {
        if used {
            writable(folder, what, found);
        }
    }
    ours
}

/// Whether the site can write there, as far as whoever asks can tell.
pub(super) fn writable(folder: &Path, what: &str, found: &mut Findings) -> bool {
    let place = folder.display();
    let there = nearest(folder);
    let missing = there.as_deref() != Some(folder);
    let tried = there.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound));
    match tried.and_then(|there| owners(&there)) {
        Err(error) => {
            found.wrong(&format!(
                "The folder {place} of the {what} can not be written: {error}. Is the disk full or \
                 read-only, or does the folder belong to somebody else?"
            ));
            false
        }
        Ok((owner, we)) if owner != we && !missing => {
            found.wrong(&format!(
                "The folder {place} of the {what} belongs to user {owner}, and you are user {we}. \
                 Ask again as the user that runs the site (sudo -u), so that it finds no files of \
                 yours."
            ));
            false
        }
        Ok(_) if missing => {
            found.well(&format!("There is no folder {place} yet; what needs it makes it."));
            true
        }
        Ok(_) => {
            found.well(&format!("The folder {place} of the {what} can be written."));
            true
        }
    }
}

/// The folder, or the nearest above it that is there.
fn nearest(folder: &Path) -> Option<PathBuf> {
    let there = folder.ancestors().find(|folder| folder.exists()).map(Path::to_owned);
    // What is relative begins where we are.
    there.or_else(|| folder.is_relative().then(|| PathBuf::from(".")))
}

/// To whom a folder belongs, and to whom a file does that we write there.
fn owners(folder: &Path) -> io::Result<(u32, u32)> {
    let probe = folder.join(".doctor");
    let written = fs::write(&probe, [0; 4096]);
    let us = written.and_then(|()| fs::metadata(&probe)).map(|file| file.uid());
    // What could not be written need not be removed.
    let _ = fs::remove_file(&probe);
    Ok((fs::metadata(folder)?.uid(), us?))
}

/// Looks whether there is room `wherever` something lies.
pub(super) fn space(folder: &Path, wherever: &str, least: u64, found: &mut Findings) {
    let Some((free, size)) = room(folder) else { return };
    let [free, size] = [free, size].map(|bytes| bytes / MEBIBYTE);
    if free < least {
        found.wrong(&format!(
            "Only {free} of {size} MiB are free {wherever}: less than {least} (watch.disk_free). Make \
             room before nothing can be written there."
        ));
    } else {
        found.well(&format!("{free} of {size} MiB are free {wherever}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_looked_at_or_where_it_will_be() {
        let folder = tempfile::tempdir().unwrap();
        let mut found = Findings::default();
        assert!(writable(folder.path(), "database", &mut found));
        assert!(writable(&folder.path().join("not/yet"), "database", &mut found));
        assert_eq!(found.wrong, 0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(!writable(&file, "database", &mut found));
        assert!(!writable(&file.join("below"), "database", &mut found));
        assert_eq!(found.wrong, 2);
        assert_eq!(nearest(Path::new("no-such-folder/db")).unwrap(), Path::new("."));
    }

    #[test]
    fn little_room_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let mut found = Findings::default();
        space(folder.path(), "here", 0, &mut found);
        assert_eq!(found.wrong, 0);
        space(folder.path(), "here", u64::MAX, &mut found);
        assert_eq!(found.wrong, 1);
    }
}
