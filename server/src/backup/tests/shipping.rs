//! The log, and a site as it was at a moment.

use super::*;
use crate::backup::log::Segment;

#[test]
fn a_site_comes_back_as_it_was_at_any_moment_and_a_new_life_begins() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let begins = site.clock.now();
        make(&site, Kind::Daily, 0.0).await.unwrap();
        let mut moments = Vec::new();
        for number in 0..6 {
            list(&site, &format!("list {number}")).await;
            if number % 2 == 0 {
                ship(&site, false).await.unwrap();
            }
            moments.push((later(&site).await, titles(&site).await));
        }
        let life = site.store.timeline(begins).await.unwrap();
        end(site, true).await;

        for (at, expected) in &moments {
            scene.destroy();
            let restored = scene.restore(None, Some(*at)).await.unwrap();
            assert_eq!(restored.at, *at);
            let site = scene.site().await;
            assert_eq!(titles(&site).await, *expected, "{at}");
            assert_eq!(site.store.invariants().await.unwrap(), Vec::<String>::new());
            assert_ne!(site.store.timeline(begins).await.unwrap(), life);
            end(site, false).await;
        }
        // Without a moment it is the end of the log.
        let site = scene.brought_back().await;
        assert_eq!(titles(&site).await, moments.last().unwrap().1);
        end(site, false).await;

        scene.destroy();
        let early = scene.restore(None, Some(begins - chrono::TimeDelta::days(1))).await;
        assert_eq!(early.unwrap_err().code(), "no_base");
        let future = begins + chrono::TimeDelta::days(1);
        assert_eq!(scene.restore(None, Some(future)).await.unwrap_err().code(), "future");
    });
}

#[test]
fn what_a_new_life_does_is_not_mixed_with_the_one_before() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        make(&site, Kind::Daily, 0.0).await.unwrap();
        list(&site, "kept").await;
        let middle = later(&site).await;
        list(&site, "undone").await;
        end(site, true).await;

        scene.destroy();
        scene.restore(None, Some(middle)).await.unwrap();
        let site = scene.site().await;
        daily(&site).await.unwrap();
        list(&site, "another life").await;
        end(site, true).await;

        let site = scene.brought_back().await;
        let titles = titles(&site).await;
        assert!(titles.contains(&"another life".to_owned()), "{titles:?}");
        assert!(titles.contains(&"kept".to_owned()) && !titles.contains(&"undone".to_owned()));
        end(site, false).await;

        // And the one before can still be had.
        scene.destroy();
        scene.restore(None, Some(middle)).await.unwrap();
    });
}

#[test]
fn a_log_with_a_hole_says_how_far_it_reaches() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let kept = make(&site, Kind::Daily, 0.0).await.unwrap();
        let mut moments = Vec::new();
        for number in 0..4 {
            list(&site, &format!("list {number}")).await;
            ship(&site, false).await.unwrap();
            moments.push(later(&site).await);
        }
        let life = site.store.timeline(moments[0]).await.unwrap();
        end(site, true).await;
        scene.destroy();
        let folder = scene.place("backups").join("log").join(&life);
        let mut parts: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        parts.retain(|path| Segment::parse(&path.to_string_lossy()).is_some());
        parts.sort();
        assert!(parts.len() >= 4, "{parts:?}");
        let hole = parts.len() - 2;
        let bytes = std::fs::read(&parts[hole]).unwrap();
        std::fs::remove_file(&parts[hole]).unwrap();
        let torn = scene.restore(None, Some(moments[3])).await.unwrap_err();
        assert_eq!(torn.code(), "log_ends", "{torn}");
        // Up to there it is whole.
        scene.restore(None, Some(moments[0])).await.unwrap();
        std::fs::remove_dir_all(scene.place("db")).unwrap();

        // One that is damaged is said to be so, and nothing is there.
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        std::fs::write(&parts[hole], &flipped).unwrap();
        let damaged = scene.restore(None, Some(moments[3])).await.unwrap_err();
        assert_eq!(damaged.code(), "damaged", "{damaged}");
        assert!(!scene.place("db").exists());
        let last = scene.restore(None, None).await.unwrap_err();
        assert!(last.to_string().contains("the log is whole"), "{last}");
        // What is before it can be had, and a backup that needs none of it.
        for (what, at) in [(None, Some(moments[0])), (Some(kept.name.as_str()), None)] {
            scene.restore(what, at).await.unwrap();
            std::fs::remove_dir_all(scene.place("db")).unwrap();
        }
        std::fs::write(&parts[hole], &bytes).unwrap();
        scene.restore(None, Some(moments[3])).await.unwrap();
    });
}

#[test]
fn a_process_goes_on_where_the_one_before_left_the_log() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        make(&site, Kind::Daily, 0.0).await.unwrap();
        list(&site, "first").await;
        ship(&site, false).await.unwrap();
        let moment = later(&site).await;
        end(site, false).await;
        let site = scene.site().await;
        list(&site, "second").await;
        end(site, false).await;
        let site = scene.site().await;
        list(&site, "third").await;
        let facts = site.backups.facts();
        assert_eq!(facts.log_until, None);
        ship(&site, false).await.unwrap();
        let until = site.backups.facts().log_until.unwrap();
        assert!(until >= moment);
        scene.comes_back(site).await;
    });
}

#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        make(&site, Kind::Daily, 0.0).await.unwrap();
        // As if the clock were ahead until this process ends.
        site.store.write_after(site.clock.now() + chrono::TimeDelta::minutes(10));
        list(&site, "ahead").await;
        ship(&site, false).await.unwrap();
        end(site, false).await;
        let site = scene.site().await;
        list(&site, "behind").await;
        scene.comes_back(site).await;
    });
}

#[test]
fn a_place_that_is_not_there_is_told_and_made_up_for() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        make(&site, Kind::Daily, 0.0).await.unwrap();
        ship(&site, false).await.unwrap();
        let away = scene.place("away");
        std::fs::rename(scene.place("backups"), &away).unwrap();
        std::fs::write(scene.place("backups"), "x").unwrap();
        list(&site, "meanwhile").await;
        assert_eq!(ship(&site, false).await.unwrap_err().code(), "target");
        let facts = site.backups.facts();
        assert_eq!(facts.log_failed.unwrap().code, "target");
        std::fs::remove_file(scene.place("backups")).unwrap();
        std::fs::rename(&away, scene.place("backups")).unwrap();
        ship(&site, false).await.unwrap();
        assert_eq!(site.backups.facts().log_failed, None);
        end(site, true).await;
        let site = scene.brought_back().await;
        assert!(titles(&site).await.contains(&"meanwhile".to_owned()));
        end(site, false).await;
    });
}
