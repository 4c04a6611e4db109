//! Other instances whose catalogue is kept the same as this one's (R6.6).
//!
//! A peer is named by whoever runs the site, so that it may be anywhere, within a private network
//! too. It is asked by its API, with a token of an admin's there.

mod client;
mod entry;

use std::sync::Arc;

use url::Url;

use crate::settings::PeerSettings;

pub use client::{Peer, PeerError};
pub use entry::{Entry, EntryPage, PutAnswer, priced};

/// The peers of a site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Peers(Arc<[Peer]>);

impl Peers {
    /// As the settings name them.
    pub fn new(settings: &[PeerSettings]) -> Self {
        let peers = settings.iter().map(|row| {
            let PeerSettings { name, url, token, .. } = row;
            Peer::new(name, url, token.clone())
        });
        Self(peers.collect())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Peer> {
        self.0.iter()
    }

    /// The one of this name.
    pub fn named(&self, name: &str) -> Option<&Peer> {
        self.iter().find(|peer| peer.name() == name)
    }

    /// The one whose picture this address is.
    pub fn with_picture(&self, url: &Url) -> Option<&Peer> {
        self.iter().find(|peer| peer.has_picture(url))
    }
}
