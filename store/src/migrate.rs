//! Brings the schema up to date: append-only files, each applied once, in one transaction with its
//! row in the ledger.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    MigrateError, Store, StoreError,
    row::record,
    tx::{overtaken, pause},
};

const LEDGER: &str = include_str!("../query/ledger.surql");
const APPLIED: &str = include_str!("../query/applied.surql");

/// How often rivals are waited for: a schema file takes longer than an errand.
const MOST_TRIES: u32 = 200;

/// A schema file.
#[derive(Debug, Clone, Copy)]
struct Schema {
    name: &'static str,
    text: &'static str,
    /// The file and its row in the ledger, as one transaction.
    script: &'static str,
    /// What a small store held that was written when this was the last file: see `tests/kept.rs`.
    #[cfg(test)]
    kept: &'static str,
}

macro_rules! schema {
    ($($name:literal),+ $(,)?) => {
        &[$(Schema {
            name: $name,
            text: include_str!(concat!("../schema/", $name, ".surql")),
            script: concat!(
                "BEGIN;\nCREATE ONLY $ledger.id CONTENT $ledger RETURN NONE;\n",
                include_str!(concat!("../schema/", $name, ".surql")),
                "\nCOMMIT;"
            ),
            #[cfg(test)]
            kept: include_str!(concat!("../tests/kept/", $name, ".jsonl")),
        }),+]
    };
}

/// All of them, in order. Once released, a file is never changed, and neither is what
/// `tests/kept/` has of its time.
const SCHEMA: &[Schema] = schema![
    "0001_people",
    "0002_lists",
    "0003_outbox",
    "0004_access",
    "0005_catalogue",
    "0006_members",
    "0007_bin",
    "0008_passcode",
    "0009_gifts",
    "0010_thanks",
    "0011_givers",
    "0012_contact",
    "0013_tokens",
    "0014_webhooks",
    "0015_not_found",
    "0016_words",
    "0017_kpis",
    "0018_console",
    "0019_watch",
    "0020_backups",
    "0021_let_go",
    "0022_readdressed",
];

/// A schema file, as backups name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaFile {
    /// Its name.
    pub name: String,
    /// The digest of its text (SHA-256, hexadecimal).
    pub sha256: String,
}

/// The schema files of this program, in order.
pub fn schema() -> Vec<SchemaFile> {
    let named = |file: &Schema| SchemaFile { name: file.name.to_owned(), sha256: file.sha256() };
    SCHEMA.iter().map(named).collect()
}

/// A schema file that was applied.
#[derive(Debug, Clone, SurrealValue)]
struct Applied {
    id: RecordId,
    number: i64,
    name: String,
    sha256: String,
    at: DateTime<Utc>,
}

impl Store {
    /// Applies the schema files that are missing, and answers their names. Safe to call from two
    /// programs at once: one of them applies a file, the other finds it applied.
    ///
    /// # Errors
    /// [`MigrateError`].
    pub async fn migrate(&self, now: DateTime<Utc>) -> Result<Vec<String>, MigrateError> {
        self.apply(SCHEMA, now).await
    }

    /// How many schema files are applied, and how many this program knows. While it runs the two
    /// differ only where another version of it moved the store on.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn schema(&self) -> Result<(usize, usize), StoreError> {
        let applied: Vec<Applied> = self.ask(APPLIED).one().await?;
        Ok((applied.len(), SCHEMA.len()))
    }

    /// Applies this many schema files, from the first on, for a store that is filled from a copy of an
    /// older one.
    ///
    /// # Errors
    /// [`MigrateError`].
    pub async fn migrate_to(
        &self,
        files: usize,
        now: DateTime<Utc>,
    ) -> Result<Vec<String>, MigrateError> {
        self.apply(SCHEMA.get(..files).unwrap_or(SCHEMA), now).await
    }

    /// How many schema files the next start would apply. Applies none.
    ///
    /// # Errors
    /// [`MigrateError`], as [`Store::migrate`].
    pub async fn outdated(&self) -> Result<usize, MigrateError> {
        self.check(SCHEMA).await.map(|applied| SCHEMA.len() - applied.len())
    }

    async fn apply(
        &self,
        schema: &[Schema],
        now: DateTime<Utc>,
    ) -> Result<Vec<String>, MigrateError> {
        let mut tries = 0;
        while !self.attempt("ledger", LEDGER, None).await? {
            wait("ledger", &mut tries).await?;
        }
        let mut applied = self.check(schema).await?;
        let mut names = Vec::new();
        for (index, file) in schema.iter().enumerate() {
            let mut tries = 0;
            while applied.len() <= index {
                let ledger = file.row(index, now);
                if self.attempt(file.name, file.script, Some(ledger.clone())).await? {
                    names.push(file.name.to_owned());
                    // It is the last one there: nobody could go on before it.
                    applied.push(ledger);
                } else {
                    wait(file.name, &mut tries).await?;
                    applied = self.check(schema).await?;
                }
            }
        }
        Ok(names)
    }

    /// The ledger, if it says nothing that this program does not know.
    async fn check(&self, schema: &[Schema]) -> Result<Vec<Applied>, MigrateError> {
        let applied: Vec<Applied> = self.ask(APPLIED).one().await.map_err(|error| {
            MigrateError::Failed { name: "ledger".to_owned(), reason: error.to_string() }
        })?;
        for (index, row) in applied.iter().enumerate() {
            let Some(file) = schema.get(index) else {
                let known = i64::try_from(schema.len()).unwrap_or(i64::MAX);
                return Err(MigrateError::Newer { found: row.number, known });
            };
            if row.name != file.name || row.sha256 != file.sha256() {
                return Err(MigrateError::Changed { name: file.name.to_owned() });
            }
        }
        Ok(applied)
    }

    /// Whether a script was applied, not overtaken by another program.
    async fn attempt(
        &self,
        name: &str,
        script: &'static str,
        ledger: Option<Applied>,
    ) -> Result<bool, MigrateError> {
        let failed = |reason: String| MigrateError::Failed { name: name.to_owned(), reason };
        let query = self.db().query(script).bind(("ledger", ledger));
        let mut response = query.await.map_err(|error| failed(error.to_string()))?;
        let errors = response.take_errors().into_values();
        overtaken(errors).map(|overtaken| !overtaken).map_err(failed)
    }
}

/// Lets a rival pass, for as long as there is patience.
async fn wait(name: &str, tries: &mut u32) -> Result<(), MigrateError> {
    *tries += 1;
    if *tries == MOST_TRIES {
        let reason = "another program keeps changing the schema".to_owned();
        return Err(MigrateError::Failed { name: name.to_owned(), reason });
    }
    tokio::time::sleep(pause(*tries)).await;
    Ok(())
}

impl Schema {
    fn sha256(&self) -> String {
        format!("{:x}", Sha256::digest(self.text))
    }

    fn row(&self, index: usize, at: DateTime<Utc>) -> Applied {
        let number = i64::try_from(index + 1).unwrap_or(i64::MAX);
        Applied {
            id: record("migration", format_args!("{number:04}")),
            number,
            name: self.name.to_owned(),
            sha256: self.sha256(),
            at,
        }
    }
}

#[cfg(test)]
mod tests;
