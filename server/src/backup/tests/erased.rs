//! Who was erased stays erased, and mails are not sent twice.

use super::{recipients::name_others, *};

/// What stands among keys, by name.
pub(super) async fn keys(scene: &Scene, with: &Identities) -> Vec<(String, String)> {
    let target = target::folder(&scene.place("backups"));
    let mut keys = Vec::new();
    for found in target.list("keys").await.unwrap() {
        let packed = target.get(&found.name).await.unwrap().unwrap();
        let plain = seal::unpack(packed.into(), with, "keys").unwrap();
        keys.push((found.name, String::from_utf8(plain).unwrap()));
    }
    keys
}

/// How many files of keys tell of somebody.
pub(super) async fn told(scene: &Scene, with: &Identities, person: PersonId) -> usize {
    let person = person.to_string();
    keys(scene, with).await.iter().filter(|(_, text)| text.contains(&person)).count()
}

// R9.8
#[test]
fn who_left_after_the_backup_does_not_come_back_with_it() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        list(&site, "shipped words of hers").await;
        ship(&site, false).await.unwrap();
        let before = site.clock.now();
        let person = owner(&site).await;
        let actor = domain::Actor { person: Some(person), ..domain::Actor::default() };
        let terms = &domain::NO_TERMS;
        let errand = ::store::Errand { actor: &actor, terms, now: before, ids: &*site.clock };
        site.store.delete_account(errand, person, None).await.unwrap();
        end(site, true).await;

        for (what, at) in [(Some(kept.name.as_str()), None), (None, Some(before))] {
            scene.destroy();
            let restored = scene.restore(what, at).await.unwrap();
            assert!(restored.erased > 0);
            let site = prepare(scene.settings.clone()).await.unwrap();
            assert!(site.store.person(person).await.unwrap().is_none());
            let contents = site.store.contents().await.unwrap();
            assert!(!contents.iter().any(|row| row.contains(seed::EMAIL)));
            assert_eq!(site.store.invariants().await.unwrap(), Vec::<String>::new());
            end(site, false).await;
        }

        // The key by which her words in the log could be read is nowhere any more.
        assert_eq!(told(&scene, &scene.with, person).await, 0);
    });
}

// R9.8
#[test]
fn who_left_does_not_come_back_with_a_copy_that_lies_elsewhere() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        let elsewhere = scene.place("elsewhere").join("backups");
        std::fs::create_dir_all(&elsewhere).unwrap();
        let copy = elsewhere.join(format!("{}.backup", kept.name));
        std::fs::copy(scene.place("backups").join(Kept::file(&kept.name)), &copy).unwrap();
        let person = owner(&site).await;
        let actor = domain::Actor { person: Some(person), ..domain::Actor::default() };
        let (terms, now) = (&domain::NO_TERMS, site.clock.now());
        let errand = ::store::Errand { actor: &actor, terms, now, ids: &*site.clock };
        site.store.delete_account(errand, person, None).await.unwrap();
        end(site, true).await;

        scene.destroy();
        let restored = scene.restore(copy.to_str(), None).await.unwrap();
        assert!(restored.erased > 0 && restored.erasures_told);
        let site = prepare(scene.settings.clone()).await.unwrap();
        assert!(site.store.person(person).await.unwrap().is_none());
        end(site, false).await;

        // Where nothing tells of it, that is said.
        scene.destroy();
        std::fs::remove_dir_all(scene.place("backups")).unwrap();
        let restored = scene.restore(copy.to_str(), None).await.unwrap();
        assert!(restored.erased == 0 && !restored.erasures_told);
    });
}

