//! Pictures among backups: each file once, under its name, which follows from what it shows. They are
//! put there again where others may open them than before.

use std::collections::HashSet;

use bytes::Bytes;
use domain::{PictureId, PictureWidth};
use futures::{StreamExt as _, stream};

use super::{
    error::BackupError,
    seal::{Identities, Recipients, seal, unseal},
    target::Target,
};
use crate::pictures::Pictures;

/// Where they stand.
pub(super) const PICTURES: &str = "pictures";

/// Where it stands to whom those are encrypted that came later than it: [`Recipients::digest`].
const SEALED_TO: &str = "pictures/sealed-to";

/// What stands behind the name of one that is encrypted.
const SEALED: &str = ".age";

/// How many are fetched at once, since a place far away takes its time for each.
const AHEAD: usize = 8;

/// What became of pictures when a site was restored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    /// How many files were put back.
    pub back: usize,
    /// How many were still there.
    pub there: usize,
    /// So many are nowhere, or nowhere so that they can be opened.
    pub missing: usize,
    /// Which those are that can not be opened, and why not, in words.
    pub spoilt: Vec<String>,
}

fn place(name: &str, sealed: bool) -> String {
    format!("{PICTURES}/{name}{}", if sealed { SEALED } else { "" })
}

/// The file of a picture that stands there under this name.
pub(super) fn file_of(name: &str) -> Option<&str> {
    let name = name.strip_prefix(PICTURES)?.strip_prefix('/')?;
    let name = name.strip_suffix(SEALED).unwrap_or(name);
    PictureId::parse_file_name(name).map(|_| name)
}

/// The files that stand there.
pub(super) async fn there(target: &dyn Target) -> Result<HashSet<String>, BackupError> {
    let found = target.list(PICTURES).await?;
    let files = found.iter().filter_map(|found| file_of(&found.name));
    Ok(files.map(str::to_owned).collect())
}

/// How the file of a picture stands there.
enum Standing {
    Whole(Bytes),
    /// It can not be opened, for this reason.
    Spoilt(String),
    Missing,
}

/// Which files stand there.
#[derive(Default)]
struct Stock {
    all: HashSet<String>,
    /// Those that whoever is named now can open.
    open: HashSet<String>,
}

/// Which files stand there, for these recipients. That they are others than before is noted there, and by
/// whatever clock is kept there.
async fn stock(target: &dyn Target, to: &Recipients) -> Result<Stock, BackupError> {
    let before = target.get(SEALED_TO).await?.unwrap_or_default();
    let digest = to.digest();
    if before != digest.as_bytes() {
        target.put(SEALED_TO, Bytes::from(digest)).await?;
    }
    let found = target.list(PICTURES).await?;
    let since = found.iter().find(|found| found.name == SEALED_TO).map(|found| found.put_at);
    let mut stock = Stock::default();
    for found in &found {
        let Some(file) = file_of(&found.name) else { continue };
        stock.all.insert(file.to_owned());
        // Of the same tick it may be from before.
        if since.is_none_or(|since| since < found.put_at) {
            stock.open.insert(file.to_owned());
        }
    }
    Ok(stock)
}

/// Copies the files of some pictures that are kept and do not stand there.
pub(super) async fn carry_shown(
    pictures: &Pictures,
    target: &dyn Target,
    to: &Recipients,
    shown: &HashSet<PictureId>,
    there: &mut HashSet<String>,
) -> Result<(), BackupError> {
    for name in names(shown) {
        carry(pictures, target, to, there, &name).await?;
    }
    Ok(())
}

/// Copies the files of some pictures that do not stand there, or not for these recipients. Answers which
/// of them are kept at all.
pub(super) async fn carry_used(
    pictures: &Pictures,
    target: &dyn Target,
    to: &Recipients,
    used: &HashSet<PictureId>,
) -> Result<Vec<String>, BackupError> {
    let Stock { all, mut open } = stock(target, to).await?;
    let mut carried = Vec::new();
    for name in names(used) {
        let again = all.contains(&name) && !open.contains(&name);
        let kept = carry(pictures, target, to, &mut open, &name).await?;
        if kept && again {
            // It may have stood there encrypted, and is not any more, or the other way round.
            target.delete(&place(&name, to.is_empty())).await?;
        }
        if kept || again {
            carried.push(name);
        }
    }
    carried.sort();
    Ok(carried)
}

async fn carry(
    pictures: &Pictures,
    target: &dyn Target,
    to: &Recipients,
    there: &mut HashSet<String>,
    name: &str,
) -> Result<bool, BackupError> {
    if there.contains(name) {
        return Ok(true);
    }
    let Some(bytes) = pictures.file(name).await? else { return Ok(false) };
    let sealed = seal(&bytes, to);
    let sealed = sealed.map_err(|cause| BackupError::File { place: name.to_owned(), cause })?;
    target.put(&place(name, !to.is_empty()), Bytes::from(sealed)).await?;
    there.insert(name.to_owned());
    Ok(true)
}

