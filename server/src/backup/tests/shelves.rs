//! What a shipment writes, and who is still on what was written before.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use domain::{PictureId, PictureWidth};

use super::{
    bucket::covered,
    erased::{keys, told},
    recipients::name_others,
    *,
};
use crate::backup::{
    log::Shipper,
    seal::PackedLines,
    target::disturbed::{Disturbance, Disturbed},
};

/// Ids of some time ago, each of a millisecond of its own.
struct Ago(AtomicI64);

impl Ago {
    /// From a minute after a shelf was begun on.
    fn hours(site: &Site, hours: i64) -> Self {
        let then = (site.clock.now() - TimeDelta::hours(hours)).timestamp_millis();
        Self(AtomicI64::new(then - then.rem_euclid(300_000) + 60_000))
    }
}

impl ::store::Ids for Ago {
    fn next(&self) -> uuid::Uuid {
        let millis = u64::try_from(self.0.fetch_add(1, Ordering::Relaxed)).unwrap();
        uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
    }
}

/// Somebody leaves between reading keys and putting them there.
struct Meddling {
    site: Site,
    leaves: Mutex<Option<PersonId>>,
}

#[async_trait]
impl Disturbance for Meddling {
    async fn before_put(&self, name: &str) {
        let mut leaves = None;
        if name.starts_with("keys/") {
            leaves = self.leaves.lock().unwrap().take();
        }
        if let Some(person) = leaves {
            leave(&self.site, person).await;
        }
    }
}

fn place(scene: &Scene) -> Arc<dyn Target> {
    target::folder(&scene.place("backups"))
}

fn recipients(scene: &Scene) -> Recipients {
    Recipients::parse(&scene.settings.backup.recipients).unwrap()
}

/// Another process that ships the log of a site.
async fn another(scene: &Scene, site: &Site, place: Arc<dyn Target>) -> Shipper {
    let (store, pictures) = (site.store.clone(), site.pictures.clone());
    let begun = Shipper::begin(store, pictures, place, recipients(scene), site.clock.now());
    begun.await.unwrap()
}

/// What stands in a folder among backups, to the last bit: what is encrypted once more is another.
async fn standing(scene: &Scene, folder: &str) -> BTreeMap<String, Bytes> {
    let (place, mut all) = (place(scene), BTreeMap::new());
    for found in place.list(folder).await.unwrap() {
        let bytes = place.get(&found.name).await.unwrap().unwrap();
        all.insert(found.name, bytes);
    }
    all
}

/// The names of what is not in one of these as it is in the other.
fn differ(one: &BTreeMap<String, Bytes>, other: &BTreeMap<String, Bytes>) -> Vec<String> {
    let names = one.keys().filter(|name| one.get(*name) != other.get(*name));
    names.cloned().collect()
}

fn unpacked(scene: &Scene, bytes: Bytes) -> String {
    String::from_utf8(seal::unpack(bytes.into(), &scene.with, "it").unwrap()).unwrap()
}

/// Makes what stands there look as earlier versions left it: the keys of a day together, and all whose
/// words were erased.
async fn as_before(scene: &Scene, life: &str) {
    let place = place(scene);
    let mut before = BTreeMap::<String, Vec<String>>::new();
    for folder in ["keys", "erased"] {
        for (name, bytes) in standing(scene, folder).await {
            let together = match folder {
                "erased" => format!("erased/{life}"),
                _ => name.split_once('T').map_or(name.as_str(), |(day, _)| day).to_owned(),
            };
            let text = unpacked(scene, bytes);
            before.entry(together).or_default().extend(text.lines().map(str::to_owned));
            place.delete(&name).await.unwrap();
        }
    }
    for (name, lines) in before {
        let mut packed = PackedLines::new(&recipients(scene)).unwrap();
        lines.iter().for_each(|line| packed.add(line).unwrap());
        let packed = packed.finish().unwrap().unwrap();
        place.put(&name, Bytes::from(packed)).await.unwrap();
    }
}

