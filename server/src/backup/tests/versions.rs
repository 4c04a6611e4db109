//! Backups of other versions.

use super::*;
use crate::backup::{archive::Writing, manifest::Manifest};

/// A backup of an empty site with this schema.
async fn empty(scene: &Scene, schema: Vec<::store::SchemaFile>) -> String {
    let at: DateTime<Utc> = "2026-11-01T06:00:00Z".parse().unwrap();
    let file = scene.place("other.backup");
    let writing = Writing::begin(&file, &Recipients::default()).unwrap();
    let manifest = Manifest {
        program: "9.9.9".to_owned(),
        schema,
        kind: Kind::Manual,
        ..Manifest::of_nothing(at)
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
