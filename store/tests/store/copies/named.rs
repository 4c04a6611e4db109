//! What the log tells to whoever ships it.

use std::collections::HashSet;

use domain::{Gift, GiftDetails, PictureId};

use super::*;

async fn log(store: &Store) -> Vec<Logged> {
    store.log_page(FIRST, LAST, 1000).await.unwrap()
}

async fn shown(store: &Store, log: &[Logged]) -> HashSet<PictureId> {
    store.pictures_shown(log).await.unwrap()
}

// R9.8
#[test]
fn the_log_tells_whose_words_were_erased_as_the_table_does() {
    run(async {
        let (world, _, _, _) = scene(Engine::Memory).await;
        let dora = world.person("dora").await;
        assert!(log(&world.store).await.iter().all(|row| row.erasures.is_empty()));
        let actor = account(dora, "dora");
        world.store.delete_account(world.errand(&actor), dora, None).await.unwrap();
        let (mut told, mut stand) = (Erasures::default(), Erasures::default());
        let log = log(&world.store).await;
        for row in &log {
            assert_eq!(row.erasures.len(), row.erased.len());
            row.erasures.iter().for_each(|line| told.known(line).unwrap());
        }
        for line in world.store.dump_page("erasure", None, 1000).await.unwrap().lines {
            stand.known(&line).unwrap();
        }
        assert_eq!(told.all().collect::<Vec<_>>(), stand.all().collect::<Vec<_>>());
        assert!(told.all().any(|erasure| erasure.subject == dora.to_string()));
    });
}

#[test]
fn the_log_tells_which_pictures_it_shows() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "3").await;
        let actor = account(ada, "ada");
        let [first, second, cover] = [1, 2, 3].map(|byte| PictureId::new([byte; 32]));
        let all = log(&world.store).await;
        assert_eq!(shown(&world.store, &all).await, HashSet::new());
        for picture in [&first, &second] {
            let before = log(&world.store).await.len();
            let set = |_: &_, gift: Gift| {
                let details =
                    GiftDetails { picture: Some(picture.clone()), ..gift.details.clone() };
                Ok((Gift { details, ..gift }, vec![]))
            };
            let errand = world.errand(&actor);
            world.store.change_gift(errand, ada, list, gift, &set).await.unwrap();
            let new = log(&world.store).await.split_off(before);
            assert_eq!(shown(&world.store, &new).await, HashSet::from([picture.clone()]));
        }
        let set = |list: domain::List| list.set_picture(Some(cover.clone()));
        let errand = world.errand(&actor);
        world.store.change_list(errand, ada, list, &share_key, &set).await.unwrap();
        let all = log(&world.store).await;
        assert_eq!(shown(&world.store, &all).await, HashSet::from([first, second, cover]));
    });
}
