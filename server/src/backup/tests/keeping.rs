//! Made, listed, looked at, handed out, brought back.

use futures::TryStreamExt as _;
use sha2::{Digest as _, Sha256};

use super::{
    versions::{Rows, backup_of},
    *,
};
use crate::hex::hex;

#[test]
fn a_backup_is_made_read_back_listed_and_brought_back() {
    run(async {
        for sealed in [true, false] {
            let scene = Scene::new(sealed);
            let site = scene.site().await;
            let kept = make(&site, Kind::Daily, 0.0).await.unwrap();
            assert!(kept.well && kept.rows > 20 && kept.encrypted == sealed, "{kept:?}");
            assert_eq!(list_all(&site).await, std::slice::from_ref(&kept));
            assert_eq!(site.backups.facts().newest_good, Some(kept.made_at));
            assert_eq!(files(&scene.place("scratch")), 0);
            assert!(kept.room > kept.bytes, "{kept:?}");
            let before = site.store.contents().await.unwrap();
            super::list(&site, "after the backup").await;
            end(site, false).await;

            let full = scene.restore(Some(&kept.name), None).await.unwrap_err();
            assert_eq!(full.code(), "not_empty");
            scene.destroy();
            let restored = scene.restore(Some(&kept.name), None).await.unwrap();
            assert_eq!(restored.rows, kept.rows);
            let key = if sealed { SecretKey::Put } else { SecretKey::There };
            assert_eq!(restored.secret, key);
            let site = scene.site().await;
            assert_eq!(site.store.invariants().await.unwrap(), Vec::<String>::new());
            // People's rows were written once more: links to set a password are void.
            let same = |row: &&String| {
                !["change ", "person ", "outbox "].iter().any(|t| row.starts_with(t))
            };
            let after = site.store.contents().await.unwrap();
            assert_eq!(
                after.iter().filter(same).collect::<Vec<_>>(),
                before.iter().filter(same).collect::<Vec<_>>()
            );
            end(site, false).await;
        }
    });
}

async fn list_all(site: &Site) -> Vec<Kept> {
    crate::backup::list(site).await.unwrap()
}

#[test]
fn one_that_is_ended_by_a_panic_has_failed_and_keeps_no_other_from_being_made() {
    async fn panics() -> Result<Kept, BackupError> {
        panic!("on purpose")
    }
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        assert_eq!(alone(&site, panics()).await.unwrap_err().code(), "panicked");
        let facts = site.backups.facts();
        assert!(facts.fails() && !facts.making, "{facts:?}");
        make(&site, Kind::Manual, 0.0).await.unwrap();
        assert!(!site.backups.facts().fails());
        end(site, false).await;
    });
}

// R9.8
#[test]
fn only_what_is_encrypted_leaves_the_server() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        let (told, reading) = read(&site, &kept.name).await.unwrap();
        assert_eq!((told, reading.bytes), (kept.clone(), kept.bytes));
        let parts: Vec<bytes::Bytes> = reading.stream.try_collect().await.unwrap();
        assert_eq!(hex(Sha256::digest(parts.concat())), kept.sha256);
        for name in ["ewelists-1", "../secret", "", "ewelists-../x"] {
            assert_eq!(read(&site, name).await.unwrap_err().code(), "missing", "{name}");
        }
        end(site, false).await;

        let clear = Scene::new(false);
        let site = clear.site().await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        assert_eq!(read(&site, &kept.name).await.unwrap_err().code(), "clear");
        end(site, false).await;
    });
}

#[test]
fn one_that_was_changed_since_is_noted_as_bad() {
    run(async {
        for sealed in [true, false] {
            let scene = Scene::new(sealed);
            let site = scene.site().await;
            let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
            assert!(verify(&site, &kept.name).await.unwrap().well);
            let file = scene.place("backups").join(Kept::file(&kept.name));
            let whole = std::fs::read(&file).unwrap();
            for part in 1..16 {
                let mut bytes = whole.clone();
                bytes[whole.len() * part / 16] ^= 1;
                std::fs::write(&file, &bytes).unwrap();
                assert!(!verify(&site, &kept.name).await.unwrap().well, "{part}/16");
            }
            assert_eq!(site.backups.facts().newest_good, None);
            assert!(!crate::backup::list(&site).await.unwrap()[0].well);
            std::fs::remove_file(&file).unwrap();
            assert!(!verify(&site, &kept.name).await.unwrap().well);
            end(site, false).await;
        }
    });
}

#[test]
fn what_a_trial_can_not_write_is_never_taken_for_the_sites_own_database() {
    run(async {
        let scene = Scene::new(false);
        let row = r#"{"id":"a","version":1,"shop":"shop.example","day":"2026-11-01","clicks":1}"#;
        // The same row twice can not be written.
        let rows = Rows::from([("click", vec![row.to_owned(); 2])]);
        let file = backup_of(&scene, ::store::schema(), &rows, &[]).await;
        let scratch = Scratch::new(&scene.place("scratch")).unwrap();
        let (file, none) = (Path::new(&file), Identities::default());
        let tried = verify::try_out(file, &none, &scratch, 0.0, Clock::default().now()).await;
        let said = tried.unwrap_err();
        // As an error of the site's own database, it would end the process.
        assert_eq!(said.code(), "scratch", "{said}");
        assert!(said.to_string().contains("writing failed"), "{said}");
    });
}

