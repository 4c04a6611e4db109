//! Where else people can sign in (R2.5).

use url::{Host, Url};

use super::{Settings, SettingsError, section::section, value::Secret};

section! {
    /// Where else people can sign in by OpenID Connect: one row, in double brackets, for each
    /// provider. The redirect address to tell a provider is
    /// PUBLIC_URL/sign-in/with/ID/back.
    ///
    /// A variable names the row by its id, in capitals and with _ instead of -:
    /// EWELISTS__OIDC__GOOGLE__CLIENT_SECRET.
    OidcSettings, "oidc", "snake_case" {
        /// Its word in addresses and variables: up to 32 characters of a-z, 0-9 and -.
        id: String = String::new(),
        /// What people call it.
        label: String = String::new(),
        /// The drawing on its button, one of public/icons.svg. Empty: none.
        icon: String = String::new(),
        /// What it calls itself, to the letter. Its addresses and keys are discovered from there.
        /// Must be https:// unless it is this machine.
        issuer: String = String::new(),
        /// What it calls this site.
        client_id: String = String::new(),
        /// What it knows this site by. Empty if it gives none.
        client_secret: Secret = Secret::new(""),
        /// A file that holds it, instead.
        client_secret_file: String = String::new(),
        /// What is asked of it.
        scopes: Vec<String> = ["openid", "email", "profile"].map(str::to_owned).to_vec(),
        /// Whether an address that it calls verified is accepted without a code of ours. Such a
        /// provider opens every account here that has the address: only say true of one that makes
        /// sure whose address it is. Google is then believed about its own mailboxes and those of
        /// organisations whose mail it runs, and about no others.
        trusted: bool = false,
        /// Whether it is offered.
        enabled: bool = true,
    }
}

section! {
    /// Signing in with Facebook. It never says whether an address is verified, so a code of ours
    /// always goes to it first.
    FacebookSettings, "facebook", "snake_case" {
        /// Whether it is offered.
        enabled: bool = false,
        /// The app's id.
        client_id: String = String::new(),
        /// The app's secret. Requests to delete somebody's data are signed with it too.
        client_secret: Secret = Secret::new(""),
        /// Where people are sent.
        dialog_url: String = "https://www.facebook.com/v23.0/dialog/oauth".to_owned(),
        /// Where Facebook is asked who they are.
        graph_url: String = "https://graph.facebook.com/v23.0".to_owned(),
    }
}

section! {
    /// Signing in with Amazon. A code of ours always goes to the address first.
    AmazonSettings, "amazon", "snake_case" {
        /// Whether it is offered.
        enabled: bool = false,
        /// What it calls this site.
        client_id: String = String::new(),
        /// What it knows this site by.
        client_secret: Secret = Secret::new(""),
        /// Where people are sent.
        authorize_url: String = "https://www.amazon.com/ap/oa".to_owned(),
        /// Where a code is exchanged for a token.
        token_url: String = "https://api.amazon.com/auth/o2/token".to_owned(),
        /// Where Amazon is asked who they are.
        profile_url: String = "https://api.amazon.com/user/profile".to_owned(),
    }
}

impl OidcSettings {
    /// What stands in `Leptos.toml` to begin with.
    pub(super) fn example() -> Self {
        Self {
            id: "google".to_owned(),
            label: "Google".to_owned(),
            issuer: "https://accounts.google.com".to_owned(),
            client_id: "1234.apps.googleusercontent.com".to_owned(),
            trusted: true,
            ..Self::default()
        }
    }

    /// Takes the secret from its file, if one is named.
    pub(super) fn read_secret(&mut self) -> Result<(), SettingsError> {
        let file = &self.client_secret_file;
        if file.is_empty() || !self.enabled {
            return Ok(());
        }
        if !self.client_secret.expose().is_empty() {
            return Err(SettingsError::Refused(vec![format!(
                "oidc {}: client_secret and client_secret_file are both set; keep one.",
                self.id
            )]));
        }
        let text = std::fs::read_to_string(file)
            .map_err(|reason| SettingsError::File { path: file.into(), reason })?;
        self.client_secret = Secret::new(text.trim_end());
        Ok(())
    }

    fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if !(1..=32).contains(&self.id.len()) || !self.id.bytes().all(plain) {
            wrong.push(format!("oidc: the id `{}` is not 1 to 32 of a-z, 0-9 and -.", self.id));
        }
        if matches!(self.id.as_str(), "facebook" | "amazon") {
            wrong.push(format!("oidc: the id `{0}` is taken by the section [{0}].", self.id));
        }
        if self.label.trim().is_empty() {
            wrong
                .push(format!("oidc {}: label is empty: its button would have no words.", self.id));
        }
        if self.enabled && self.client_id.is_empty() {
            wrong.push(format!("oidc {}: client_id is empty.", self.id));
        }
        if let Some(why) = unusable(&self.issuer) {
            wrong.push(format!("oidc {}: issuer {why}.", self.id));
        }
        wrong
    }
}

impl Settings {
    /// What people call a provider, by the word that it has in addresses.
    pub fn provider_label(&self, id: &str) -> String {
        let row = self.oidc.iter().find(|provider| provider.id == id);
        match (row, id) {
            (Some(provider), _) => provider.label.clone(),
            (None, "facebook") => "Facebook".to_owned(),
            (None, "amazon") => "Amazon".to_owned(),
            (None, _) => id.to_owned(),
        }
    }

    /// What of the providers can be read and does not work, a sentence for each.
    pub(super) fn wrong_providers(&self) -> Vec<String> {
        let mut wrong: Vec<_> = self.oidc.iter().flat_map(OidcSettings::wrong).collect();
        for (at, provider) in self.oidc.iter().enumerate() {
            if self.oidc[..at].iter().any(|other| other.id == provider.id) {
                wrong.push(format!("oidc: two rows have the id `{}`.", provider.id));
            }
        }
        let (facebook, amazon) = (&self.facebook, &self.amazon);
        for (section, enabled, client_id, secret) in [
            ("facebook", facebook.enabled, &facebook.client_id, &facebook.client_secret),
            ("amazon", amazon.enabled, &amazon.client_id, &amazon.client_secret),
        ] {
            if enabled && (client_id.is_empty() || secret.expose().is_empty()) {
                wrong.push(format!("{section} is enabled without client_id and client_secret."));
            }
        }
        for (key, address) in [
            ("facebook.dialog_url", &facebook.dialog_url),
            ("facebook.graph_url", &facebook.graph_url),
            ("amazon.authorize_url", &amazon.authorize_url),
            ("amazon.token_url", &amazon.token_url),
            ("amazon.profile_url", &amazon.profile_url),
        ] {
            wrong.extend(unusable(address).map(|why| format!("{key} {why}.")));
        }
        wrong
    }
}

/// Why an address is not asked, as the end of a sentence.
pub(super) fn unusable(address: &str) -> Option<&'static str> {
    let Ok(url) = Url::parse(address) else { return Some("is not an address") };
    let safe = match url.scheme() {
        "https" => true,
        "http" => is_this_machine(&url),
        _ => false,
    };
    (!safe).then_some("must begin with https:// unless it is this machine")
}

/// Whether an address is one of the machine that the server runs on.
pub fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
