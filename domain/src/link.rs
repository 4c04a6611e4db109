//! The address of a page in a shop: found in what was pasted, cleaned, and compared (R4.2, R4.3).
//!
//! What is known about shops, trackers and redirectors stands in the text files beside this one.

mod clean;
mod find;
mod form;
mod key;
mod query;
mod redirect;
mod rules;
mod short;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::FieldProblem;

pub use key::LinkKey;

/// An `http` or `https` address with a host. Nothing else is ever put into an `href` from what
/// people typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

impl Link {
    /// The most characters, as typed and in ASCII.
    pub const MAX: u32 = 2000;

    /// Finds the address in what was pasted, which may be a sentence around it, markdown or a
    /// phone's share text; the first where there are several. Adds `https://` where the scheme is
    /// missing.
    ///
    /// # Errors
    /// [`FieldProblem::Required`], [`FieldProblem::TooLong`] or [`FieldProblem::NotALink`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        /// Writing an address in ASCII may move the sign that ends it; hardly ever twice.
        const ROUNDS: usize = 5;

        if raw.trim().is_empty() {
            return Err(FieldProblem::Required);
        }
        let mut address = parse_found(raw)?;
        for _ in 0..ROUNDS {
            let again = parse_found(&address)?;
            if again == address {
                return Ok(Self(address));
            }
            address = again;
        }
        Err(FieldProblem::NotALink)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The shop's host without a leading `www.`, for want of a better name.
    pub fn host(&self) -> String {
        let url = self.url();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    }

    /// The same page without what tells where the link came from: tracking, redirectors, the many
    /// forms in which a shop writes a product's address. Cleaning twice changes nothing more.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        clean::clean(self)
    }

    /// What all links to the same product in the same shop have in common.
    pub fn key(&self) -> LinkKey {
        LinkKey::new(&self.cleaned())
    }

    /// Whether only a fetch can tell where this leads: `amzn.to`, `bit.ly`.
    pub fn is_short(&self) -> bool {
        short::is_short(&self.host())
    }

    /// In its parts. Every link has been parsed before.
    fn url(&self) -> Option<Url> {
        Url::parse(&self.0).ok()
    }
}

/// The address in a text, as the URL Standard writes it.
fn parse_found(text: &str) -> Result<String, FieldProblem> {
    let too_long = |address: &str| address.len() > Link::MAX as usize;
    let word = find::find(text).ok_or(FieldProblem::NotALink)?;
    if too_long(word) {
        return Err(FieldProblem::TooLong { max: Link::MAX });
    }
    // Copied out of mark-up.
    let word = word.replace("&amp;", "&");
    let absolute =
        if word.contains("://") && !is_in_query(&word) { word } else { format!("https://{word}") };
    let url = Url::parse(&absolute).map_err(|_| FieldProblem::NotALink)?;
    let is_web = matches!(url.scheme(), "http" | "https");
    let has_name = url.domain().is_some_and(|host| host.contains('.'));
    if !is_web || !has_name || !url.username().is_empty() || url.password().is_some() {
        return Err(FieldProblem::NotALink);
    }
    let address = String::from(url);
    if too_long(&address) {
        return Err(FieldProblem::TooLong { max: Link::MAX });
    }
    Ok(address)
}

/// Whether the first `://` of an address belongs to another one within.
fn is_in_query(address: &str) -> bool {
    let scheme = address.find("://");
    let path = address.find(['/', '?', '#']);
    matches!((scheme, path), (Some(scheme), Some(path)) if path < scheme)
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl TryFrom<String> for Link {
    type Error = String;

    fn try_from(raw: String) -> Result<Self, String> {
        Self::parse(&raw).map_err(|problem| format!("{problem:?}"))
    }
}

#[cfg(test)]
mod tests;