/// Puts the files of these pictures back that are not kept, from the first of these places that has them.
pub(super) async fn bring_back(
    pictures: &Pictures,
    targets: &[&dyn Target],
    with: &Identities,
    used: &HashSet<PictureId>,
) -> Result<Brought, BackupError> {
    let files = stream::iter(names(used)).map(|name| fetched(pictures, targets, with, name));
    let (mut files, mut brought) = (files.buffered(AHEAD), Brought::default());
    while let Some(fetched) = files.next().await {
        match fetched? {
            Fetched::There => brought.there += 1,
            Fetched::Back => brought.back += 1,
            Fetched::Missing(spoilt) => {
                brought.missing += 1;
                brought.spoilt.extend(spoilt);
            }
        }
    }
    Ok(brought)
}

/// What became of one file.
enum Fetched {
    There,
    Back,
    /// And why it can not be opened, in words, where it stands somewhere.
    Missing(Option<String>),
}

async fn fetched(
    pictures: &Pictures,
    targets: &[&dyn Target],
    with: &Identities,
    name: String,
) -> Result<Fetched, BackupError> {
    if pictures.file(&name).await?.is_some() {
        return Ok(Fetched::There);
    }
    let mut spoilt = None;
    for target in targets {
        match find(*target, with, &name).await? {
            Standing::Whole(bytes) => {
                pictures.put_back(&name, bytes).await?;
                return Ok(Fetched::Back);
            }
            Standing::Spoilt(said) => spoilt = Some(said),
            Standing::Missing => {}
        }
    }
    Ok(Fetched::Missing(spoilt))
}

/// Which of these files can not be had from there, and why not, in words.
pub(super) async fn unwell(
    target: &dyn Target,
    with: &Identities,
    names: &[String],
) -> Result<Vec<String>, BackupError> {
    let looks = stream::iter(names.to_vec()).map(|name| async move {
        let standing = find(target, with, &name).await;
        (name, standing)
    });
    let (mut looks, mut unwell) = (looks.buffered(AHEAD), Vec::new());
    while let Some((name, standing)) = looks.next().await {
        match standing? {
            Standing::Whole(_) => {}
            Standing::Spoilt(said) => unwell.push(said),
            Standing::Missing => unwell.push(format!("{} is missing", place(&name, false))),
        }
    }
    Ok(unwell)
}

async fn find(target: &dyn Target, with: &Identities, name: &str) -> Result<Standing, BackupError> {
    if let Some(bytes) = target.get(&place(name, false)).await? {
        return Ok(Standing::Whole(bytes));
    }
    let sealed = place(name, true);
    let Some(bytes) = target.get(&sealed).await? else { return Ok(Standing::Missing) };
    match unseal(Vec::from(bytes), with, &sealed) {
        Ok(bytes) => Ok(Standing::Whole(Bytes::from(bytes))),
        Err(error) => match error.unreadable(&sealed) {
            Some(said) => Ok(Standing::Spoilt(said)),
            None => Err(error),
        },
    }
}

