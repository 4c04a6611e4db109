//! TLS of our own (RFC 8446, and RFC 5246 for clients that cannot do that), with a certificate that is
//! read again while the program runs: to renew it, it is enough to write over the files.

mod certificate;
#[cfg(test)]
mod tests;
pub mod unproven;

use std::{
    io,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    signal::unix::{SignalKind, signal},
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig, server::TlsStream};

use crate::{settings::TlsSettings, site::Site};

pub use certificate::{Certificate, TlsError};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(60);

/// What browsers may speak within TLS, what we like best first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The certificate in use. Cheap to clone; all clones turn to a new one together.
#[derive(Clone)]
pub struct Certificates {
    settings: TlsSettings,
    current: Arc<RwLock<Current>>,
}

struct Current {
    certificate: Certificate,
    config: Arc<ServerConfig>,
}

/// What came of looking at the files once more.
#[derive(Debug, PartialEq, Eq)]
pub enum Renewal {
    /// They are as they were.
    Same,
    /// There is another certificate, and it is in use.
    New,
    /// What is there can not be used: the old one stays.
    Refused(String),
}

impl Certificates {
    /// Reads the files for the first time; nothing where TLS is not ours.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn load(settings: &TlsSettings) -> Result<Option<Self>, TlsError> {
        if !settings.is_on() {
            return Ok(None);
        }
        let current = Arc::new(RwLock::new(Current::read(settings)?));
        Ok(Some(Self { settings: settings.clone(), current }))
    }

    /// The certificate in use.
    pub fn certificate(&self) -> Certificate {
        self.read().certificate.clone()
    }

    /// Agrees on TLS with somebody. Whoever has agreed keeps what was agreed, whatever comes later.
    ///
    /// # Errors
    /// What went wrong on the way, mostly on theirs.
    pub async fn greet<S>(&self, stream: S) -> io::Result<TlsStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let config = self.read().config.clone();
        TlsAcceptor::from(config).accept(stream).await
    }

    /// Looks at the files once more.
    pub fn renew(&self) -> Renewal {
        match Current::read(&self.settings) {
            Ok(next) if next.certificate.mark == self.read().certificate.mark => Renewal::Same,
            Ok(next) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
                Renewal::New
            }
            Err(error) => Renewal::Refused(error.to_string()),
        }
    }

    /// Looks at the files each minute, and when the program is told to (SIGHUP), until the site
    /// closes. What can not be used is told once.
    pub async fn keep(self, site: Site) {
        self.note(&site);
        let Ok(mut told) = signal(SignalKind::hangup()) else {
            tracing::error!("the certificate will not be read again: no signal can be heard");
            return;
        };
        let mut refused = None;
        loop {
            let asked = tokio::select! {
                () = site.closing.cancelled() => return,
                () = tokio::time::sleep(EVERY) => false,
                _ = told.recv() => true,
            };
            let looking = self.clone();
            let Ok(renewal) = tokio::task::spawn_blocking(move || looking.renew()).await else {
                continue;
            };
            match renewal {
                Renewal::Same => {
                    refused = None;
                    if asked {
                        tracing::info!("the certificate is the one that is in use already");
                    }
                }
                Renewal::New => {
                    refused = None;
                    self.note(&site);
                }
                Renewal::Refused(why) => {
                    if asked || refused.as_ref() != Some(&why) {
                        tracing::warn!(
                            error.cause = %why,
                            "a new certificate can not be used; the old one stays"
                        );
                    }
                    refused = Some(why);
                }
            }
        }
    }

    /// Tells whoever watches until when the certificate is good.
    fn note(&self, site: &Site) {
        let Certificate { begins_at, ends_at, .. } = self.certificate();
        site.watch.note_certificate(Some(ends_at));
        let now = site.clock.now();
        if now < begins_at || now >= ends_at {
            tracing::warn!(tls.ends_at = %ends_at, "the certificate is not good at this time");
        } else {
            tracing::info!(tls.ends_at = %ends_at, "there is a certificate");
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Current> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Current {
    fn read(settings: &TlsSettings) -> Result<Self, TlsError> {
        let (certificate, mut config) = certificate::read(settings)?;
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(Self { certificate, config: Arc::new(config) })
    }
}
