//! Backups of other versions.

use std::collections::BTreeMap;

use super::*;
use crate::backup::{archive::Writing, manifest::Manifest};

/// Rows by table, each as a line.
pub(super) type Rows = BTreeMap<&'static str, Vec<String>>;

/// A backup of an empty site with this schema.
async fn empty(scene: &Scene, schema: Vec<::store::SchemaFile>) -> String {
    backup_of(scene, schema, &Rows::new(), &[]).await
}

/// A backup of a site with this schema that held these rows and keys.
pub(super) async fn backup_of(
    scene: &Scene,
    schema: Vec<::store::SchemaFile>,
    rows: &Rows,
    keys: &[String],
) -> String {
    let at: DateTime<Utc> = "2026-11-01T06:00:00Z".parse().unwrap();
    let file = scene.place("other.backup");
    let mut writing = Writing::begin(&file, &Recipients::default()).unwrap();
    for table in ::store::dump_tables() {
        let Some(lines) = rows.get(table) else { continue };
        let entry = format!("tables/{table}/000001");
        writing.add(entry, lines.join("\n").into_bytes()).await.unwrap();
    }
    if !keys.is_empty() {
        writing.add("keys/000001".to_owned(), keys.join("\n").into_bytes()).await.unwrap();
    }
    let counts = rows.iter().map(|(table, lines)| ((*table).to_owned(), lines.len() as u64));
    let manifest = Manifest {
        program: "9.9.9".to_owned(),
        schema,
        kind: Kind::Manual,
        rows: counts.collect(),
        ..Manifest::of_nothing(at)
    };
    writing.finish(&manifest).await.unwrap();
    file.to_string_lossy().into_owned()
}

/// What a small site held when there were this many schema files, as it was written then: rows and keys. The
/// store tells of these files in `migrate/tests/kept.rs`.
fn kept(files: usize) -> (Rows, Vec<String>) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/tests/kept");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut places: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    places.sort();
    assert_eq!(places.len(), ::store::schema().len());
    let mut records = BTreeMap::new();
    for place in &places[..files] {
        for line in std::fs::read_to_string(place).unwrap().lines() {
            let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
            let table = row.as_object_mut().unwrap().remove("table").unwrap();
            let [table, id] = [&table, &row["id"]].map(|word| word.as_str().unwrap().to_owned());
            // What a later file has of a record stands in its place.
            records.insert((table, id), row.to_string());
        }
    }
    let (mut rows, mut keys) = (Rows::new(), Vec::new());
    for ((table, _), line) in records {
        match ::store::dump_tables().find(|known| *known == table) {
            Some(table) => rows.entry(table).or_default().push(line),
            None if table == "subject_key" => keys.push(line),
            // What is in no backup, such as sessions.
            None => {}
        }
    }
    (rows, keys)
}

#[test]
fn a_site_of_an_older_schema_comes_back_with_all_that_it_held() {
    run(async {
        let known = ::store::schema();
        for files in [1, 2, 6, 11, 16, known.len() - 1] {
            let scene = Scene::new(false);
            let (rows, keys) = kept(files);
            let file = backup_of(&scene, known[..files].to_vec(), &rows, &keys).await;
            let restored = scene.restore(Some(&file), None).await;
            let restored = restored.unwrap_or_else(|error| panic!("{files}: {error}"));
            assert_eq!(restored.rows, rows.values().map(|lines| lines.len() as u64).sum::<u64>());
            assert_eq!(restored.applied.len(), known.len() - files);

            let site = prepare(scene.settings.clone()).await.unwrap();
            let counts = site.store.counts().await.unwrap();
            for (table, lines) in &rows {
                // Sign-ups and tokens are void.
                let number = if ["sign_up", "api_token"].contains(table) { 0 } else { lines.len() };
                assert_eq!(counts[*table], number as u64, "{table} of {files}");
            }
            let ada = EmailAddress::parse("ada@example.org").unwrap();
            let ada = site.store.person_by_email(&ada.key()).await.unwrap().unwrap();
            assert_eq!(ada.name.as_str(), "Ada");
            let lists = site.store.lists_of(ada.id).await.unwrap();
            let titled =
                |title: &str| lists.iter().any(|of| of.list.details.title.as_str() == title);
            assert_eq!(titled("Ada is one"), files > 1);
            // Before, there were no mails that each promise must have.
            if files > 2 {
                assert_eq!(site.store.invariants().await.unwrap(), Vec::<String>::new());
            }
            end(site, false).await;
        }
    });
}

#[test]
fn an_older_schema_is_brought_up_to_date_and_others_are_refused() {
    run(async {
        let known = ::store::schema();
        let scene = Scene::new(false);
        let older = empty(&scene, known[..known.len() - 3].to_vec()).await;
        let restored = scene.restore(Some(&older), None).await.unwrap();
        assert_eq!(restored.applied.len(), 3);
        assert_eq!(restored.secret, SecretKey::Missing);
        let site = prepare(scene.settings.clone()).await.unwrap();
        assert_eq!(site.store.counts().await.unwrap()["person"], 0);
        end(site, false).await;

        let scene = Scene::new(false);
        let later = ::store::SchemaFile { name: "9999".to_owned(), sha256: String::new() };
        let newer = empty(&scene, [known.clone(), vec![later.clone()]].concat()).await;
        let said = scene.restore(Some(&newer), None).await.unwrap_err();
        assert_eq!(said.code(), "newer");
        assert!(said.to_string().contains("9.9.9"), "{said}");

        let scene = Scene::new(false);
        let mut other = known.clone();
        other[2] = later;
        let other = empty(&scene, other).await;
        let said = scene.restore(Some(&other), None).await.unwrap_err();
        assert_eq!(said.code(), "other_schema");
        assert!(!scene.place("db").exists() && !scene.place("secret.key").exists());
    });
}
