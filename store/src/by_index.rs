//! What is asked for each of several values is found by an index, however many values there are. The
//! engine uses none for `IN` with more than 32, and none for what is compared with `$parent`.

use std::{fs, path::Path};

use chrono::DateTime;
use surrealdb::types::Variables;

use crate::{
    Store,
    in_tests::{plan, plan_for_each, run},
};

/// What asks, for each of which values, and where the answers are found.
const ASKED: [(&str, &str, &str); 13] = [
    (include_str!("../query/erasing.surql"), "promise", "outbox_about"),
    (include_str!("../query/erasing.surql"), "giver", "thanks_giver"),
    (include_str!("../query/hearing.surql"), "hearer", "webhook_person"),
    (include_str!("../query/hearing.surql"), "admin", "webhook_person"),
    (include_str!("../query/importing.surql"), "key", "product_catalogue_key"),
    (include_str!("../query/leaving.surql"), "giver", "thanks_giver"),
    (include_str!("../query/list_erasing.surql"), "promise", "outbox_about"),
    (include_str!("../query/putting.surql"), "key", "product_catalogue_key"),
    (include_str!("../query/shared.surql"), "key", "giver_email_key"),
    (include_str!("../query/stock.surql"), "key", "product_catalogue_key"),
    (include_str!("../query/to_remind.surql"), "promise", "outbox_about"),
    (include_str!("../query/untold.surql"), "promise", "outbox_about"),
    (include_str!("../query/untold_in_bin.surql"), "promise", "outbox_about"),
];

// R7.1, R10.11: what it costs does not follow from how much there is of everybody else's.
#[test]
fn what_is_asked_for_each_of_many_values_is_found_by_an_index() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(DateTime::UNIX_EPOCH).await.unwrap();
        for (file, name, index) in ASKED {
            let mut bound = Variables::new();
            bound.insert(name, "one".to_owned());
            let plan = plan_for_each(&store, file, name, bound).await;
            assert!(plan.contains(index) && !plan.contains("Iterate Table"), "{file}: {plan}");
        }
    });
}

// R2.8, R5.4: nor from how many promised something who have no account.
#[test]
fn what_an_address_promised_is_found_by_the_address() {
    run(async {
        let store = Store::open("mem://").await.unwrap();
        store.migrate(DateTime::UNIX_EPOCH).await.unwrap();
        for (file, name) in [
            (include_str!("../query/arrival.surql"), "givers"),
            (include_str!("../query/email_change.surql"), "givers"),
            (include_str!("../query/entering.surql"), "promised"),
            (include_str!("../query/sign_up_finish.surql"), "givers"),
        ] {
            let mut bound = Variables::new();
            bound.insert("key", "one".to_owned());
            let plan = plan(&store, file, name, bound).await;
            assert!(plan.contains("index: giver_email_key"), "{file}: {plan}");
        }
    });
}

// R5.8, R2.8: nor does a question read a whole table for each row of another.
#[test]
fn no_question_compares_the_rows_of_a_table_with_each_of_another() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("query");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("= $parent."), "{}", path.display());
    }
}
