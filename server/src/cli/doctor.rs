//! `ewelists doctor`: says in words what is wrong, and what to do.

mod backups;
mod built;
mod database;
mod door;
mod folders;
mod pictures;
mod post;
mod providers;
mod site;
mod tls;

use std::{process::ExitCode, time::Duration};

use crate::{clock::Clock, settings::Settings};

/// Whatever is asked must have answered within this time.
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

    /// Neither good nor bad, and worth knowing.
    fn note(&self, sentence: &str) {
        println!("  note  {sentence}");
    }

    fn wrong(&mut self, sentence: &str) {
        self.wrong += 1;
        println!("  WRONG {sentence}");
    }
}

/// Looks at everything that serving needs. The exit code says whether all is well.
pub async fn run(settings: Settings) -> ExitCode {
    let (mut found, clock) = (Findings::default(), Clock::default());
    found.well(&format!("The settings can be used; the site is {}.", settings.site.origin()));
    site::look(&settings, &mut found);
    built::look(&settings, &mut found).await;
    folders::key(&settings.store.secret_file, &mut found);
    let ours = folders::look(&settings, &mut found);
    pictures::look(&settings.pictures, &mut found).await;
    tls::look(&settings, clock.now(), &mut found);
    post::look(&settings, &mut found).await;
    providers::look(&settings, &mut found).await;
    let runs = door::look(&settings, &mut found).await;
    let newest = backups::look(&settings, clock.now(), runs, &mut found).await;
    match ours {
        true => database::look(&settings, clock.now(), newest, &mut found).await,
        false => found.note("The database was not opened."),
    }
    match found.wrong {
        0 => println!("All is well."),
        1 => println!("One thing is wrong."),
        many => println!("{many} things are wrong."),
    }
    if found.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
