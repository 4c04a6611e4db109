//! A certificate and its key, from their files; and until when it is good.

use std::{fs, io, path::Path, sync::Arc};

use chrono::{DateTime, NaiveDateTime, Utc};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use tokio_rustls::rustls::{
    self, ServerConfig,
    client::verify_server_name,
    crypto::aws_lc_rs,
    pki_types::{
        CertificateDer, PrivateKeyDer, ServerName,
        pem::{self, PemObject as _},
    },
    server::ParsedCertificate,
};

use crate::settings::TlsSettings;

/// Why a certificate can not be used.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file can not be read.
    #[error("{path} can not be read: {cause}")]
    File {
        /// The file.
        path: String,
        /// Why.
        cause: io::Error,
    },
    /// There is no certificate in the file.
    #[error("{path} holds no certificate in PEM")]
    NoCertificate {
        /// The file.
        path: String,
    },
    /// There is no key in the file.
    #[error("{path} holds no key in PEM, or one that asks for a password")]
    NoKey {
        /// The file.
        path: String,
    },
    /// The two do not fit.
    #[error(
        "the certificate in {certificate} and the key in {key} can not be used together: {cause}"
    )]
    Unfit {
        /// The file of the certificate.
        certificate: String,
        /// The file of the key.
        key: String,
        /// Why.
        cause: rustls::Error,
    },
    /// The certificate does not say until when it is good.
    #[error("the certificate in {path} does not say until when it is good")]
    Timeless {
        /// The file.
        path: String,
    },
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// From when on it is good.
    pub begins_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// What tells this pair of files from any other.
    pub(super) mark: [u8; 32],
    leaf: CertificateDer<'static>,
}

impl Certificate {
    /// Whether it was made for this host.
    pub fn is_for(&self, host: &str) -> bool {
        let Ok(name) = ServerName::try_from(host.trim_matches(['[', ']'])) else { return false };
        let parsed = ParsedCertificate::try_from(&self.leaf);
        parsed.is_ok_and(|certificate| verify_server_name(&certificate, &name).is_ok())
    }
}

/// Reads both files.
///
/// # Errors
/// [`TlsError`].
pub(super) fn read(settings: &TlsSettings) -> Result<(Certificate, ServerConfig), TlsError> {
    let (chain_file, key_file) = (&settings.certificate_file, &settings.key_file);
    let [chain_path, key_path] = [chain_file, key_file].map(|file| file.display().to_string());
    let (chain_text, key_text) = (contents(chain_file)?, contents(key_file)?);
    let chain: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(&chain_text).collect();
    let chain = chain.unwrap_or_default();
    let Some(leaf) = chain.first().cloned() else {
        return Err(TlsError::NoCertificate { path: chain_path });
    };
    let key = PrivateKeyDer::from_pem_slice(&key_text);
    let key = key.map_err(|_| TlsError::NoKey { path: key_path.clone() })?;
    let times = validity(&leaf).ok_or(TlsError::Timeless { path: chain_path.clone() });
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|cause| TlsError::Unfit { certificate: chain_path, key: key_path, cause })?;
    let (begins_at, ends_at) = times?;
    let mark = Sha256::new().chain_update(&chain_text).chain_update(&key_text).finalize().into();
    Ok((Certificate { begins_at, ends_at, mark, leaf }, config))
}

fn contents(file: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(file).map_err(|cause| TlsError::File { path: file.display().to_string(), cause })
}

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xA0;
const SHORT_TIME: u8 = 0x17;
const LONG_TIME: u8 = 0x18;