// R9.8
#[test]
fn a_shipment_writes_the_keys_of_whoever_is_new_and_gone_and_no_others() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        ship(&site, false).await.unwrap();
        let early = somebody_by(&site, "early", &Ago::hours(&site, 3)).await;
        ship(&site, false).await.unwrap();
        let first = standing(&scene, "keys").await;
        let late = somebody_by(&site, "late", &Ago::hours(&site, 1)).await;
        ship(&site, false).await.unwrap();
        let second = standing(&scene, "keys").await;
        assert_eq!(differ(&first, &second), Vec::<String>::new());
        assert_eq!(differ(&second, &first).len(), 1);
        for person in [early, late] {
            assert_eq!(told(&scene, &scene.with, person).await, 1);
        }

        leave(&site, early).await;
        ship(&site, false).await.unwrap();
        let third = standing(&scene, "keys").await;
        assert_eq!(differ(&second, &third).len(), 1);
        assert_eq!(differ(&third, &second), Vec::<String>::new(), "nobody was left beside her");
        assert_eq!(told(&scene, &scene.with, early).await, 0);
        assert_eq!(told(&scene, &scene.with, late).await, 1);
        end(site, false).await;
    });
}

// R9.8
#[test]
fn whoever_is_erased_is_told_of_without_telling_of_all_others_again() {
    run(async {
        let mut scene = Scene::new(true);
        let site = scene.site().await;
        let one = somebody(&site, "one").await;
        leave(&site, one).await;
        ship(&site, false).await.unwrap();
        let life = site.store.timeline(site.clock.now()).await.unwrap();
        let first = standing(&scene, "erased").await;
        let all = format!("erased/{life}");
        assert!(first.contains_key(&all), "{:?}", first.keys());
        let other = somebody(&site, "other").await;
        leave(&site, other).await;
        ship(&site, false).await.unwrap();
        let second = standing(&scene, "erased").await;
        assert_eq!(second[&all], first[&all]);
        let knows = |standing: BTreeMap<String, Bytes>, scene: &Scene, person: PersonId| {
            let mut texts = standing.into_values().map(|bytes| unpacked(scene, bytes));
            texts.any(|text| text.contains(&person.to_string()))
        };
        for person in [one, other] {
            assert!(knows(second.clone(), &scene, person));
        }
        end(site, true).await;

        // Another process in the same life keeps what is there.
        let site = scene.site().await;
        let third = somebody(&site, "third").await;
        leave(&site, third).await;
        end(site, true).await;
        for person in [one, other, third] {
            assert!(knows(standing(&scene, "erased").await, &scene, person));
        }

        // The next life takes over all of it.
        name_others(&mut scene, true);
        let site = scene.site().await;
        ship(&site, false).await.unwrap();
        let left = standing(&scene, "erased").await;
        assert!(left.keys().all(|name| !name.starts_with(&all)), "{:?}", left.keys());
        for person in [one, other, third] {
            assert!(knows(left.clone(), &scene, person));
        }
        end(site, false).await;
    });
}

// R9.8
#[test]
fn what_earlier_versions_shipped_is_read_and_whoever_is_erased_goes_from_it() {
    run(async {
        for brought_back in [true, false] {
            let scene = Scene::new(true);
            let site = scene.site().await;
            let gone = somebody(&site, "gone").await;
            make(&site, Kind::Manual, 0.0).await.unwrap();
            let stays = somebody(&site, "stays").await;
            let leaves = somebody(&site, "leaves").await;
            leave(&site, gone).await;
            list(&site, "of then").await;
            let expected = titles(&site).await;
            let life = site.store.timeline(site.clock.now()).await.unwrap();
            end(site, true).await;
            as_before(&scene, &life).await;
            assert!(standing(&scene, "keys").await.keys().all(|name| !name.contains('T')));
            assert_eq!(standing(&scene, "erased").await.len(), 1);
            for person in [stays, leaves] {
                assert_eq!(told(&scene, &scene.with, person).await, 1);
            }

            if brought_back {
                scene.destroy();
                let restored = scene.restore(None, None).await.unwrap();
                assert!(restored.erasures_told && restored.unread.is_empty());
            }
            let site = scene.site().await;
            assert_eq!(titles(&site).await, expected);
            for (person, there) in [(stays, true), (leaves, true), (gone, false)] {
                assert_eq!(site.store.person(person).await.unwrap().is_some(), there);
            }
            ship(&site, false).await.unwrap();
            leave(&site, leaves).await;
            end(site, true).await;
            assert_eq!(told(&scene, &scene.with, leaves).await, 0);
            assert!(told(&scene, &scene.with, stays).await >= 1);
        }
    });
}

