//! Backups at the command line: making one, bringing a site back, trying one out. As with all
//! commands upon the database, the site must be down.

use std::{path::PathBuf, process::ExitCode};

use chrono::{DateTime, Utc};
use clap::Args;
use store::{About, Act, OpenError};

use super::{
    close, complain,
    people::{by_command, told},
};
use crate::{
    StartError,
    backup::{
        Asked, BackupError, Brought, Examined, Identities, Kept, Kind, Restored, SecretKey,
        examine, fresh_keys, make, restore,
    },
    clock::Clock,
    prepare,
    settings::Settings,
    site::Site,
};

/// How many of those that are damaged are named, at most.
const FEW: usize = 10;

/// What kind of backup is made, and where to.
#[derive(Debug, Clone, Args)]
pub struct BackupArgs {
    /// It stays until somebody takes it away, instead of giving way to younger ones.
    #[arg(long)]
    manual: bool,
    /// A folder to put it into, instead of where the settings say.
    #[arg(long)]
    to: Option<PathBuf>,
}

/// What is brought back, and as it was when.
#[derive(Debug, Clone, Args)]
pub struct RestoreArgs {
    /// A backup by its name, or its file. Without it: the newest good one, followed by the log up to
    /// its end.
    backup: Option<String>,
    /// The moment, such as 2026-07-31T12:00:00Z: the site comes back as it was then.
    #[arg(long)]
    at: Option<DateTime<Utc>>,
    /// The file with the private key, where backups are encrypted.
    #[arg(long)]
    identity_file: Option<PathBuf>,
    /// Goes on where it can not be read who was erased since: whoever that was is back.
    #[arg(long)]
    without_erasures: bool,
}

/// What is tried out.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// A backup by its name, or its file. Without it: the newest good one.
    backup: Option<String>,
    /// The file with the private key, where backups are encrypted.
    #[arg(long)]
    identity_file: Option<PathBuf>,
}

/// Makes a backup, and tries it out.
pub async fn backup(mut settings: Settings, args: BackupArgs) -> ExitCode {
    if let Some(folder) = args.to {
        settings.backup.directory = folder;
        settings.backup.bucket.clear();
    }
    if !settings.backup.is_on() {
        return complain(&"name a folder by --to, or set backup.directory or backup.bucket");
    }
    let site = match prepare(settings).await {
        Ok(site) => site,
        Err(StartError::Open(OpenError::Locked(_))) => {
            return complain(
                &"the site is running and has the database to itself. It makes a backup each day; \
                  make one now on the page about backups of its console, or stop it first",
            );
        }
        Err(error) => return complain(&error),
    };
    let kind = if args.manual { Kind::Manual } else { Kind::Daily };
    let made = made(&site, kind).await;
    let closed = close(site).await;
    match made {
        Ok(kept) => {
            println!("{}", made_in_words(&kept));
            closed
        }
        Err(error) => complain(&error),
    }
}

/// Makes it, and writes down that it was made (R2.12).
async fn made(site: &Site, kind: Kind) -> Result<Kept, String> {
    let kept = make(site, kind, 0.0).await.map_err(|error| error.to_string())?;
    let about = About::Thing(kept.name.clone());
    let noted = site.store.note_why(by_command(site), Act::BackupMade, about, None).await;
    noted.map_err(told)?;
    Ok(kept)
}

/// Brings a site back into an empty place.
pub async fn bring_back(settings: Settings, args: RestoreArgs) -> ExitCode {
    let restored = async {
        let with = identities(args.identity_file)?;
        let without_erasures = args.without_erasures;
        let asked = Asked { what: args.backup, at: args.at, with, without_erasures };
        restore(&settings, &Clock::default(), &asked).await
    };
    match restored.await {
        Ok(restored) => {
            println!("{}", restored_in_words(&restored, &settings));
            ExitCode::SUCCESS
        }
        Err(error) => complain(&format!("{error}. Nothing was changed.")),
    }
}