#[test]
fn one_at_a_time_and_what_fails_is_told_until_one_is_made() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        // Something lies where the folder should be.
        std::fs::write(scene.place("backups"), "x").unwrap();
        let failed = make(&site, Kind::Daily, 0.0).await.unwrap_err();
        assert_eq!(failed.code(), "target");
        let facts = site.backups.facts();
        assert_eq!(facts.failed.unwrap().code, "target");
        assert!(!facts.making && facts.newest_good.is_none());
        assert_eq!(files(&scene.place("scratch")), 0);
        std::fs::remove_file(scene.place("backups")).unwrap();

        let (one, other) =
            tokio::join!(make(&site, Kind::Daily, 0.0), make(&site, Kind::Manual, 0.0));
        let codes = [one.err().map(|e| e.code()), other.err().map(|e| e.code())];
        assert!(codes.contains(&None) && codes.contains(&Some("busy")), "{codes:?}");
        assert_eq!(site.backups.facts().failed, None);

        // Whoever asks in the console is not kept waiting.
        begin(&site).unwrap();
        assert_eq!(begin(&site).unwrap_err().code(), "busy");
        while site.backups.facts().making {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let all = crate::backup::list(&site).await.unwrap();
        assert_eq!(all.iter().filter(|kept| kept.kind == Kind::Manual).count(), 1, "{all:?}");
        end(site, false).await;

        let mut off = Scene::new(true);
        off.settings.backup.directory = std::path::PathBuf::new();
        let site = off.site().await;
        assert_eq!(make(&site, Kind::Daily, 0.0).await.unwrap_err().code(), "off");
        assert_eq!(begin(&site).unwrap_err().code(), "off");
        end(site, false).await;
    });
}

#[test]
fn a_daily_backup_is_made_when_it_is_due_and_old_ones_go() {
    run(async {
        let mut scene = Scene::new(true);
        scene.settings.backup.keep = 2;
        let site = scene.site().await;
        daily(&site).await.unwrap();
        daily(&site).await.unwrap();
        assert_eq!(list_all(&site).await.len(), 1);
        make(&site, Kind::Manual, 0.0).await.unwrap();
        // As a process leaves it that is killed.
        let half = format!(".{}", crate::secrets::random_token());
        let half = scene.place("backups").join("backups").join(half);
        std::fs::write(&half, "x").unwrap();
        for _ in 0..4 {
            site.clock.advance(chrono::TimeDelta::days(1));
            daily(&site).await.unwrap();
            tidy(&site).await.unwrap();
        }
        let all = list_all(&site).await;
        assert_eq!(all.iter().filter(|kept| kept.kind == Kind::Manual).count(), 1);
        let daily = all.iter().filter(|kept| kept.kind == Kind::Daily).count();
        // The two youngest, and the one that moments from before begin with.
        assert_eq!(daily, 3, "{all:?}");
        let newest = site.backups.facts().newest_good.unwrap();
        assert!(site.clock.now() - newest < chrono::TimeDelta::hours(1), "{newest}");
        assert!(!half.exists());
        end(site, false).await;
    });
}

#[test]
fn what_could_not_be_tidied_is_tidied_the_next_time() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        daily(&site).await.unwrap();
        // Something lies where the log should be.
        let log = scene.place("backups").join("log");
        std::fs::write(&log, "x").unwrap();
        for _ in 0..2 {
            assert_eq!(tidy(&site).await.unwrap_err().code(), "target");
        }
        assert!(!site.backups.facts().fails(), "the backup was made");
        std::fs::remove_file(&log).unwrap();
        tidy(&site).await.unwrap();
        // Once is enough, until another one is made.
        std::fs::write(&log, "x").unwrap();
        tidy(&site).await.unwrap();
        std::fs::remove_file(&log).unwrap();
        end(site, false).await;
    });
}

#[test]
fn a_place_that_can_not_be_read_is_told_until_it_can() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        std::fs::write(scene.place("backups"), "x").unwrap();
        assert_eq!(daily(&site).await.unwrap_err().code(), "target");
        let facts = site.backups.facts();
        assert!(facts.fails() && facts.failed.is_none() && facts.newest_good.is_none());
        std::fs::remove_file(scene.place("backups")).unwrap();
        // Nobody has to wait until one is tried again that was never tried.
        daily(&site).await.unwrap();
        let facts = site.backups.facts();
        assert!(!facts.fails() && facts.newest_good.is_some());
        end(site, false).await;
    });
}

#[test]
fn pictures_come_back_with_the_site() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let width = domain::PictureWidth::Small;
        let id = domain::PictureId::new([7; 32]);
        site.pictures
            .put_back(&id.file_name(width), bytes::Bytes::from_static(b"x"))
            .await
            .unwrap();
        let mut there = std::collections::HashSet::new();
        let (target, to) = (site.backups.target().unwrap().clone(), site.backups.0.to.clone());
        let used = [id.clone()].into();
        pictures::carry_shown(&site.pictures, &*target, &to, &used, &mut there).await.unwrap();
        assert_eq!(there.len(), 1);
        std::fs::remove_dir_all(scene.place("pictures")).unwrap();
        let back = pictures::bring_back(&site.pictures, &[&*target], &scene.with, &used).await;
        assert_eq!(back.unwrap(), Brought { back: 1, missing: 2, ..Brought::default() });
        assert_eq!(site.pictures.get(&id, width).await.unwrap().unwrap(), "x");
        end(site, false).await;
    });
}