/// The files of some pictures.
fn names(used: &HashSet<PictureId>) -> Vec<String> {
    let files = |id: &PictureId| PictureWidth::ALL.map(|width| id.file_name(width));
    used.iter().flat_map(files).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::{seal::fresh_keys, target::folder, tests::far_away::FarAway};
    use crate::settings::PicturesSettings;

    fn pictures(folder: &std::path::Path) -> Pictures {
        let directory = folder.to_owned();
        Pictures::new(&PicturesSettings { directory, ..PicturesSettings::default() })
    }

    #[tokio::test]
    async fn pictures_are_carried_once_and_brought_back() {
        let place = tempfile::tempdir().unwrap();
        let (file, public) = fresh_keys();
        std::fs::write(place.path().join("key.txt"), file).unwrap();
        let with = Identities::read(&place.path().join("key.txt")).unwrap();
        for to in [Recipients::default(), Recipients::parse(&[public]).unwrap()] {
            let place = tempfile::tempdir().unwrap();
            let target = folder(&place.path().join("backups"));
            let here = pictures(&place.path().join("here"));
            let ids = [1, 2].map(|of| PictureId::new([of; 32]));
            let used = HashSet::from(ids.clone());
            for name in names(&HashSet::from([ids[0].clone()])) {
                here.put_back(&name, Bytes::from_static(b"picture")).await.unwrap();
            }
            let carried = carry_used(&here, &*target, &to, &used).await.unwrap();
            assert_eq!(carried.len(), PictureWidth::ALL.len());
            let mut known = there(&*target).await.unwrap();
            assert_eq!(known.len(), carried.len());
            carry_shown(&here, &*target, &to, &used, &mut known).await.unwrap();
            assert_eq!(known.len(), carried.len());
            // Of others nothing is copied, whatever is kept.
            let other = PictureId::new([3; 32]);
            for name in names(&HashSet::from([other.clone()])) {
                here.put_back(&name, Bytes::from_static(b"another")).await.unwrap();
            }
            carry_shown(&here, &*target, &to, &used, &mut known).await.unwrap();
            assert_eq!(known, there(&*target).await.unwrap());
            assert_eq!(known.len(), PictureWidth::ALL.len());
            carry_shown(&here, &*target, &to, &HashSet::from([other]), &mut known).await.unwrap();
            assert_eq!(there(&*target).await.unwrap().len(), 2 * PictureWidth::ALL.len());

            let empty = pictures(&place.path().join("empty"));
            let back = bring_back(&empty, &[&*target], &with, &used).await.unwrap();
            assert_eq!(back, Brought { back: 3, missing: 3, ..Brought::default() });
            assert_eq!(empty.file(&carried[0]).await.unwrap().unwrap(), "picture");
            let again = bring_back(&empty, &[], &with, &used).await.unwrap();
            assert_eq!(again, Brought { there: 3, missing: 3, ..Brought::default() });
        }
    }

    #[tokio::test]
    async fn a_few_at_a_time_are_brought_back_and_looked_at() {
        let place = tempfile::tempdir().unwrap();
        let target = folder(&place.path().join("backups"));
        let here = pictures(&place.path().join("here"));
        let used: HashSet<_> = (1..9).map(|of| PictureId::new([of; 32])).collect();
        for name in names(&used) {
            here.put_back(&name, Bytes::from(name.clone())).await.unwrap();
        }
        let carried = carry_used(&here, &*target, &Recipients::default(), &used).await.unwrap();
        assert!(carried.len() > 2 * AHEAD);
        target.delete(&super::place(&carried[3], false)).await.unwrap();
        let with = Identities::default();

        let far = FarAway::new(&place.path().join("backups"));
        let empty = pictures(&place.path().join("empty"));
        let back = bring_back(&empty, &[&far], &with, &used).await.unwrap();
        let expected = Brought { back: carried.len() - 1, missing: 1, ..Brought::default() };
        assert_eq!(back, expected);
        // Each looks for itself first whether its file is still kept.
        assert!((2..=AHEAD).contains(&far.most()), "{}", far.most());
        for name in carried.iter().filter(|name| **name != carried[3]) {
            assert_eq!(empty.file(name).await.unwrap().unwrap(), name.as_bytes());
        }

        let far = FarAway::new(&place.path().join("backups"));
        let said = unwell(&far, &with, &carried).await.unwrap();
        assert_eq!(said, [format!("pictures/{} is missing", carried[3])]);
        assert_eq!(far.most(), AHEAD);
    }

    #[tokio::test]
    async fn pictures_are_put_again_where_others_may_open_them() {
        let place = tempfile::tempdir().unwrap();
        let target = folder(&place.path().join("backups"));
        let here = pictures(&place.path().join("here"));
        let used = HashSet::from([PictureId::new([1; 32])]);
        for name in names(&used) {
            here.put_back(&name, Bytes::from_static(b"picture")).await.unwrap();
        }
        let clear = || (Recipients::default(), Identities::default());
        let sealed = || {
            let (file, public) = fresh_keys();
            std::fs::write(place.path().join("key.txt"), file).unwrap();
            let with = Identities::read(&place.path().join("key.txt")).unwrap();
            (Recipients::parse(&[public]).unwrap(), with)
        };
        for (number, (to, with)) in [clear(), sealed(), sealed(), clear()].iter().enumerate() {
            let carried = carry_used(&here, &*target, to, &used).await.unwrap();
            assert_eq!(carried.len(), 3);
            let mut found = target.list(PICTURES).await.unwrap();
            found.retain(|found| found.name != SEALED_TO);
            assert_eq!(found.len(), 3, "{found:?}");
            assert!(found.iter().all(|found| found.name.ends_with(SEALED) != to.is_empty()));
            let empty = pictures(&place.path().join(format!("empty {number}")));
            let back = bring_back(&empty, &[&*target], with, &used).await.unwrap();
            assert_eq!(back.back, 3);
        }
        // One that is not kept any more stays, and belongs to the backup.
        let (to, _) = sealed();
        let nowhere = pictures(&place.path().join("nowhere"));
        assert_eq!(carry_used(&nowhere, &*target, &to, &used).await.unwrap().len(), 3);
    }

    #[test]
    fn only_names_of_pictures_are_pictures() {
        let name = PictureId::new([1; 32]).file_name(PictureWidth::Small);
        assert_eq!(file_of(&format!("pictures/{name}")), Some(name.as_str()));
        assert_eq!(file_of(&format!("pictures/{name}.age")), Some(name.as_str()));
        for other in ["pictures/notes.txt", SEALED_TO, "log/x", "pictures"] {
            assert_eq!(file_of(other), None);
        }
    }
}