// R9.8
#[test]
fn what_was_sent_is_not_sent_again_and_what_is_unknown_is_held() {
    run(async {
        let scene = Scene::new(true);
        let site = scene.site().await;
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        let now = site.clock.now();
        let due = site.store.claim_mail(now, 60, 1000).await.unwrap();
        assert!(due.len() >= 2, "{due:?}");
        site.store.mail_sent(due[0].id, now).await.unwrap();
        ship(&site, false).await.unwrap();
        end(site, false).await;

        // It was killed: of the others nobody knows.
        scene.destroy();
        let restored = scene.restore(Some(&kept.name), None).await.unwrap();
        assert_eq!((restored.mails.done, restored.mails.held), (1, due.len() - 1));
        assert!(!restored.mails.held_kinds.is_empty());
        let site = prepare(scene.settings.clone()).await.unwrap();
        let given_up = site.store.mail_backlog(site.clock.now()).await.unwrap().2;
        assert_eq!(given_up, due.len() as u64 - 1);
        assert!(site.store.claim_mail(site.clock.now(), 60, 1000).await.unwrap().is_empty());
        end(site, false).await;
    });
}

// R9.8
#[test]
fn who_leaves_in_another_life_is_in_no_keys_of_the_one_before() {
    run(async {
        for brought_back in [true, false] {
            let mut scene = Scene::new(true);
            let site = scene.site().await;
            let stays = somebody(&site, "stays").await;
            let leaves = somebody(&site, "leaves").await;
            let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
            let later = somebody(&site, "later").await;
            end(site, true).await;
            let with = scene.with.clone();
            for person in [stays, leaves, later] {
                assert_eq!(told(&scene, &with, person).await, 1);
            }

            // Another life: of the backup, or since others may open it.
            if brought_back {
                scene.destroy();
                scene.restore(Some(&kept.name), None).await.unwrap();
            } else {
                name_others(&mut scene, true);
            }
            let site = scene.site().await;
            ship(&site, false).await.unwrap();
            let new = somebody(&site, "new").await;
            leave(&site, new).await;
            somebody(&site, "remains").await;
            ship(&site, false).await.unwrap();
            assert!(told(&scene, &with, leaves).await >= 1);
            assert!(told(&scene, &with, later).await >= 1);
            leave(&site, leaves).await;
            end(site, true).await;
            let lives = std::fs::read_dir(scene.place("backups").join("keys")).unwrap().count();
            assert_eq!(lives, 2);
            assert_eq!(told(&scene, &with, leaves).await, 0);
            assert!(told(&scene, &with, stays).await >= 1);
        }
    });
}

// R9.8: the id of a message is a digest, and may look like that of somebody who comes in a far future.
#[test]
fn the_key_of_a_message_goes_from_every_life_however_its_id_looks() {
    run(async {
        let mut scene = Scene::new(true);
        let with = scene.with.clone();
        let site = scene.site().await;
        let id: uuid::Uuid = "40000000-0000-7abc-8def-0123456789ab".parse().unwrap();
        let (message, subject) = (domain::MessageId::new(id), PersonId::new(id));
        let form = domain::ContactForm {
            name: "Ada".to_owned(),
            email: "ada@ewelists.example".to_owned(),
            message: "Hello".to_owned(),
        };
        let quota = ::store::Quota { what: "contact", burst: 2, seconds: 60 };
        let (wish, language) = (form.parse().unwrap(), "en".to_owned());
        let new = ::store::Contacting { id: message, wish, language, quota };
        let actor = domain::Actor::default();
        let (terms, now) = (&domain::NO_TERMS, site.clock.now());
        let errand = ::store::Errand { actor: &actor, terms, now, ids: &*site.clock };
        site.store.contact(errand, new).await.unwrap();
        // What waits to be sent is kept.
        let now = site.clock.now();
        for mail in site.store.claim_mail(now, 60, 1000).await.unwrap() {
            site.store.mail_sent(mail.id, now).await.unwrap();
        }
        end(site, true).await;
        assert_eq!(told(&scene, &with, subject).await, 1);

        name_others(&mut scene, true);
        let site = scene.site().await;
        ship(&site, false).await.unwrap();
        site.clock.advance(chrono::TimeDelta::days(31));
        site.store.sweep_contact(site.clock.now()).await.unwrap();
        assert!(site.store.contact_message(message).await.unwrap().is_none());
        end(site, true).await;
        assert_eq!(told(&scene, &with, subject).await, 0);
    });
}
