//! The catalogue at the command line (R6.6): in files, and compared with another instance's. As with
//! all commands upon the database, the site must be down.

mod compare;
mod lines;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use domain::{DomainError, ProductId, ProductWish};
use store::{CatalogueEntry, Put};
use url::Url;

use self::{
    compare::{Comparison, compare},
    lines::{lines, nothing_done},
};
use super::{
    complain,
    people::{Said, by_command, told, with_site},
};
use crate::{
    peers::{Entry, Peer},
    prepare, service,
    settings::{Secret, Settings, is_this_machine},
    site::Site,
};

/// How many products are read at once.
const AT_ONCE: u32 = 500;

/// What stands for standard input or output.
const STANDARD: &str = "-";

/// The catalogue.
#[derive(Debug, Clone, Subcommand)]
pub enum CatalogueCommand {
    /// Writes every product of the catalogue, hidden ones too, as a line of JSON.
    Export {
        /// The file, which is written over; - is standard output.
        file: String,
    },
    /// Puts the products of such a file into the catalogue, under their ids: all of them, or none
    /// where one can not be used. What is there already is changed, and nothing is taken away.
    Import {
        /// The file; - is standard input.
        file: String,
    },
    /// Says how the catalogue differs from another instance's. Exit code 0 means that they are the
    /// same, 1 that they differ, 2 that it could not be found out.
    Compare {
        /// The other's public_url.
        #[arg(long)]
        url: String,
        /// The file that holds a token of an admin's there, with the scope catalogue:write.
        #[arg(long)]
        token_file: PathBuf,
    },
}

impl CatalogueCommand {
    /// The exit code if it could not be done at all.
    pub fn failed(&self) -> ExitCode {
        match self {
            Self::Compare { .. } => ExitCode::from(2),
            Self::Export { .. } | Self::Import { .. } => ExitCode::FAILURE,
        }
    }
}

/// Does what is asked of the catalogue.
pub async fn catalogue(settings: Settings, command: CatalogueCommand) -> ExitCode {
    let failed = command.failed();
    match command {
        CatalogueCommand::Export { file } => {
            with_site(settings, async |site| export(site, &file).await).await
        }
        CatalogueCommand::Import { file } => {
            with_site(settings, async |site| {
                let text =
                    read(&file).map_err(|error| format!("{file} can not be read: {error}"))?;
                import(site, &text).await
            })
            .await
        }
        CatalogueCommand::Compare { url, token_file } => {
            match compare_with(settings, &url, &token_file).await {
                Ok(comparison) => {
                    println!("{comparison}");
                    if comparison.is_same() { ExitCode::SUCCESS } else { ExitCode::from(1) }
                }
                Err(error) => {
                    complain(&error);
                    failed
                }
            }
        }
    }
}

fn read(file: &str) -> io::Result<String> {
    if file == STANDARD { io::read_to_string(io::stdin()) } else { fs::read_to_string(file) }
}

/// Every product of the catalogue, in the order of their ids.
async fn entries(site: &Site) -> Result<Vec<Entry>, String> {
    let origin = site.settings.site.origin();
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let some = site.store.catalogue_after(after, AT_ONCE).await.map_err(told)?;
        let Some(last) = some.last() else { return Ok(all) };
        after = Some(last.id);
        let cards = some.into_iter().map(|product| service::product_card(site, product));
        all.extend(cards.map(|card| Entry::of(&card, &origin)));
    }
}

/// Products as a file has them.
fn written(entries: &[Entry]) -> Result<String, String> {
    let mut text = String::new();
    for entry in entries {
        text += &serde_json::to_string(entry).map_err(|error| error.to_string())?;
        text.push('\n');
    }
    Ok(text)
}

async fn export(site: &Site, file: &str) -> Said {
    let entries = entries(site).await?;
    let text = written(&entries)?;
    if file == STANDARD {
        return Ok(text.trim_end().to_owned());
    }
    fs::write(file, text).map_err(|error| format!("{file} can not be written: {error}"))?;
    Ok(format!("{} products were written.", entries.len()))
}

async fn import(site: &Site, text: &str) -> Said {
    let lines = lines(text, site.clock.now().date_naive())?;
    let (mut entries, mut unpictured) = (Vec::new(), Vec::new());
    for line in &lines {
        let ProductWish { mut details, hidden } = line.wish.clone();
        if let Some(image) = &line.image {
            details.picture = site.picture_at(image).await;
            if details.picture.is_none() {
                unpictured.push(line.number.to_string());
            }
        }
        entries.push(CatalogueEntry { id: line.id, details, hidden });
    }
    let put = site.store.put_products(by_command(site), &entries).await.map_err(told)?;
    let Put { created, changed, refused, .. } = put;
    if !refused.is_empty() {
        let place: HashMap<ProductId, usize> =
            lines.iter().map(|line| (line.id, line.number)).collect();
        let said = refused.iter().map(|(id, why)| {
            let number = place.get(id).copied().unwrap_or_default();
            format!("line {number}: {}", refusal(why))
        });
        return Err(nothing_done(&said.collect::<Vec<_>>()));
    }
    let same = entries.len() - created.len() - changed.len();
    let mut said = format!(
        "{} products are new, {} were changed, {same} stay as they were.",
        created.len(),
        changed.len()
    );
    if !unpictured.is_empty() {
        said += &format!("\nPictures that could not be copied: line {}.", unpictured.join(", "));
    }
    Ok(said)
}