/// Tries a backup out.
pub async fn verify(settings: Settings, args: VerifyArgs) -> ExitCode {
    let examined = async {
        let with = identities(args.identity_file)?;
        let asked = Asked { what: args.backup, at: None, with, without_erasures: false };
        examine(&settings, &Clock::default(), &asked).await
    };
    match examined.await {
        Ok(examined) => {
            println!("{}", examined_in_words(&examined));
            match examined.beside.is_none_or(|unwell| unwell.is_empty()) {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        Err(error) => complain(&error),
    }
}

/// Makes a pair of keys: the private one for a file elsewhere, the public one for the settings.
pub fn key() -> ExitCode {
    let (file, public) = fresh_keys();
    print!("{file}");
    eprintln!("Keep this away from the server, and set backup.recipients = [\"{public}\"] there.");
    ExitCode::SUCCESS
}

fn identities(file: Option<PathBuf>) -> Result<Identities, BackupError> {
    file.map_or_else(|| Ok(Identities::default()), |file| Identities::read(&file))
}

fn made_in_words(kept: &Kept) -> String {
    let encrypted = if kept.encrypted { "encrypted" } else { "NOT encrypted" };
    format!(
        "{} was made, {encrypted}: {} rows and {} files of pictures, {} bytes. It was read back and \
         imported, and is well.",
        kept.name, kept.rows, kept.pictures, kept.bytes
    )
}

fn examined_in_words(examined: &Examined) -> String {
    let well = format!(
        "The backup of {} is well: all of its {} rows were imported, counted and compared. It was \
         made by ewelists {} with {} schema files; {} files of pictures belong to it.",
        moment(examined.made_at),
        examined.rows,
        examined.program,
        examined.schema,
        examined.pictures
    );
    let beside = match examined.beside.as_deref() {
        None => "It lies alone: whether its pictures are well was not looked at.".to_owned(),
        Some([]) => "What stands beside it and belongs to it can be opened, too.".to_owned(),
        Some(unwell) => format!(
            "NOT WELL is what stands beside it: {}. A picture is put there again with the next \
             backup, where the site still has it, once the file that is damaged is taken away.",
            few(unwell)
        ),
    };
    format!("{well}\n{beside}")
}

/// Some of these, and how many more there are.
fn few(words: &[String]) -> String {
    let (some, more) = words.split_at(words.len().min(FEW));
    match more.len() {
        0 => some.join("; "),
        more => format!("{}; and {more} more", some.join("; ")),
    }
}

fn restored_in_words(restored: &Restored, settings: &Settings) -> String {
    let mut words = vec![format!(
        "The site is back as it was on {}: {} rows, from the backup of {}. What was answered before \
         that moment is there, to the millisecond of the server's clock, and nothing that came later.",
        moment(restored.at),
        restored.rows,
        moment(restored.made_at)
    )];
    let secret = settings.store.secret_file.display();
    words.push(match restored.secret {
        SecretKey::Put => format!("The key of all links came with it, and is in {secret}."),
        SecretKey::There => format!("The key of all links in {secret} is the right one."),
        SecretKey::Missing => format!(
            "PUT BACK THE KEY: the backup is not encrypted, so that the key of all links is not in \
             it. Put your copy into {secret} before the site starts, or every link that was mailed \
             is dead."
        ),
    });
    if !restored.applied.is_empty() {
        words
            .push(format!("The database was brought up to date: {}.", restored.applied.join(", ")));
    }
    if restored.erased > 0 {
        words.push(format!("{} erasures from later on were done again.", restored.erased));
    }
    if !restored.erasures_told {
        words.push(
            "WHOEVER WAS ERASED since this backup was made is back: nothing tells who that was, \
             neither beside the backup nor where the settings say that backups stand."
                .to_owned(),
        );
    }
    if !restored.erasures_unread.is_empty() {
        words.push(format!(
            "WHOEVER WAS ERASED as it stands only in what can not be read is back: {}. Erase them \
             once more.",
            few(&restored.erasures_unread)
        ));
    }
    if !restored.unread.is_empty() {
        words.push(format!(
            "Could not be read, and nothing that came back needs it: {}. Look at that disk.",
            few(&restored.unread)
        ));
    }
    if restored.mails.done > 0 {
        words.push(format!(
            "{} mails that waited then had been sent since, and are not sent again.",
            restored.mails.done
        ));
    }
    if restored.mails.held > 0 {
        words.push(format!(
            "{} mails may have been sent or not, and nobody knows. They are held among the dead \
             letters of the console, to be retried or dropped: {}.",
            restored.mails.held,
            restored.mails.held_kinds.join(", ")
        ));
    }
    let Brought { back, there, missing, spoilt } = &restored.pictures;
    words.push(format!("Pictures: {back} files were put back, {there} were there."));
    if *missing > 0 {
        words.push(format!("{missing} files of pictures are nowhere; their places stay empty."));
    }
    if !spoilt.is_empty() {
        words.push(format!("Of these, some are there and can not be opened: {}.", few(spoilt)));
    }
    words.push(
        "Everybody signs in again. Codes, links to set a password or to change an address, and \
         tokens of programs are void; links to lists and to promises go on. Start the site: it makes \
         a backup at once, with which the log begins anew."
            .to_owned(),
    );
    words.join("\n")
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d at %H:%M:%S%.3f UTC").to_string()
}

#[cfg(test)]
mod tests {
    use store::{AuditFilter, Mails};

    use super::*;
    use crate::in_tests::run;

    // R2.12
    #[test]
    fn a_backup_that_is_made_from_here_is_in_the_audit_log() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let mut settings = Settings::default();
            settings.store.url = format!("rocksdb://{}", folder.path().join("db").display());
            settings.store.secret_file = folder.path().join("secret.key");
            settings.pictures.directory = folder.path().join("pictures");
            settings.backup.directory = folder.path().join("backups");
            settings.backup.scratch = folder.path().join("scratch");
            let site = prepare(settings).await.unwrap();
            let kept = made(&site, Kind::Manual).await.unwrap();
            let log = site.store.audit_log(&AuditFilter::default()).await.unwrap();
            let told: Vec<_> = log.iter().map(|it| (it.act.as_str(), it.by_command)).collect();
            assert_eq!(told, [("backup_made", true)]);
            assert_eq!(log[0].thing, Some(kept.name));
            close(site).await;
        });
    }

    #[test]
    fn what_is_to_be_done_by_hand_is_said() {
        let at = "2026-07-31T12:00:00.5Z".parse().unwrap();
        let restored = Restored {
            made_at: at,
            at,
            rows: 3,
            erased: 1,
            erasures_told: false,
            erasures_unread: vec!["erased/a is damaged".to_owned()],
            unread: vec!["keys/a/b is damaged".to_owned(); FEW + 2],
            mails: Mails { done: 2, held: 1, held_kinds: vec!["reservation_made".to_owned()] },
            pictures: Brought {
                back: 3,
                there: 0,
                missing: 3,
                spoilt: vec!["pictures/a is damaged".to_owned()],
            },
            secret: SecretKey::Missing,
            applied: vec!["0021_more".to_owned()],
        };
        let words = restored_in_words(&restored, &Settings::default());
        for part in [
            "2026-07-31 at 12:00:00.500 UTC",
            "PUT BACK THE KEY",
            "reservation_made",
            "0021_more",
            "WHOEVER WAS",
            "erased/a is damaged. Erase them",
            "keys/a/b is damaged; and 2 more",
            "can not be opened: pictures/a",
        ] {
            assert!(words.contains(part), "{part}: {words}");
        }
        let quiet = Restored {
            erased: 0,
            erasures_told: true,
            erasures_unread: vec![],
            unread: vec![],
            mails: Mails::default(),
            pictures: Brought::default(),
            secret: SecretKey::There,
            applied: vec![],
            ..restored
        };
        let words = restored_in_words(&quiet, &Settings::default());
        for part in ["nowhere", "PUT BACK", "WHOEVER WAS", "damaged", "opened"] {
            assert!(!words.contains(part), "{part}: {words}");
        }
    }
}
