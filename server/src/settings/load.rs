//! Reading the settings: defaults, then the file, then variables.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use config::{Config, ConfigError, File, FileFormat, Value};
use thiserror::Error;

use super::{AffiliateSettings, OidcSettings, PeerSettings, Row, Section, Settings};

/// The file that is read when none is named. It may be missing.
pub const DEFAULT_FILE: &str = "Leptos.toml";

/// What variables begin with.
const PREFIX: &str = "EWELISTS__";

/// Why the settings can not be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file that was named is not there or can not be read.
    #[error("{path} can not be read: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A key that is no setting.
    #[error("{place}: `{key}` is not a setting{hint}")]
    Unknown {
        /// The file or the variable.
        place: String,
        /// The key.
        key: String,
        /// The key that may have been meant, as the end of the sentence.
        hint: String,
    },
    /// What can not be read as the value of its key.
    #[error("{}", said(.0))]
    Value(#[from] ConfigError),
    /// Values that can be read and do not work.
    #[error("{}", .0.join("\n"))]
    Refused(Vec<String>),
}

impl Settings {
    /// Reads the settings: the defaults, then the file, then variables.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let path = file.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                String::new()
            }
            Err(reason) => return Err(SettingsError::File { path: path.to_owned(), reason }),
        };
        let settings = Self::parse(&text, &path.to_string_lossy(), variables)?;
        settings.check()?;
        Ok(settings)
    }

    fn parse(
        text: &str,
        place: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let known = Self::default();
        let mut rows = known.by_path();
        let source = File::from_str(text, FileFormat::Toml);
        let typed = Config::builder().add_source(source.clone()).build()?;
        let mut typed = typed.cache.into_table()?;
        let providers = providers(place, typed.remove(OidcSettings::TABLE))?;
        for (table, known) in [
            (AffiliateSettings::TABLE, AffiliateSettings::default().rows()),
            (PeerSettings::TABLE, PeerSettings::default().rows()),
        ] {
            let mut set = typed.remove(table).into_iter().flat_map(set_in_rows);
            if let Some(key) = set.find(|key| !known.iter().any(|row| row.key == *key)) {
                return Err(unknown(&rows, place.to_owned(), format!("{table}.{key}")));
            }
        }
        for (id, _) in &providers {
            let settings = OidcSettings::default().rows();
            rows.extend(settings.into_iter().map(|row| (of_provider(id, &row.key), row)));
        }
        let set =
            providers.iter().flat_map(|(id, set)| set.iter().map(move |key| of_provider(id, key)));
        for key in typed.into_iter().flat_map(keys).chain(set) {
            if !rows.contains_key(&key) {
                return Err(unknown(&rows, place.to_owned(), key));
            }
        }
        let defaults = known.text(|row| &row.toml);
        let mut all = Config::builder()
            .add_source(File::from_str(&defaults, FileFormat::Toml))
            .add_source(source);
        for (name, value) in variables {
            if let Some(path) = name.strip_prefix(PREFIX) {
                let (key, value) = variable(&rows, &name, path, value)?;
                all = all.set_override(place_of(key, &providers), value)?;
            }
        }
        let mut settings: Self = all.build()?.try_deserialize()?;
        for provider in &mut settings.oidc {
            provider.read_secret()?;
        }
        for peer in &mut settings.peers {
            peer.read_secret()?;
        }
        Ok(settings)
    }

    /// Every setting by its whole key, such as `server.listen`.
    fn by_path(&self) -> BTreeMap<String, Row> {
        let rows = self.sections().into_iter().flat_map(|section| {
            section.rows.into_iter().map(move |row| (format!("{}.{}", section.table, row.key), row))
        });
        rows.collect()
    }

    /// Looks for values that can be read and do not work.
    ///
    /// # Errors
    /// [`SettingsError::Refused`] with a sentence for each.
    pub fn check(&self) -> Result<(), SettingsError> {
        let mut wrong = Vec::new();
        let url = &self.site.public_url;
        if !url.is_https() && !url.is_this_machine() {
            wrong.push(format!(
                "site.public_url is {}: browsers keep our cookies only over https://. Put TLS in \
                 front and write https:// here.",
                url.origin()
            ));
        }
        wrong.extend(self.mail.wrong());
        wrong.extend(self.server.wrong());
        wrong.extend(self.wrong_addresses());
        wrong.extend(self.api.wrong());
        wrong.extend(self.wrong_providers());
        wrong.extend(self.wrong_affiliates());
        wrong.extend(self.wrong_peers());
        wrong.extend(self.wrong_webhooks());
        wrong.extend(self.wrong_watch());
        wrong.extend(self.pictures.wrong());
        wrong.extend(self.backup.wrong());
        if wrong.is_empty() { Ok(()) } else { Err(SettingsError::Refused(wrong)) }
    }
}

/// Those variables of a process that are text. What others set to something else is passed over.
///
/// # Errors
/// [`SettingsError::Refused`] for a variable of ours that is no text.
pub fn texts(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Vec<(String, String)>, SettingsError> {
    let mut texts = Vec::new();
    for (name, value) in variables {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => texts.push((name, value)),
            Err(_) if name.starts_with(PREFIX) => {
                return Err(SettingsError::Refused(vec![format!("{name} is no text in UTF-8.")]));
            }
            Err(_) => {}
        }
    }
    Ok(texts)
}

