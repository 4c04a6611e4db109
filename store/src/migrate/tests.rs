use super::*;
use crate::{OpenError, in_tests::run};

mod kept;

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

const BROKEN: Schema = Schema {
    name: "0004_broken",
    text: "broken",
    script: "BEGIN; CREATE ONLY $ledger.id CONTENT $ledger RETURN NONE;
        DEFINE TABLE half TYPE NORMAL SCHEMAFULL; THROW 'broken'; COMMIT;",
    kept: "",
};

#[test]
fn each_file_is_applied_once() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        assert_eq!(store.migrate(now()).await.unwrap().len(), SCHEMA.len());
        assert_eq!(store.migrate(now()).await.unwrap(), Vec::<String>::new());
        assert_eq!(store.outdated().await.unwrap(), 0);
    });
}

#[test]
fn a_store_of_before_is_said_to_be_so_and_left_as_it_is() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.apply(&SCHEMA[..2], now()).await.unwrap();
        for _ in 0..2 {
            assert_eq!(store.outdated().await.unwrap(), SCHEMA.len() - 2);
        }
    });
}

#[test]
fn a_changed_file_is_refused() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(now()).await.unwrap();
        let mut schema = SCHEMA.to_vec();
        schema[1].text = "other";
        let refused = store.apply(&schema, now()).await.unwrap_err();
        assert!(matches!(&refused, MigrateError::Changed { name } if name == "0002_lists"));
    });
}

#[test]
fn a_newer_schema_is_refused() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(now()).await.unwrap();
        let refused = store.apply(&SCHEMA[..2], now()).await.unwrap_err();
        assert!(matches!(refused, MigrateError::Newer { found: 3, known: 2 }), "{refused}");
    });
}

#[test]
fn a_file_that_fails_leaves_nothing_behind() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        let schema = [SCHEMA, &[BROKEN]].concat();
        let refused = store.apply(&schema, now()).await.unwrap_err();
        assert!(
            matches!(&refused, MigrateError::Failed { name, reason }
                if name == "0004_broken" && reason.contains("broken")),
            "{refused}"
        );
        assert_eq!(store.migrate(now()).await.unwrap(), Vec::<String>::new());
        let half = store.db().query("SELECT * FROM half").await.unwrap().check();
        assert!(half.is_err());
    });
}

#[test]
fn two_starters_at_once_apply_each_file_once() {
    run(async {
        // Each file is one race.
        for _ in 0..5 {
            let store = Store::open("mem://").await.unwrap();
            let starters = [store.clone(), store.clone(), store.clone()]
                .map(|store| tokio::spawn(async move { store.migrate(now()).await.unwrap() }));
            let mut applied = Vec::new();
            for starter in starters {
                applied.extend(starter.await.unwrap());
            }
            applied.sort_unstable();
            let names: Vec<_> = SCHEMA.iter().map(|file| file.name).collect();
            assert_eq!(applied, names);
        }
    });
}

#[test]
fn an_unknown_sync_is_refused_before_anything_is_opened() {
    run(async {
        let refused = Store::open("rocksdb:///nowhere/at/all?sync=sometimes").await.err();
        assert!(matches!(refused, Some(OpenError::Sync(sync)) if sync == "sometimes"));
    });
}
