//! What holds for the certificate, with pairs of files that openssl makes.

use std::{fs, path::Path, process::Command};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::rustls::pki_types::ServerName;

use super::*;

/// Makes a certificate for a host, good for some days, and answers where both files are.
fn made(folder: &Path, name: &str, host: &str, days: u32) -> TlsSettings {
    let [certificate_file, key_file] =
        ["pem", "key"].map(|kind| folder.join(format!("{name}.{kind}")));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", &days.to_string(), "-subj", &format!("/CN={host}")])
        .args(["-addext", &format!("subjectAltName=DNS:{host},IP:127.0.0.1")])
        .arg("-keyout")
        .arg(&key_file)
        .arg("-out")
        .arg(&certificate_file)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    TlsSettings { certificate_file, key_file }
}

fn loaded(settings: &TlsSettings) -> Certificates {
    Certificates::load(settings).unwrap().unwrap()
}

/// Writes one file over another.
fn over(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
}

#[test]
fn without_files_there_is_no_tls_of_ours() {
    assert!(Certificates::load(&TlsSettings::default()).unwrap().is_none());
}

#[test]
fn a_certificate_knows_its_hosts_and_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = loaded(&made(folder.path(), "a", "ewelists.example", 30)).certificate();
    assert!(certificate.is_for("ewelists.example") && certificate.is_for("127.0.0.1"));
    for other in ["www.ewelists.example", "127.0.0.2", "[::1]", ""] {
        assert!(!certificate.is_for(other), "{other}");
    }
    assert_eq!((certificate.ends_at - certificate.begins_at).num_days(), 30);
}

#[test]
fn a_new_pair_is_taken_and_one_that_can_not_be_used_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let settings = made(folder.path(), "live", "ewelists.example", 30);
    let next = made(folder.path(), "next", "ewelists.example", 90);
    let certificates = loaded(&settings);
    let first = certificates.certificate();
    assert_eq!(certificates.renew(), Renewal::Same);

    // Whoever renews writes one file after the other.
    over(&next.certificate_file, &settings.certificate_file);
    let Renewal::Refused(why) = certificates.renew() else { panic!("half a pair") };
    assert!(why.contains("live.pem") && why.contains("live.key"), "{why}");
    assert_eq!(certificates.certificate(), first);
    over(&next.key_file, &settings.key_file);
    assert_eq!(certificates.renew(), Renewal::New);
    let second = certificates.certificate();
    assert!(second.ends_at > first.ends_at);

    for (file, text, told) in [
        (&settings.key_file, "", "holds no key"),
        (&settings.key_file, "-----BEGIN PRIVATE KEY-----\nx", "holds no key"),
        (&settings.certificate_file, "hello", "holds no certificate"),
    ] {
        fs::write(file, text).unwrap();
        let Renewal::Refused(why) = certificates.renew() else { panic!("{told}") };
        assert!(why.contains(told), "{why}");
    }
    fs::remove_file(&settings.certificate_file).unwrap();
    let Renewal::Refused(why) = certificates.renew() else { panic!("no file") };
    assert!(why.contains("live.pem can not be read"), "{why}");
    assert_eq!(certificates.certificate(), second, "the old one stays whatever comes");
}

#[tokio::test]
async fn what_was_agreed_lasts_beyond_a_renewal() {
    let folder = tempfile::tempdir().unwrap();
    let settings = made(folder.path(), "live", "ewelists.example", 30);
    let next = made(folder.path(), "next", "ewelists.example", 90);
    let certificates = loaded(&settings);
    let host = ServerName::try_from("ewelists.example").unwrap();
    let agree = async |certificates: &Certificates| {
        let (ours, theirs) = tokio::io::duplex(16 * 1024);
        let connector = unproven::connector(&["http/1.1", "h2"]).unwrap();
        let (ours, theirs) =
            tokio::join!(certificates.greet(ours), connector.connect(host.clone(), theirs));
        (ours.unwrap(), theirs.unwrap())
    };
    let (mut ours, mut theirs) = agree(&certificates).await;
    assert_eq!(theirs.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    over(&next.certificate_file, &settings.certificate_file);
    over(&next.key_file, &settings.key_file);
    assert_eq!(certificates.renew(), Renewal::New);
    ours.write_all(b"still here").await.unwrap();
    ours.flush().await.unwrap();
    let mut read = [0; 10];
    theirs.read_exact(&mut read).await.unwrap();
    assert_eq!(&read, b"still here");
    let (_ours, later) = agree(&certificates).await;
    assert_ne!(
        later.get_ref().1.peer_certificates().unwrap(),
        theirs.get_ref().1.peer_certificates().unwrap()
    );
}
