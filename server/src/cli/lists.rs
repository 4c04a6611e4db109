//! Lists in files at the command line (R3.9), read and written as their pages do. As with all commands
//! upon the database, the site must be down.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
    process::ExitCode,
};

use app::{
    backend::{Filled, SentGifts, Unreadable},
    error::AppError,
    session::Visit,
};
use clap::{Subcommand, ValueEnum};
use domain::{FieldErrors, ListId, exchange::exported};
use store::{About, Act, StoreError};

use super::{
    people::{Said, by_command, told, with_site},
    visitor::visitor,
};
use crate::{
    exchange::{MOST_BYTES, csv_of, json_of},
    service,
    settings::Settings,
    site::Site,
};

/// What stands for standard input or output.
const STANDARD: &str = "-";

/// Lists.
#[derive(Debug, Clone, Subcommand)]
pub enum ListCommand {
    /// Writes a list and its gifts into a file, as its owners see it: under surprise nothing of what
    /// givers do is in it.
    Export {
        /// The list's id, as in the address of its page: /lists/ID.
        list: ListId,
        /// The file, which is written over; - is standard output.
        file: String,
        /// As what it is written; without it, as the file's name ends, and else as JSON.
        #[arg(long)]
        format: Option<Format>,
    },
    /// Adds the gifts of a file to a list, all of them, or none where one can not be used: a table
    /// (CSV) or JSON, in any of the usual encodings.
    Import {
        /// The list's id, as in the address of its page: /lists/ID.
        list: ListId,
        /// The file; - is standard input.
        file: String,
        /// Adds too what is on the list already, or twice in the file.
        #[arg(long)]
        same_too: bool,
    },
}

/// As what a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table.
    Csv,
    /// The list and its gifts as JSON.
    Json,
}

impl Format {
    fn of(file: &str) -> Self {
        let ending = Path::new(file).extension();
        match ending.is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            true => Self::Csv,
            false => Self::Json,
        }
    }
}

/// Does what is asked of a list.
pub async fn lists(settings: Settings, command: ListCommand) -> ExitCode {
    with_site(settings, async |site| match command {
        ListCommand::Export { list, file, format } => {
            let format = format.unwrap_or_else(|| Format::of(&file));
            export(site, list, &file, format).await
        }
        ListCommand::Import { list, file, same_too } => {
            let bytes = read(&file).map_err(|error| format!("{file} can not be read: {error}"))?;
            import(site, list, bytes, same_too).await
        }
    })
    .await
}

/// One byte more than is taken says that it is too much.
fn read(file: &str) -> io::Result<Vec<u8>> {
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    if file == STANDARD {
        io::stdin().take(most).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(file)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Whoever looks after the list, acting from here.
async fn keeper(site: &Site, list: ListId) -> Result<Visit, String> {
    let keeper = site.store.keeper_of(list).await;
    let keeper = keeper.map_err(|error| match error {
        StoreError::Refused(_) => format!("there is no list {list}"),
        other => told(other),
    })?;
    let mut visit = visitor(site, "command line");
    visit.actor.person = Some(keeper);
    Ok(visit)
}

async fn note(site: &Site, act: Act, list: ListId) -> Result<(), String> {
    let about = About::Thing(list.to_string());
    site.store.note_why(by_command(site), act, about, None).await.map_err(told)
}

async fn export(site: &Site, list: ListId, file: &str, format: Format) -> Said {
    let visit = keeper(site, list).await?;
    let owned = service::backend(site).lists.owned(&visit, list).await.map_err(refused)?;
    let gifts = exported(&owned.gifts, &site.settings.site.origin());
    let bytes = match format {
        Format::Csv => csv_of(&gifts).map_err(|error| error.to_string())?,
        Format::Json => json_of(&owned.form, &gifts).map_err(|error| error.to_string())?.into(),
    };
    note(site, Act::ListExported, list).await?;
    if file == STANDARD {
        return Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned());
    }
    fs::write(file, bytes).map_err(|error| format!("{file} can not be written: {error}"))?;
    Ok(format!("{} gifts were written.", gifts.rows.len()))
}

async fn import(site: &Site, list: ListId, bytes: Vec<u8>, same_too: bool) -> Said {
    let visit = keeper(site, list).await?;
    let sent = SentGifts { file: bytes.into(), ..SentGifts::default() };
    let filled = service::backend(site).exchange.fill(&visit, list, sent, same_too).await;
    match filled.map_err(refused)? {
        Filled::Not(why) => Err(format!("nothing was added: {}", reason(why))),
        Filled::Wrong(rows) => {
            let rows =
                rows.iter().map(|(number, errors)| format!("row {number}: {}", told_of(errors)));
            Err(format!("nothing was added:\n{}", rows.collect::<Vec<_>>().join("\n")))
        }
        Filled::Added { added, left_out, unknown } => {
            note(site, Act::ListImported, list).await?;
            let mut said = format!("{added} gifts were added.");
            if !left_out.is_empty() {
                let rows: Vec<_> = left_out.iter().map(u32::to_string).collect();
                said += &format!(
                    "\nLeft out, since they are on the list or twice in the file: row {}. --same-too \
                     adds them.",
                    rows.join(", ")
                );
            }
            if !unknown.is_empty() {
                said += &format!("\nColumns that mean nothing here: {}.", unknown.join(", "));
            }
            Ok(said)
        }
    }
}

/// What is wrong with the cells of a row.
fn told_of(errors: &FieldErrors) -> String {
    let named = errors
        .iter()
        .map(|error| format!("{} needs another value ({})", error.field, error.problem.code()));
    named.collect::<Vec<_>>().join(", ")
}

fn reason(why: Unreadable) -> String {
    match why {
        Unreadable::Nothing => "the file is empty".to_owned(),
        Unreadable::TooBig => format!("the file has more than {MOST_BYTES} bytes"),
        Unreadable::NotText => "the file is no text".to_owned(),
        Unreadable::Workbook => {
            "the file is that of a spreadsheet program; save it as CSV first".to_owned()
        }
        Unreadable::NotJson => "the file begins as JSON does, and holds no gifts".to_owned(),
        Unreadable::NoNames => "no column says what the gifts are called".to_owned(),
        Unreadable::NoRows => "there is no row below the headers".to_owned(),
        Unreadable::TooMany { rows } => {
            format!("the file has {rows} rows, which is more than a list can have")
        }
    }
}

fn refused(error: AppError) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    // R3.9
    #[test]
    fn a_file_is_written_as_its_name_says() {
        assert_eq!(Format::of("gifts.csv"), Format::Csv);
        assert_eq!(Format::of("/srv/Gifts.CSV"), Format::Csv);
        for json in ["gifts.json", "gifts", "-", "csv"] {
            assert_eq!(Format::of(json), Format::Json, "{json}");
        }
    }
}
