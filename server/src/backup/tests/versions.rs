//! Backups of other versions.

use std::collections::BTreeMap;

use super::*;
use crate::backup::{
    archive::Writing,
    manifest::{FORMAT, Manifest},
};

/// Rows by table, each as a line.
pub(super) type Rows = BTreeMap<&'static str, Vec<String>>;

/// A backup of an empty site with this schema.
async fn empty(scene: &Scene, schema: Vec<::store::SchemaFile>) -> String {
    backup_of(scene, schema, &Rows::new()).await
}

/// A backup of a site with this schema that held these rows.
pub(super) async fn backup_of(
    scene: &Scene,
    schema: Vec<::store::SchemaFile>,
    rows: &Rows,
) -> String {
    let at: DateTime<Utc> = "2026-11-01T06:00:00Z".parse().unwrap();
    let file = scene.place("other.backup");
    let mut writing = Writing::begin(&file, &Recipients::default()).unwrap();
    for table in ::store::dump_tables() {
        let Some(lines) = rows.get(table) else { continue };
        let entry = format!("tables/{table}/000001");
        writing.add(entry, lines.join("\n").into_bytes()).await.unwrap();
    }
    let counts = rows.iter().map(|(table, lines)| ((*table).to_owned(), lines.len() as u64));
    let manifest = Manifest {
        format: FORMAT,
        program: "9.9.9".to_owned(),
        schema,
        kind: Kind::Manual,
        made_at: at,
        until: at,
        floor: ::store::log_key(at),
        end: ::store::log_key(at),
        timeline: "life".to_owned(),
        rows: counts.collect(),
        changes: 0,
        secret: String::new(),
        holds_secret: false,
        pictures: Vec::new(),
        entries: Vec::new(),
    };
    writing.finish(&manifest).await.unwrap();
    file.to_string_lossy().into_owned()
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