fn refusal(why: &DomainError) -> String {
    match why {
        DomainError::InCatalogueAlready { product } => {
            format!("product {} has its link already", product.uuid().hyphenated())
        }
        DomainError::WrongState { state } => {
            format!("the product with this id is {} here", state.code())
        }
        other => other.to_string(),
    }
}

async fn compare_with(
    settings: Settings,
    url: &str,
    token_file: &Path,
) -> Result<Comparison, String> {
    let peer = peer(url, token_file)?;
    let site = prepare(settings).await.map_err(|error| error.to_string())?;
    let (here, store) = (entries(&site).await, site.store.clone());
    drop(site);
    store.close().await;
    let here = here?;
    let there = peer.catalogue().await;
    let there = there.map_err(|error| format!("{url} could not be asked: {error}"))?;
    Ok(compare(&here, &there))
}

fn peer(url: &str, token_file: &Path) -> Result<Peer, String> {
    let parsed = Url::parse(url).map_err(|_| format!("{url} is not an address"))?;
    if parsed.scheme() != "https" && !is_this_machine(&parsed) {
        return Err(format!("{url} must begin with https:// unless it is this machine"));
    }
    let token = fs::read_to_string(token_file)
        .map_err(|error| format!("{} can not be read: {error}", token_file.display()))?;
    Ok(Peer::new(url, url, Secret::new(token.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::in_tests::{run, settings};

    const TRAIN: &str = r#"{"productId":"0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55","brand":"Holzmann","retailer":"Tiny Oak","details":"Wooden train","productUrl":"https://shop.example/train","price":"39.90","currency":"EUR","priceCheckedDate":"2024-03-02 00:00:00","searchHidden":false}"#;
    const KITE: &str = r#"{"productId":"0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e56","details":"Kite","productUrl":"https://shop.example/kite","searchHidden":true}"#;

    async fn site(folder: &tempfile::TempDir) -> Site {
        prepare(settings(folder.path())).await.unwrap()
    }

    // R6.6
    #[test]
    fn what_went_out_comes_in_again_as_it_was() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let (one, other) = (site(&folder).await, site(&folder).await);
            let file = format!("{TRAIN}\n\n{KITE}\n");
            let said = import(&one, &file).await.unwrap();
            assert_eq!(said, "2 products are new, 0 were changed, 0 stay as they were.");
            let out = written(&entries(&one).await.unwrap()).unwrap();
            assert!(out.contains(r#""price":"39.90","currency":"EUR""#), "{out}");
            assert!(out.contains(r#""priceCheckedDate":"2024-03-02 00:00:00""#), "{out}");
            import(&other, &out).await.unwrap();
            assert_eq!(written(&entries(&other).await.unwrap()).unwrap(), out);
            let again = import(&other, &out).await.unwrap();
            assert_eq!(again, "0 products are new, 0 were changed, 2 stay as they were.");
            let dearer = out.replace("39.90", "45.00");
            let changed = import(&other, &dearer).await.unwrap();
            assert_eq!(changed, "0 products are new, 1 were changed, 1 stay as they were.");
        });
    }

    // R6.6
    #[test]
    fn a_file_with_anything_wrong_in_it_changes_nothing() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let site = site(&folder).await;
            let linkless = KITE.replace("https://shop.example/kite", "kite");
            let nameless = KITE.replace("6e56", "6e57").replace("Kite", " ");
            let file = format!("{TRAIN}\n{{\n{linkless}\n{nameless}\n{TRAIN}\n{{\"details\":1}}");
            let said = import(&site, &file).await.unwrap_err();
            for wrong in [
                "nothing was changed",
                "line 2: no product",
                "line 3: productUrl needs another value (not_a_link)",
                "line 4: details needs another value (required)",
                "line 5: it has the productId of line 1",
                "line 6: no product",
            ] {
                assert!(said.contains(wrong), "{wrong}: {said}");
            }
            let twin = TRAIN.replace("6e55", "6e58");
            let said = import(&site, &format!("{TRAIN}\n{twin}")).await.unwrap_err();
            assert!(
                said.contains("line 2: product 0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55 has"),
                "{said}"
            );
            assert!(entries(&site).await.unwrap().is_empty());
            let said = import(&site, "").await.unwrap();
            assert_eq!(said, "0 products are new, 0 were changed, 0 stay as they were.");
        });
    }

    #[test]
    fn a_token_is_sent_to_nobody_without_tls() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(peer("https://staging.ewelists.example", file.path()).is_ok());
        assert!(peer("http://127.0.0.1:3001", file.path()).is_ok());
        for wrong in ["http://staging.ewelists.example", "staging", ""] {
            assert!(peer(wrong, file.path()).is_err(), "{wrong}");
        }
        assert!(peer("https://staging.ewelists.example", Path::new("/nowhere")).is_err());
    }
}