/// The keys that a file sets in one section.
fn keys((section, value): (String, Value)) -> Vec<String> {
    match value.into_table() {
        Ok(table) => table.into_keys().map(|key| format!("{section}.{key}")).collect(),
        Err(_) => vec![section],
    }
}

/// The keys that are set in any row of a table in two brackets; for one in single brackets, that
/// is refused where it is read.
fn set_in_rows(rows: Value) -> Vec<String> {
    let rows = rows.into_array().unwrap_or_default();
    rows.into_iter()
        .filter_map(|row| row.into_table().ok())
        .flat_map(|row| row.into_keys())
        .collect()
}

/// The rows of providers in a file: the id of each, and the keys that it sets.
fn providers(
    place: &str,
    rows: Option<Value>,
) -> Result<Vec<(String, Vec<String>)>, SettingsError> {
    let one = |row: Value| -> Option<(String, Vec<String>)> {
        let row = row.into_table().ok()?;
        let id = row.get("id").and_then(|id| id.clone().into_string().ok()).unwrap_or_default();
        Some((id, row.into_keys().collect()))
    };
    let Some(rows) = rows else { return Ok(Vec::new()) };
    let rows = rows.into_array().ok().and_then(|rows| rows.into_iter().map(one).collect());
    rows.ok_or_else(|| {
        let said = format!("{place}: a provider of sign-ins stands under [[oidc]], two brackets.");
        SettingsError::Refused(vec![said])
    })
}

/// The whole key of a provider's setting, such as `oidc.google.issuer`.
fn of_provider(id: &str, key: &str) -> String {
    format!("{}.{id}.{key}", OidcSettings::TABLE)
}

/// Where a setting lies: a provider's in its row, which has a number in place of the id.
fn place_of(key: String, providers: &[(String, Vec<String>)]) -> String {
    let mut numbered = providers.iter().enumerate();
    let found = numbered.find_map(|(at, (id, _))| {
        let setting = key.strip_prefix(&of_provider(id, ""))?;
        Some(format!("{}[{at}].{setting}", OidcSettings::TABLE))
    });
    found.unwrap_or(key)
}

/// What a variable sets, and to what.
fn variable(
    rows: &BTreeMap<String, Row>,
    name: &str,
    path: &str,
    value: String,
) -> Result<(String, Value), SettingsError> {
    let typed = path.to_ascii_lowercase().replace("__", ".");
    let find = |typed: &str| {
        let found = rows.iter().find(|(key, _)| key.replace('-', "_") == typed);
        found.map(|(key, row)| (key.clone(), row))
    };
    if let Some((key, row)) = find(&typed) {
        let many = || value.split(',').map(str::trim).filter(|part| !part.is_empty());
        let value = match row.many {
            true => many().map(str::to_owned).collect::<Vec<_>>().into(),
            false => Value::from(value),
        };
        return Ok((key, value));
    }
    let secret = typed.strip_suffix("_file").and_then(find).filter(|(_, row)| row.secret);
    if let Some((key, _)) = secret {
        let read = std::fs::read_to_string(&value);
        let text = read.map_err(|reason| SettingsError::File { path: value.into(), reason })?;
        return Ok((key, text.trim_end().into()));
    }
    // One number of a rate, such as `limits.sign_in.burst`.
    let part = typed.rsplit_once('.').and_then(|(whole, part)| Some((find(whole)?.1, part)));
    if part.is_some_and(|(row, part)| row.toml.contains(&format!(" {part} = "))) {
        return Ok((typed, value.into()));
    }
    Err(unknown(rows, name.to_owned(), typed))
}

/// What is wrong with a file or a value, without the line or the text itself: a secret may stand
/// in it.
fn said(error: &ConfigError) -> String {
    match error {
        ConfigError::FileParse { cause, .. } => {
            let cause = cause.to_string();
            let number = |letter: char| letter == ' ' || letter.is_ascii_digit();
            let lines =
                cause.lines().filter(|line| !line.trim_start_matches(number).starts_with('|'));
            lines.collect::<Vec<_>>().join(": ")
        }
        ConfigError::Type { expected, key, .. } => {
            let key = key.as_deref().unwrap_or("the file");
            format!("{key} takes {expected}, and has something else")
        }
        ConfigError::At { error, key: Some(key), .. } => format!("{key}: {}", said(error)),
        other => {
            let said = other.to_string();
            // As serde repeats a text that it did not expect.
            match said.split_once("string \"").zip(said.rsplit_once('"')) {
                Some(((before, _), (_, behind))) => format!("{before}a text{behind}"),
                None => said,
            }
        }
    }
}

fn unknown(rows: &BTreeMap<String, Row>, place: String, key: String) -> SettingsError {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().replace('-', "_");
    let near = rows.keys().find(|known| last(known) == last(&key));
    let hint = near.map_or_else(String::new, |near| format!("; `{near}` is"));
    SettingsError::Unknown { place, key, hint }
}
