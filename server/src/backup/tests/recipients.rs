//! Others may open backups than before.

use super::{bucket::covered, *};

/// Has others named in the settings, beside whoever was or in their place. Answers the identity from
/// before; the scene has the new one.
pub(super) fn name_others(scene: &mut Scene, beside: bool) -> Identities {
    let (file, public) = fresh_keys();
    std::fs::write(scene.place("other.txt"), file).unwrap();
    let recipients = &mut scene.settings.backup.recipients;
    if !beside {
        recipients.clear();
    }
    recipients.push(public);
    let other = Identities::read(&scene.place("other.txt")).unwrap();
    std::mem::replace(&mut scene.with, other)
}

/// The identities from before and from now, in one file.
fn both(scene: &Scene) -> Identities {
    let keys = ["key.txt", "other.txt"].map(|name| std::fs::read(scene.place(name)).unwrap());
    std::fs::write(scene.place("both.txt"), keys.concat()).unwrap();
    Identities::read(&scene.place("both.txt")).unwrap()
}

// R9.8
#[test]
fn whoever_is_named_now_can_open_all_that_comes_from_then_on() {
    run(async {
        for beside in [true, false] {
            let mut scene = Scene::new(true);
            let site = scene.site().await;
            covered(&site).await;
            let gone = somebody(&site, "gone").await;
            let leaves = somebody(&site, "leaves").await;
            let old = make(&site, Kind::Manual, 0.0).await.unwrap();
            leave(&site, gone).await;
            list(&site, "from before").await;
            end(site, true).await;

            let before = name_others(&mut scene, beside);
            let site = scene.site().await;
            daily(&site).await.unwrap();
            assert_eq!(crate::backup::list(&site).await.unwrap().len(), 1, "none is due yet");
            ship(&site, false).await.unwrap();
            let life = site.store.timeline(site.clock.now()).await.unwrap();
            let erased = std::fs::read_dir(scene.place("backups").join("erased")).unwrap();
            let erased: Vec<_> = erased.map(|entry| entry.unwrap().file_name()).collect();
            let ours = erased.iter().all(|name| name.to_string_lossy().starts_with(&life));
            assert!(ours && !erased.is_empty(), "{erased:?}");
            daily(&site).await.unwrap();
            let all = crate::backup::list(&site).await.unwrap();
            assert_eq!(all.len(), 2, "one is due at once");
            let new = all[0].name.clone();
            leave(&site, leaves).await;
            list(&site, "from later on").await;
            let expected = titles(&site).await;
            end(site, true).await;

            // At its end, and as it was when the new backup was made.
            for what in [None, Some(new.as_str())] {
                scene.destroy();
                std::fs::remove_dir_all(scene.place("pictures")).unwrap();
                let restored = scene.restore(what, None).await.unwrap();
                assert_eq!(restored.pictures, Brought { back: 3, ..Brought::default() });
                assert!(restored.unread.is_empty() && restored.erasures_unread.is_empty());
                assert!(restored.erasures_told);
                assert_eq!(restored.erased > 0, what.is_some());
                let site = prepare(scene.settings.clone()).await.unwrap();
                let titles = titles(&site).await;
                assert!(titles.contains(&"from before".to_owned()), "{titles:?}");
                assert!(what.is_some() || titles == expected, "{titles:?}");
                for person in [gone, leaves] {
                    assert!(site.store.person(person).await.unwrap().is_none());
                }
                end(site, false).await;
            }

            // What was made before needs whoever was named then, and who was erased since whoever is now.
            scene.destroy();
            let said = scene.restore(Some(&old.name), None).await.unwrap_err();
            assert_eq!(said.code(), "wrong_key");
            scene.with = before;
            if !beside {
                let said = scene.restore(Some(&old.name), None).await.unwrap_err();
                assert_eq!(said.code(), "erasures_unread", "{said}");
                scene.with = both(&scene);
            }
            let restored = scene.restore(Some(&old.name), None).await.unwrap();
            assert!(restored.erased > 0 && restored.erasures_unread.is_empty());
        }
    });
}
