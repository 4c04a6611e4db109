//! Backups of a site on a disk, from beginning to end.

mod bucket;
mod damaged;
mod erased;
pub(in crate::backup) mod far_away;
mod keeping;
mod recipients;
mod shelves;
mod shipping;
mod versions;

use std::{path::Path, time::Duration};

use chrono::{DateTime, Utc};
use domain::{EmailAddress, ListId, PersonId};
use tempfile::TempDir;

use super::*;
use crate::{
    cli::seed,
    clock::Clock,
    in_tests::run,
    prepare,
    settings::{Environment, Settings},
};

/// A site with sample data, a folder for backups, and a pair of keys.
struct Scene {
    folder: TempDir,
    settings: Settings,
    with: Identities,
}

impl Scene {
    /// Its settings; backups are encrypted where `sealed`.
    fn new(sealed: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        let (file, public) = fresh_keys();
        std::fs::write(place("key.txt"), file).unwrap();
        let mut settings = Settings::default();
        settings.site.environment = Environment::Test;
        settings.store.url = format!("rocksdb://{}", place("db").display());
        settings.store.secret_file = place("secret.key");
        settings.pictures.directory = place("pictures");
        settings.backup.directory = place("backups");
        settings.backup.scratch = place("scratch");
        settings.backup.recipients = if sealed { vec![public] } else { vec![] };
        let with = Identities::read(&place("key.txt")).unwrap();
        Self { folder, settings, with }
    }

    fn place(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// The site, with sample data where it has none yet.
    async fn site(&self) -> Site {
        let site = prepare(self.settings.clone()).await.unwrap();
        if site.store.counts().await.unwrap()["person"] == 0 {
            seed::sample(&site).await.unwrap();
        }
        look_after(&site);
        site
    }

    /// All is gone but what is among backups, and the key of links where it must stay.
    fn destroy(&self) {
        std::fs::remove_dir_all(self.place("db")).unwrap();
        if !self.settings.backup.recipients.is_empty() {
            std::fs::remove_file(self.place("secret.key")).unwrap();
        }
    }

    fn asked(&self, what: Option<&str>, at: Option<DateTime<Utc>>) -> Asked {
        let (what, with) = (what.map(str::to_owned), self.with.clone());
        Asked { what, at, with, without_erasures: false }
    }

    async fn restore(
        &self,
        what: Option<&str>,
        at: Option<DateTime<Utc>>,
    ) -> Result<Restored, BackupError> {
        restore(&self.settings, &Clock::default(), &self.asked(what, at)).await
    }

    /// The site once all of it was lost, and brought back from what was shipped.
    async fn brought_back(&self) -> Site {
        self.destroy();
        self.restore(None, None).await.unwrap();
        self.site().await
    }

    /// Ends the site in order, and finds all its lists in what is brought back.
    async fn comes_back(&self, site: Site) {
        let expected = titles(&site).await;
        end(site, true).await;
        let site = self.brought_back().await;
        assert_eq!(titles(&site).await, expected);
        end(site, false).await;
    }
}

/// Ends the site, which is shipped to the end where `closes`.
async fn end(site: Site, closes: bool) {
    if closes {
        ship(&site, true).await.unwrap();
    }
    let store = site.store.clone();
    drop(site);
    store.close().await;
}

/// Who owns the sample lists.
async fn owner(site: &Site) -> PersonId {
    let email = EmailAddress::parse(seed::EMAIL).unwrap();
    site.store.person_by_email(&email.key()).await.unwrap().unwrap().id
}

/// Waits until a moment is another one than the one before, to the millisecond.
async fn later(site: &Site) -> DateTime<Utc> {
    tokio::time::sleep(Duration::from_millis(3)).await;
    let now = site.clock.now();
    tokio::time::sleep(Duration::from_millis(3)).await;
    now
}

/// Makes a list, which tells a moment from the one before.
async fn list(site: &Site, title: &str) -> ListId {
    let person = owner(site).await;
    let actor = domain::Actor { person: Some(person), ..domain::Actor::default() };
    let (terms, now) = (&domain::NO_TERMS, site.clock.now());
    let errand = ::store::Errand { actor: &actor, terms, now, ids: &*site.clock };
    let form = domain::ListForm {
        title: title.to_owned(),
        occasion: "birthday".to_owned(),
        ..domain::ListForm::default()
    };
    let details = form.parse().unwrap();
    site.store.create_list(errand, person, details, domain::Surprise::Show).await.unwrap()
}

/// Somebody else with an account.
async fn somebody(site: &Site, name: &str) -> PersonId {
    somebody_by(site, name, &*site.clock).await
}

/// Somebody else with an account, with ids from elsewhere.
async fn somebody_by(site: &Site, name: &str, ids: &dyn ::store::Ids) -> PersonId {
    let browser = domain::BrowserKey::new(name);
    let actor = domain::Actor { browser: Some(browser.clone()), ..domain::Actor::default() };
    let (terms, now) = (&domain::NO_TERMS, site.clock.now());
    let errand = ::store::Errand { actor: &actor, terms, now, ids };
    let asked = ::store::NewSignUp {
        name: domain::PersonName::parse(name).unwrap(),
        email: Some(EmailAddress::parse(&format!("{name}@ewelists.example")).unwrap()),
        password_hash: Some("none".to_owned()),
        browser: browser.clone(),
        language: "en".to_owned(),
        identity: None,
    };
    let id = site.store.start_sign_up(errand, asked, 10).await.unwrap();
    let (key, device) = (domain::SessionKey::new(name), "Firefox".to_owned());
    let session = ::store::NewSession { key, browser: browser.clone(), device };
    site.store.finish_sign_up(errand, id, 1, &browser, session).await.unwrap().person
}

/// Ends somebody's account.
async fn leave(site: &Site, person: PersonId) {
    let actor = domain::Actor { person: Some(person), ..domain::Actor::default() };
    let (terms, now) = (&domain::NO_TERMS, site.clock.now());
    let errand = ::store::Errand { actor: &actor, terms, now, ids: &*site.clock };
    site.store.delete_account(errand, person, None).await.unwrap();
}

async fn titles(site: &Site) -> Vec<String> {
    let lists = site.store.lists_of(owner(site).await).await.unwrap();
    let mut titles: Vec<_> =
        lists.iter().map(|owned| owned.list.details.title.to_string()).collect();
    titles.sort();
    titles
}

/// How many files lie in a folder and below it.
fn files(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { files(&path) } else { 1 })
        .sum()
}
