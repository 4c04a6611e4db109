//! A file among backups is not as it was put there.

use std::path::PathBuf;

use super::{bucket::covered, *};

/// Changes the last bit of a file.
fn flip(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(file, bytes).unwrap();
}

/// The files in a folder among backups and below it, those alone that are encrypted.
fn sealed(scene: &Scene, folder: &str) -> Vec<PathBuf> {
    let mut left = vec![scene.place("backups").join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if std::fs::read(&path).unwrap().starts_with(b"age-encryption.org/") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn name(file: &Path) -> String {
    file.file_name().unwrap().to_string_lossy().into_owned()
}

/// What is not well beside a backup.
async fn beside(scene: &Scene, name: &str) -> Vec<String> {
    let asked = scene.asked(Some(name), None);
    examine(&scene.settings, &Clock::default(), &asked).await.unwrap().beside.unwrap()
}

#[test]
fn a_damaged_picture_is_named_and_missing_and_all_else_comes_back() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        covered(&site).await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        assert_eq!(beside(&scene, &kept.name).await, Vec::<String>::new());
        let pictures = sealed(&scene, "pictures");
        assert_eq!(pictures.len(), 3);
        flip(&pictures[1]);
        let said = beside(&scene, &kept.name).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains(&name(&pictures[1])) && said[0].contains("damaged"), "{said:?}");

        // Once it is taken away there, the next backup puts it there again.
        std::fs::remove_file(&pictures[1]).unwrap();
        assert!(beside(&scene, &kept.name).await[0].ends_with("is missing"));
        make(&site, Kind::Daily, 0.0).await.unwrap();
        assert_eq!(beside(&scene, &kept.name).await, Vec::<String>::new());

        flip(&pictures[1]);
        let expected = titles(&site).await;
        end(site, true).await;
        scene.destroy();
        std::fs::remove_dir_all(scene.place("pictures")).unwrap();
        let restored = scene.restore(None, None).await.unwrap();
        let Brought { back, there, missing, spoilt } = restored.pictures;
        assert_eq!((back, there, missing), (2, 0, 1));
        assert!(spoilt.len() == 1 && spoilt[0].contains(&name(&pictures[1])), "{spoilt:?}");
        let site = scene.site().await;
        assert_eq!(titles(&site).await, expected);
        end(site, false).await;
    });
}

#[test]
fn damaged_keys_stop_only_what_needs_them() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        let before = later(&site).await;
        list(&site, "later on").await;
        end(site, true).await;
        let keys = sealed(&scene, "keys");
        assert!(!keys.is_empty());
        keys.iter().for_each(|file| flip(file));
        assert_eq!(beside(&scene, &kept.name).await.len(), keys.len());

        // The backup has the keys of all that is in it.
        for (what, at) in [(Some(kept.name.as_str()), None), (None, Some(before))] {
            scene.destroy();
            let restored = scene.restore(what, at).await.unwrap();
            assert_eq!(restored.unread.len(), keys.len(), "{:?}", restored.unread);
            let site = prepare(scene.settings.clone()).await.unwrap();
            assert!(!titles(&site).await.contains(&"later on".to_owned()));
            assert_eq!(site.store.invariants().await.unwrap(), Vec::<String>::new());
            end(site, false).await;
        }
        scene.destroy();
        let said = scene.restore(None, None).await.unwrap_err();
        assert_eq!(said.code(), "unwell");
        assert!(said.to_string().contains(&name(&keys[0])), "{said}");
        assert!(!scene.place("db").exists());
    });
}

// R9.8
#[test]
fn erasures_that_can_not_be_read_bring_nobody_back_unsaid() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let gone = somebody(&site, "gone").await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        leave(&site, gone).await;
        end(site, true).await;
        let erased = sealed(&scene, "erased");
        erased.iter().for_each(|file| flip(file));
        let said = beside(&scene, &kept.name).await;
        assert!(!said.is_empty() && said.len() == erased.len(), "{said:?}");
        assert!(said.iter().all(|line| line.contains("erased/")), "{said:?}");

        scene.destroy();
        for what in [None, Some(kept.name.as_str())] {
            let said = scene.restore(what, None).await.unwrap_err();
            assert_eq!(said.code(), "erasures_unread");
            assert!(said.to_string().contains("erased/"), "{said}");
        }
        assert!(!scene.place("db").exists());
        // Where that is wanted, what the log itself tells is done all the same.
        let asked = Asked { without_erasures: true, ..scene.asked(Some(&kept.name), None) };
        let restored = restore(&scene.settings, &Clock::default(), &asked).await.unwrap();
        let unread = &restored.erasures_unread;
        assert_eq!(unread.len(), erased.len(), "{unread:?}");
        assert!(restored.erased > 0 && restored.erasures_told);
        let site = prepare(scene.settings.clone()).await.unwrap();
        assert!(site.store.person(gone).await.unwrap().is_none());
        end(site, false).await;

        // Of what was put there before a backup was made, that knows.
        let long_ago = kept.made_at - chrono::TimeDelta::hours(2);
        for file in &erased {
            let file = std::fs::File::options().write(true).open(file).unwrap();
            file.set_modified(long_ago.into()).unwrap();
        }
        assert_eq!(beside(&scene, &kept.name).await, Vec::<String>::new());
        scene.destroy();
        let restored = scene.restore(Some(&kept.name), None).await.unwrap();
        assert!(restored.erasures_unread.is_empty() && restored.unread.len() == erased.len());
    });
}

#[test]
fn what_tells_how_far_the_log_goes_may_be_damaged() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        make(&site, Kind::Manual, 0.0).await.unwrap();
        list(&site, "shipped").await;
        let life = site.store.timeline(site.clock.now()).await.unwrap();
        end(site, true).await;
        let head = scene.place("backups").join("log").join(life).join("head.json");
        std::fs::write(&head, "{").unwrap();
        scene.destroy();
        scene.restore(None, None).await.unwrap();
        let site = prepare(scene.settings.clone()).await.unwrap();
        assert!(titles(&site).await.contains(&"shipped".to_owned()));
        end(site, false).await;
    });
}
