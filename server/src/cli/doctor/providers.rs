//! Whether others answer on whom the site relies: who lets people sign in, and its peers.

use tokio::time::timeout;

use super::{Findings, PATIENCE};
use crate::{
    elsewhere::{Proofs, Providers},
    peers::Peers,
    secrets,
    settings::Settings,
};

/// What a peer is asked for: no product has this id, so that any answer is a short one.
const NO_PRODUCT: &str = "00000000-0000-7000-8000-000000000000";

/// Asks each of them.
pub(super) async fn look(settings: &Settings, found: &mut Findings) {
    for provider in Providers::new(settings).all() {
        let (id, label) = (provider.id(), provider.label());
        let back = settings.site.public_url.link(&format!("/sign-in/with/{id}/back"));
        let word = secrets::random_token;
        let proofs = Proofs { state: word(), nonce: word(), verifier: word() };
        match timeout(PATIENCE, provider.begin(&proofs, &back, false)).await {
            Ok(Ok(_)) => found.well(&format!(
                "People can be sent to {label}. It must know this way back: {back}"
            )),
            Ok(Err(error)) => found.wrong(&format!(
                "Nobody can sign in with {label} ({id}): {error}. Is its issuer right to the letter, \
                 and can this machine reach it by https?"
            )),
            Err(_) => found.wrong(&format!(
                "Nobody can sign in with {label} ({id}): it does not answer in time."
            )),
        }
    }
    for peer in Peers::new(&settings.peers).iter() {
        let name = peer.name();
        match timeout(PATIENCE, peer.entry(NO_PRODUCT)).await {
            Ok(Ok(_)) => found.well(&format!("The peer {name} answers, and takes our token.")),
            Ok(Err(error)) => found.wrong(&format!(
                "The peer {name} can not be asked: {error}. Is its url right, and its token one of \
                 an admin's there, with the scope catalogue:write?"
            )),
            Err(_) => found.wrong(&format!("The peer {name} does not answer in time.")),
        }
    }
}
