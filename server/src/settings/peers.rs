//! Other instances whose catalogue is kept the same (R6.6).

use url::Url;

use super::{Settings, SettingsError, providers::unusable, section::section, value::Secret};

section! {
    /// Another instance, such as one for a last look, whose catalogue admins keep the same as this
    /// one's: one row, in double brackets, for each. Products are sent there and compared through its
    /// API; `ewelists catalogue compare` compares by hand. It may be within a private network.
    PeerSettings, "peers", "snake_case" {
        /// What it is called in answers: up to 32 characters of a-z, 0-9 and -.
        name: String = String::new(),
        /// Its public_url. Must be https:// unless it is this machine.
        url: String = String::new(),
        /// A token with the scope catalogue:write, made there by an admin on their account page.
        token: Secret = Secret::new(""),
        /// A file that holds it, instead.
        token_file: String = String::new(),
    }
}

/// Words that stand in the same answers as the names of peers.
const TAKEN: [&str; 4] = ["code", "error", "fields", "message"];

impl PeerSettings {
    /// What stands in `Leptos.toml` to begin with.
    pub(super) fn example() -> Self {
        Self {
            name: "staging".to_owned(),
            url: "https://staging.ewelists.example".to_owned(),
            token: Secret::new("ewl_..."),
            ..Self::default()
        }
    }

    /// Takes the token from its file, if one is named.
    pub(super) fn read_secret(&mut self) -> Result<(), SettingsError> {
        let file = &self.token_file;
        if file.is_empty() {
            return Ok(());
        }
        if !self.token.expose().is_empty() {
            let said = format!("peers {}: token and token_file are both set; keep one.", self.name);
            return Err(SettingsError::Refused(vec![said]));
        }
        let text = std::fs::read_to_string(file)
            .map_err(|reason| SettingsError::File { path: file.into(), reason })?;
        self.token = Secret::new(text.trim());
        Ok(())
    }

    fn wrong(&self, own: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if !(1..=32).contains(&self.name.len()) || !self.name.bytes().all(plain) {
            wrong
                .push(format!("peers: the name `{}` is not 1 to 32 of a-z, 0-9 and -.", self.name));
        }
        if self.name == own || TAKEN.contains(&self.name.as_str()) {
            wrong.push(format!("peers: the name `{}` stands for something else.", self.name));
        }
        if let Some(why) = unusable(&self.url) {
            wrong.push(format!("peers {}: url {why}.", self.name));
        } else if Url::parse(&self.url).is_ok_and(|url| url.path() != "/" || url.query().is_some())
        {
            wrong.push(format!("peers {}: url must end behind the host.", self.name));
        }
        if self.token.expose().is_empty() {
            wrong.push(format!("peers {}: there is no token.", self.name));
        }
        wrong
    }
}

impl Settings {
    /// What of the peers can be read and does not work, a sentence for each.
    pub(super) fn wrong_peers(&self) -> Vec<String> {
        let own = self.site.environment.instance();
        let mut wrong: Vec<_> = self.peers.iter().flat_map(|peer| peer.wrong(own)).collect();
        for (at, peer) in self.peers.iter().enumerate() {
            if self.peers[..at].iter().any(|other| other.name == peer.name) {
                wrong.push(format!("peers: two rows have the name `{}`.", peer.name));
            }
        }
        wrong
    }
}
