//! A site whose backups and pictures are in buckets.

use bytes::Bytes;
use domain::{List, PictureId, PictureWidth};

use super::*;
use crate::{bucket::stub::Stub, settings::BackupSettings};

/// Makes a list with a picture of its owner's on top.
pub(super) async fn covered(site: &Site) -> PictureId {
    let id = PictureId::new([7; 32]);
    for width in PictureWidth::ALL {
        let name = id.file_name(width);
        site.pictures.put_back(&name, Bytes::from(name.clone())).await.unwrap();
    }
    let list = list(site, "with a picture").await;
    let person = owner(site).await;
    let actor = domain::Actor { person: Some(person), ..domain::Actor::default() };
    let errand = ::store::Errand {
        actor: &actor,
        now: site.clock.now(),
        ids: &*site.clock,
        terms: &domain::NO_TERMS,
    };
    let share_key = |list, generation| site.secrets.share_key_of(list, generation);
    let cover = |list: List| list.set_picture(Some(id.clone()));
    site.store.change_list(errand, person, list, &share_key, &cover).await.unwrap();
    id
}

#[test]
fn a_site_is_backed_up_into_a_bucket_and_comes_back_from_there() {
    run(async {
        let service = Stub::start().await;
        let mut scene = Scene::new(true);
        let BackupSettings { recipients, scratch, .. } = scene.settings.backup.clone();
        scene.settings.backup = BackupSettings { recipients, scratch, ..service.backups() };
        scene.settings.pictures = service.pictures();
        assert_eq!(scene.settings.backup.wrong(), Vec::<String>::new());
        assert_eq!(scene.settings.pictures.wrong(), Vec::<String>::new());
        check(&scene.settings.backup).await.unwrap();

        let site = scene.site().await;
        let id = covered(&site).await;
        service.be_busy(1);
        let kept = make(&site, Kind::Manual, 0.0).await.unwrap();
        assert_eq!(service.put_off(), 1);
        assert!(kept.well && kept.encrypted && kept.pictures == 3, "{kept:?}");
        let listed = crate::backup::list(&site).await.unwrap();
        assert_eq!(listed, std::slice::from_ref(&kept));
        assert!(verify(&site, &kept.name).await.unwrap().well);
        let asked = scene.asked(Some(&kept.name), None);
        let examined = examine(&scene.settings, &Clock::default(), &asked).await.unwrap();
        assert_eq!((examined.rows, examined.pictures), (kept.rows, 3));
        assert_eq!(examined.beside, Some(vec![]));
        list(&site, "after the backup").await;
        let expected = titles(&site).await;
        end(site, true).await;

        scene.destroy();
        service.lose("pictures");
        let restored = scene.restore(None, None).await.unwrap();
        assert_eq!(restored.pictures, Brought { back: 3, ..Brought::default() });
        let site = scene.site().await;
        assert_eq!(titles(&site).await, expected);
        let picture = site.pictures.get(&id, PictureWidth::Small).await.unwrap().unwrap();
        assert_eq!(picture, id.file_name(PictureWidth::Small));
        end(site, false).await;

        assert_eq!((service.turned_away(), service.half_done()), (0, 0));
        for name in service.names() {
            let ours = ["backups/ewelists/test/", "pictures/"];
            assert!(ours.iter().any(|ours| name.starts_with(ours)), "{name}");
        }
    });
}
