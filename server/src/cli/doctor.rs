//! `ewelists doctor`: says in words what is wrong, and what to do.

use std::{
    fs, io, os::unix::fs::PermissionsExt as _, path::Path, process::ExitCode, time::Duration,
};

use store::OpenError;
use tokio::{net::TcpStream, time::timeout};

use crate::{StartError, http, ideas::Library, mail, prepare, settings::Settings};

const PATIENCE: Duration = Duration::from_secs(5);

/// What was found, each as a sentence or two.
#[derive(Debug, Default)]
struct Findings {
    wrong: u32,
}

impl Findings {
    fn well(&self, sentence: &str) {
        println!("  ok    {sentence}");
    }

    fn wrong(&mut self, sentence: &str) {
        self.wrong += 1;
        println!("  WRONG {sentence}");
    }
}

/// Looks at everything that serving needs. The exit code says whether all is well.
pub async fn run(settings: Settings) -> ExitCode {
    let mut found = Findings::default();
    found.well(&format!("The settings can be used; the site is {}.", settings.site.origin()));
    built_pages(&settings, &mut found);
    secret_key(&settings.store.secret_file, &mut found);
    data_folder(&settings.store.url, &mut found);
    mail_server(&settings, &mut found).await;
    content(&settings, &mut found).await;
    database(settings, &mut found).await;
    match found.wrong {
        0 => println!("All is well."),
        1 => println!("One thing is wrong."),
        many => println!("{many} things are wrong."),
    }
    if found.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn built_pages(settings: &Settings, found: &mut Findings) {
    let folder = http::built_files(settings);
    if !folder.is_dir() {
        found.wrong(&format!(
            "There is no folder {}: pages would come without style and script. Build with \
             `cargo leptos build`, or set leptos.site-root.",
            folder.display()
        ));
    } else if settings.leptos.hash_files && !settings.leptos.hashed() {
        found.wrong(
            "hash.txt is missing beside the program, so browsers would not find the files of \
             this build. Copy it from where the program was built, or set leptos.hash-files = false.",
        );
    } else {
        found.well("The built pages are there.");
    }
}

fn secret_key(path: &Path, found: &mut Findings) {
    let place = path.display();
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => found.well(&format!(
            "There is no key in {place} yet; the first start makes one. If mails were ever sent \
             from here, put the old key back first: their links depend on it."
        )),
        Err(error) => found.wrong(&format!(
            "The key in {place} can not be read: {error}. It must belong to the user that runs \
             the site."
        )),
        Ok(file) if file.len() != 32 => found.wrong(&format!(
            "The key in {place} has {} bytes instead of 32. Put the copy back.",
            file.len()
        )),
        Ok(file) if file.permissions().mode() & 0o077 != 0 => found.wrong(&format!(
            "Others on this machine can read the key in {place}. Run: chmod 600 {place}"
        )),
        Ok(_) => found.well("The key of all links is there, and only we can read it."),
    }
}

fn data_folder(url: &str, found: &mut Findings) {
    let Some(path) = url.strip_prefix("rocksdb://") else { return };
    let folder = Path::new(path.split('?').next().unwrap_or(path));
    let place = folder.display();
    let probe = folder.join(".doctor");
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&probe, [0; 4096]));
    // What could not be written need not be removed.
    let _ = fs::remove_file(&probe);
    match written {
        Ok(()) => found.well(&format!("The data folder {place} can be written.")),
        Err(error) => found.wrong(&format!(
            "The data folder {place} can not be written: {error}. Is the disk full or read-only, \
             or does the folder belong to somebody else?"
        )),
    }
}

async fn mail_server(settings: &Settings, found: &mut Findings) {
    if let Err(error) = mail::check(settings) {
        found.wrong(&format!("Mail can not be sent: {error}."));
        return;
    }
    let url = url::Url::parse(settings.mail.smtp_url.expose()).ok();
    let place = url.as_ref().and_then(|url| {
        let port = url.port().unwrap_or(if url.scheme() == "smtps" { 465 } else { 25 });
        Some((url.host_str()?.trim_matches(['[', ']']).to_owned(), port))
    });
    let Some((host, port)) = place else {
        found.wrong("mail.smtp_url names no host.");
        return;
    };
    match timeout(PATIENCE, TcpStream::connect((host.as_str(), port))).await {
        Ok(Ok(_)) => found.well(&format!("The mail server {host}:{port} answers.")),
        _ => found.wrong(&format!(
            "The mail server {host}:{port} does not answer. Mails wait until it does. Is \
             mail.smtp_url right, and is the way there open?"
        )),
    }
}

async fn content(settings: &Settings, found: &mut Findings) {
    let library = Library::new(settings);
    if library.folder().is_none() {
        found.well("There is no folder of articles, so that /ideas is empty.");
        return;
    }
    let content = library.content().await;
    if content.faults.is_empty() {
        found.well(&format!("All {} articles can be read.", content.paths().len()));
    }
    for (file, fault) in &content.faults {
        found.wrong(&format!("{}, {fault}", file.display()));
    }
}

async fn database(settings: Settings, found: &mut Findings) {
    let site = match prepare(settings).await {
        Ok(site) => site,
        Err(StartError::Open(OpenError::Locked(_))) => {
            found.well(
                "The database is in use, by the running site as it seems. Stop the site and ask \
                 again to have what is in it looked through.",
            );
            return;
        }
        Err(error) => {
            found.wrong(&format!("{error}."));
            return;
        }
    };
    found.well("The database opens and its schema is current.");
    match site.store.invariants().await {
        Ok(broken) if broken.is_empty() => found.well("Its counts are right."),
        Ok(broken) => {
            found.wrong("What the database holds does not add up; please report this:");
            broken.iter().for_each(|line| println!("          {line}"));
        }
        Err(error) => found.wrong(&format!("The database can not be read: {error}.")),
    }
    let store = site.store.clone();
    drop(site);
    store.close().await;
}
