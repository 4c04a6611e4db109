use std::{fs, path::Path};

use super::*;
use crate::backup::{
    manifest::{FORMAT, Manifest},
    seal::{Identities, Recipients, fresh_keys},
};

fn manifest() -> Manifest {
    Manifest::of_nothing("2026-11-01T06:00:00Z".parse().unwrap())
}

async fn write(place: &Path, to: &Recipients, manifest: &Manifest) -> Written {
    let mut writing = Writing::begin(place, to).unwrap();
    for (name, text) in [("tables/list/1", "{}\n"), ("log/1", "x\n"), ("keys/1", "y\n")] {
        writing.add(name.to_owned(), text.repeat(1_000).into_bytes()).await.unwrap();
    }
    writing.finish(manifest).await.unwrap()
}

#[tokio::test]
async fn what_is_written_is_read_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("x.backup");
    let none = Recipients::default();
    let written = write(&place, &none, &manifest()).await;
    assert_eq!(written.bytes, fs::metadata(&place).unwrap().len());
    let mut entries = Entries::of(&place, &Identities::default());
    let mut names = Vec::new();
    while let Some((name, bytes)) = entries.next().await {
        assert_eq!(bytes.len(), if name.starts_with("tables") { 3_000 } else { 2_000 });
        names.push(name);
    }
    assert_eq!(names, ["tables/list/1", "log/1", "keys/1"]);
    assert_eq!(holds(&names[0]), Holds::Table("list"));
    assert_eq!(holds("erased/000001"), Holds::Erased);
    let read = entries.manifest().await.unwrap();
    assert_eq!(read.entries.len(), 3);
    assert_eq!(Manifest { entries: Vec::new(), ..read }, manifest());
}

#[tokio::test]
async fn whatever_is_wrong_with_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (file, public) = fresh_keys();
    fs::write(folder.path().join("key.txt"), file).unwrap();
    let key = Identities::read(&folder.path().join("key.txt")).unwrap();
    let sealed = Recipients::parse(&[public]).unwrap();
    let none = Identities::default();
    for (to, with) in [(Recipients::default(), none.clone()), (sealed.clone(), key.clone())] {
        let place = folder.path().join("x.backup");
        write(&place, &to, &manifest()).await;
        let good = fs::read(&place).unwrap();
        let said = async |bytes: &[u8]| {
            fs::write(&place, bytes).unwrap();
            inspect(&place, &with).await.unwrap_err().code()
        };
        for at in [good.len() / 4, good.len() / 2, good.len() - 1] {
            let mut flipped = good.clone();
            flipped[at] ^= 0x10;
            assert_eq!(said(&flipped).await, "damaged", "{at}");
        }
        for length in [good.len() - 1, good.len() / 2, 40] {
            assert_eq!(said(&good[..length]).await, "damaged", "{length}");
        }
        assert_eq!(said(&[&good[..], b"more"].concat()).await, "damaged");
        fs::write(&place, &good).unwrap();
        assert!(inspect(&place, &with).await.is_ok());
        fs::remove_file(&place).unwrap();
    }
    let place = folder.path().join("sealed.backup");
    write(&place, &sealed, &manifest()).await;
    assert_eq!(inspect(&place, &none).await.unwrap_err().code(), "needs_key");
    let (other, _) = fresh_keys();
    fs::write(folder.path().join("other.txt"), other).unwrap();
    let other = Identities::read(&folder.path().join("other.txt")).unwrap();
    assert_eq!(inspect(&place, &other).await.unwrap_err().code(), "wrong_key");
    assert_eq!(
        inspect(folder.path().join("y").as_path(), &none).await.unwrap_err().code(),
        "missing"
    );
    for text in ["", "notes", "PK\x03\x04 something else that somebody called a backup"] {
        let place = folder.path().join("notes.backup");
        fs::write(&place, text).unwrap();
        let said = inspect(&place, &none).await.unwrap_err().code();
        assert!(["no_backup", "damaged"].contains(&said), "{text}: {said}");
    }
    let place = folder.path().join("newer.backup");
    let newer = Manifest { format: FORMAT + 1, ..manifest() };
    write(&place, &Recipients::default(), &newer).await;
    let said = inspect(&place, &none).await.unwrap_err();
    assert_eq!(said.code(), "newer");
    assert!(said.to_string().contains("1.2.3"), "{said}");
}
