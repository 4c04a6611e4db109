//! Where people come in: the main listener, and beside TLS of our own one that leads to it.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::{
    serve::{Entrance, Manner},
    tls::Certificates,
};
use crate::{StartError, settings::Settings};

/// Listeners that are bound.
pub struct Entrances {
    /// Where the main one is.
    pub address: SocketAddr,
    /// Where whoever comes without TLS is sent on, if anywhere.
    pub clear_address: Option<SocketAddr>,
    /// All of them.
    pub all: Vec<Entrance>,
    /// The certificate, where TLS is ours.
    pub certificates: Option<Certificates>,
}

/// Takes the addresses that the settings say.
///
/// # Errors
/// [`StartError::Tls`] and [`StartError::Listen`].
pub async fn bind(settings: &Settings) -> Result<Entrances, StartError> {
    let certificates = Certificates::load(&settings.tls)?;
    let manner = certificates.clone().map_or(Manner::Plain, Manner::Tls);
    let (listener, address) = listen(settings.server.listen).await?;
    let mut all = vec![Entrance { listener, manner }];
    let mut clear_address = None;
    if let Some(address) = settings.server.redirect_address() {
        let (listener, address) = listen(address).await?;
        all.push(Entrance { listener, manner: Manner::Clear });
        clear_address = Some(address);
    }
    Ok(Entrances { address, clear_address, all, certificates })
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |cause| StartError::Listen { address, cause };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}