/// From when until when a certificate is good (RFC 5280, 4.1). Nothing of it is trusted here but its
/// own say about itself, so that its times are all that is read.
fn validity(der: &[u8]) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let inside = |(tag, inside, _): (u8, _, _)| (tag == SEQUENCE).then_some(inside);
    let mut rest = inside(element(inside(element(der)?)?)?)?;
    if rest.first() == Some(&VERSION) {
        rest = element(rest)?.2;
    }
    // Number, way of signing, who signed.
    for _ in 0..3 {
        rest = element(rest)?.2;
    }
    let times = inside(element(rest)?)?;
    let (tag, begins, times) = element(times)?;
    let begins = moment(tag, begins)?;
    let (tag, ends, _) = element(times)?;
    Some((begins, moment(tag, ends)?))
}

/// The first element of some DER: its tag, what is in it, and what comes after it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, mut rest) = rest.split_first()?;
    let mut length = usize::from(first);
    if let Some(bytes) = first.checked_sub(0x80) {
        if !(1..=4).contains(&bytes) {
            return None;
        }
        let (digits, after) = rest.split_at_checked(bytes.into())?;
        length = digits.iter().fold(0, |sum, digit| (sum << 8) | usize::from(*digit));
        rest = after;
    }
    let (inside, after) = rest.split_at_checked(length)?;
    Some((tag, inside, after))
}

/// A time, of which the short form has two digits for the year.
fn moment(tag: u8, text: &[u8]) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(text).ok()?;
    let whole = match tag {
        SHORT_TIME if text.get(..2)? < "50" => format!("20{text}"),
        SHORT_TIME => format!("19{text}"),
        LONG_TIME => text.to_owned(),
        _ => return None,
    };
    NaiveDateTime::parse_from_str(&whole, "%Y%m%d%H%M%SZ").ok().map(|time| time.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(parts: &[&[u8]]) -> Vec<u8> {
        let inside = parts.concat();
        let length = u8::try_from(inside.len()).unwrap();
        let head: &[u8] =
            if length < 0x80 { &[SEQUENCE, length] } else { &[SEQUENCE, 0x81, length] };
        [head, &inside].concat()
    }

    fn dated(begins: &[u8], ends: &[u8]) -> Vec<u8> {
        let number = [2, 1, 7];
        let times = sequence(&[begins, ends]);
        let (signed, name) = (sequence(&[&[5, 0]]), sequence(&[&[0; 100]]));
        sequence(&[&sequence(&[&[VERSION, 3, 2, 1, 2], &number, &signed, &name, &times]), &signed])
    }

    fn time(tag: u8, text: &str) -> Vec<u8> {
        let length = u8::try_from(text.len()).unwrap();
        [&[tag, length], text.as_bytes()].concat()
    }

    #[test]
    fn a_certificate_says_from_when_until_when_it_is_good() {
        let both = dated(&time(SHORT_TIME, "491231235959Z"), &time(LONG_TIME, "20500101000000Z"));
        let (begins, ends) = validity(&both).unwrap();
        assert_eq!(begins.to_rfc3339(), "2049-12-31T23:59:59+00:00");
        assert_eq!(ends.to_rfc3339(), "2050-01-01T00:00:00+00:00");
        let old = dated(&time(SHORT_TIME, "500101000000Z"), &time(SHORT_TIME, "700101000000Z"));
        assert_eq!(validity(&old).unwrap().0.to_rfc3339(), "1950-01-01T00:00:00+00:00");
    }

    #[test]
    fn what_is_no_certificate_has_no_times() {
        let whole = dated(&time(SHORT_TIME, "260101000000Z"), &time(SHORT_TIME, "270101000000Z"));
        for end in 0..whole.len() {
            assert_eq!(validity(&whole[..end]), None, "{end}");
        }
        for wrong in ["", "260101000000", "269901000000Z", "ä60101000000Z", "-60101000000Z"] {
            let dated = dated(&time(SHORT_TIME, wrong), &time(SHORT_TIME, "270101000000Z"));
            assert_eq!(validity(&dated), None, "{wrong}");
        }
        assert_eq!(validity(&[SEQUENCE, 0x80]), None);
        assert_eq!(validity(&[SEQUENCE, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0]), None);
    }
}