// R9.8
#[test]
fn who_leaves_while_keys_are_shipped_is_gone_from_them_with_the_next_shipment() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let ids = Ago::hours(&site, 3);
        let stays = somebody_by(&site, "stays", &ids).await;
        let leaves = somebody_by(&site, "leaves", &ids).await;
        let by = Meddling { site: site.clone(), leaves: Mutex::new(Some(leaves)) };
        let meddling = Disturbed { place: place(&scene), by };
        let mut shipper = another(&scene, &site, Arc::new(meddling)).await;
        shipper.round(site.clock.now(), false).await.unwrap();
        assert!(site.store.person(leaves).await.unwrap().is_none());
        assert_eq!(told(&scene, &scene.with, leaves).await, 1, "her key had been read");
        shipper.round(site.clock.now(), false).await.unwrap();
        assert_eq!(told(&scene, &scene.with, leaves).await, 0);
        assert_eq!(told(&scene, &scene.with, stays).await, 1);
        drop(shipper);
        end(site, false).await;
    });
}

// R9.8
#[test]
fn whoever_had_no_turn_for_a_while_looks_at_what_others_shipped() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        make(&site, Kind::Daily, 0.0).await.unwrap();
        ship(&site, false).await.unwrap();
        let mut other = another(&scene, &site, place(&scene)).await;
        let ids = Ago::hours(&site, 2);
        let stays = somebody_by(&site, "stays", &ids).await;
        let leaves = somebody_by(&site, "leaves", &ids).await;
        other.round(site.clock.now(), false).await.unwrap();
        drop(other);
        assert_eq!(told(&scene, &scene.with, leaves).await, 1);

        site.clock.advance(TimeDelta::minutes(2));
        leave(&site, leaves).await;
        list(&site, "after that").await;
        ship(&site, false).await.unwrap();
        assert_eq!(told(&scene, &scene.with, leaves).await, 0);
        let expected = titles(&site).await;
        end(site, true).await;

        // Nor did it write over a part of the log.
        let site = scene.brought_back().await;
        assert_eq!(titles(&site).await, expected);
        assert!(site.store.person(stays).await.unwrap().is_some());
        end(site, false).await;
    });
}

// R9.8
#[test]
fn keys_of_whoever_came_at_any_time_come_back() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        make(&site, Kind::Daily, 0.0).await.unwrap();
        let mut people = Vec::new();
        for hours in [30, 3, 1] {
            let ids = Ago::hours(&site, hours);
            people.push(somebody_by(&site, &format!("ago{hours}"), &ids).await);
            ship(&site, false).await.unwrap();
        }
        people.push(somebody(&site, "now").await);
        end(site, true).await;
        assert!(keys(&scene, &scene.with).await.len() >= 4);
        scene.destroy();
        let restored = scene.restore(None, None).await.unwrap();
        assert!(restored.unread.is_empty(), "{:?}", restored.unread);
        let site = scene.site().await;
        for person in people {
            assert!(site.store.person(person).await.unwrap().is_some());
        }
        assert_eq!(site.store.invariants().await.unwrap(), Vec::<String>::new());
        end(site, false).await;
    });
}

#[test]
fn pictures_that_the_log_shows_are_shipped_and_no_others() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        ship(&site, false).await.unwrap();
        let other = PictureId::new([9; 32]).file_name(PictureWidth::Small);
        site.pictures.put_back(&other, Bytes::from_static(b"x")).await.unwrap();
        let id = covered(&site).await;
        ship(&site, false).await.unwrap();
        let there = pictures::there(&*place(&scene)).await.unwrap();
        let expected = PictureWidth::ALL.map(|width| id.file_name(width));
        assert_eq!(there, HashSet::from(expected));
        end(site, false).await;
    });
}
