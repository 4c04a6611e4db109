//! How a server is set up: `Leptos.toml`, overridden by variables.
//!
//! Every setting is written down once, with an explanation and its default, in one of the sections.
//! Reading it, refusing unknown keys, `ewelists config print` and the commented `Leptos.toml` of the
//! repository all follow from that.

mod affiliate;
mod api;
mod backup;
mod bucket;
mod fetch;
mod ideas;
mod limits;
mod load;
mod log;
mod mail;
mod mask;
mod metrics;
mod pages;
mod peers;
mod pictures;
mod providers;
mod section;
mod server;
mod site;
mod store;
mod tls;
mod traces;
mod value;
mod watch;
mod webhooks;

use serde::Deserialize;

pub use affiliate::AffiliateSettings;
pub use api::ApiSettings;
pub use backup::BackupSettings;
pub use fetch::FetchSettings;
pub use ideas::IdeasSettings;
pub use limits::LimitsSettings;
pub use load::{DEFAULT_FILE, SettingsError, texts};
pub use log::{LogFormat, LogSettings};
pub use mail::MailSettings;
pub use mask::masked;
pub use metrics::MetricsSettings;
pub use pages::PagesSettings;
pub use peers::PeerSettings;
pub use pictures::PicturesSettings;
pub use providers::{AmazonSettings, FacebookSettings, OidcSettings, is_this_machine};
pub use section::{Row, Section, Setting};
pub use server::ServerSettings;
pub use site::{Environment, PublicUrl, SiteSettings};
pub use store::StoreSettings;
pub use tls::TlsSettings;
pub use traces::TracesSettings;
pub use value::{Addresses, Rate, Seconds, Secret};
pub use watch::WatchSettings;
pub use webhooks::WebhooksSettings;

/// All settings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What the site is and where people find it.
    pub site: SiteSettings,
    /// How the server listens and what it puts up with.
    pub server: ServerSettings,
    /// TLS of our own.
    pub tls: TlsSettings,
    /// Where things are remembered.
    pub store: StoreSettings,
    /// How mails are sent.
    pub mail: MailSettings,
    /// What is logged, and how.
    pub log: LogSettings,
    /// When those who look after the site are told that something is wrong.
    pub watch: WatchSettings,
    /// Where figures can be had.
    pub metrics: MetricsSettings,
    /// Where traces go.
    pub traces: TracesSettings,
    /// How often one network address may ask for what.
    pub limits: LimitsSettings,
    /// Who may ask the API from a page.
    pub api: ApiSettings,
    /// How programs are told what happens.
    pub webhooks: WebhooksSettings,
    /// How pages and pictures of shops are fetched.
    pub fetch: FetchSettings,
    /// Where pictures are kept.
    pub pictures: PicturesSettings,
    /// Where backups go, and when.
    pub backup: BackupSettings,
    /// Articles, and products that come with them.
    pub ideas: IdeasSettings,
    /// Signing in with Facebook.
    pub facebook: FacebookSettings,
    /// Signing in with Amazon.
    pub amazon: AmazonSettings,
    /// Where else people can sign in by OpenID Connect.
    #[serde(default)]
    pub oidc: Vec<OidcSettings>,
    /// Shops that pay for visitors.
    #[serde(default)]
    pub affiliate: Vec<AffiliateSettings>,
    /// Other instances whose catalogue is kept the same.
    #[serde(default)]
    pub peers: Vec<PeerSettings>,
    /// Where the built pages are.
    pub leptos: PagesSettings,
}

/// A section as it is written down.
struct Written {
    table: &'static str,
    about: &'static [&'static str],
    rows: Vec<Row>,
}

fn written<S: Section>(section: &S) -> Written {
    Written { table: S::TABLE, about: S::ABOUT, rows: section.rows() }
}

impl Written {
    /// The section as it stands in `Leptos.toml`, under its heading.
    fn sample(self, heading: &str) -> String {
        let mut text = "\n".to_owned();
        for line in self.about {
            text += &format!("#{line}\n");
        }
        text += &format!("{heading}\n");
        for row in self.rows {
            text += "\n";
            for line in row.doc {
                text += &format!("#{line}\n");
            }
            text += &format!("#{} = {}\n", row.key, row.toml);
        }
        text
    }
}

const TOP: &str = "\
# The settings of ewelists. Every key is here, with an explanation and its default, which applies
# while the key is commented out. `ewelists config print` shows what is in force.
#
# A variable overrides this file: EWELISTS__SECTION__KEY, such as EWELISTS__SERVER__LISTEN. For a
# secret value, EWELISTS__SECTION__KEY_FILE may name a file that holds it instead. To use another
# file than Leptos.toml, name it with --config or EWELISTS_CONFIG.
";

impl Settings {
    fn sections(&self) -> [Written; 19] {
        [
            written(&self.site),
            written(&self.server),
            written(&self.tls),
            written(&self.store),
            written(&self.mail),
            written(&self.log),
            written(&self.watch),
            written(&self.metrics),
            written(&self.traces),
            written(&self.limits),
            written(&self.api),
            written(&self.webhooks),
            written(&self.fetch),
            written(&self.pictures),
            written(&self.backup),
            written(&self.ideas),
            written(&self.facebook),
            written(&self.amazon),
            written(&self.leptos),
        ]
    }

    /// The text of `Leptos.toml`: every key with what it is and its default, and one provider as
    /// an example.
    pub fn sample() -> String {
        let mut text = TOP.to_owned();
        for section in Self::default().sections() {
            let heading = format!("[{}]", section.table);
            text += &section.sample(&heading);
        }
        text += &written(&OidcSettings::example()).sample("#[[oidc]]");
        text += &written(&AffiliateSettings::example()).sample("#[[affiliate]]");
        text + &written(&PeerSettings::example()).sample("#[[peers]]")
    }

    /// What is in force, in TOML, with secrets hidden.
    pub fn shown(&self) -> String {
        let mut text = self.text(|row| &row.shown);
        let providers = self.oidc.iter().map(|row| (OidcSettings::TABLE, row.rows()));
        let shops = self.affiliate.iter().map(|row| (AffiliateSettings::TABLE, row.rows()));
        let peers = self.peers.iter().map(|row| (PeerSettings::TABLE, row.rows()));
        for (table, rows) in providers.chain(shops).chain(peers) {
            text += &format!("\n[[{table}]]\n");
            for row in rows {
                text += &format!("{} = {}\n", row.key, row.shown);
            }
        }
        text
    }

    fn text(&self, value: impl Fn(&Row) -> &str) -> String {
        let sections = self.sections().map(|section| {
            let rows = section.rows.iter().map(|row| format!("{} = {}\n", row.key, value(row)));
            format!("[{}]\n{}", section.table, rows.collect::<String>())
        });
        sections.join("\n")
    }
}

#[cfg(test)]
mod tests;
