//! Encrypting to keys that are not here (age, <https://age-encryption.org/v1>), and compressing.

use std::{
    fmt,
    io::{self, BufRead, Read, Write},
    path::Path,
    sync::Arc,
};

use age::{DecryptError, Decryptor, Encryptor, IdentityFile, stream::StreamWriter, x25519};
use sha2::{Digest as _, Sha256};

use super::error::BackupError;
use crate::{hex::hex, settings::masked};

/// How much is compressed: quickly, since a site is served meanwhile.
const LEVEL: i32 = 3;

/// What an encrypted file begins with.
const SEALED: &[u8] = b"age-encryption.org/";

/// The public keys that backups are encrypted to; none where they are not.
#[derive(Debug, Clone, Default)]
pub struct Recipients(Vec<x25519::Recipient>);

/// Private keys. Never on the server, but where a backup is restored or tried out.
#[derive(Clone, Default)]
pub struct Identities(Arc<Vec<Box<dyn age::Identity + Send + Sync>>>);

impl Recipients {
    /// Reads public keys.
    ///
    /// # Errors
    /// In words, which one can not be used.
    pub fn parse(keys: &[String]) -> Result<Self, String> {
        let parsed = keys.iter().map(|key| {
            let key = key.trim();
            key.parse().map_err(|why| format!("`{}` is no public key of age ({why})", masked(key)))
        });
        parsed.collect::<Result<_, _>>().map(Self)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A digest by which they are known again, in whatever order they are named; empty where there are
    /// none.
    pub(super) fn digest(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut keys: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        keys.sort();
        keys.dedup();
        hex(Sha256::digest(keys.join("\n")))
    }

    /// These and one more, if there are any: what is not encrypted stays that.
    pub(super) fn and(&self, one: x25519::Recipient) -> Self {
        let mut keys = self.0.clone();
        if !keys.is_empty() {
            keys.push(one);
        }
        Self(keys)
    }
}

impl Identities {
    /// Reads a file of private keys, as `age-keygen` and `ewelists backup-key` write it.
    ///
    /// # Errors
    /// [`BackupError::Identities`].
    pub fn read(file: &Path) -> Result<Self, BackupError> {
        let unusable = BackupError::Identities;
        let file = file.display().to_string();
        let read = IdentityFile::from_file(file.clone())
            .map_err(|error| unusable(format!("{file}: {error}")))?;
        let keys = read.into_identities().map_err(|error| unusable(error.to_string()))?;
        if keys.is_empty() {
            return Err(unusable(format!("{file} holds no key")));
        }
        Ok(Self(Arc::new(keys)))
    }

    /// One private key.
    pub fn of(key: x25519::Identity) -> Self {
        let key: Box<dyn age::Identity + Send + Sync> = Box::new(key);
        Self(Arc::new(vec![key]))
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Identities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identities({} keys, ***)", self.0.len())
    }
}

/// A writer that encrypts, where there is somebody to encrypt to.
pub(super) enum Sealing<W: Write> {
    Clear(W),
    Sealed(StreamWriter<W>),
}

impl<W: Write> Sealing<W> {
    pub(super) fn new(writer: W, to: &Recipients) -> io::Result<Self> {
        if to.is_empty() {
            return Ok(Self::Clear(writer));
        }
        let keys = to.0.iter().map(|key| key as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(keys).map_err(io::Error::other)?;
        encryptor.wrap_output(writer).map(Self::Sealed)
    }

    /// Ends. Without this, what was written does not open.
    pub(super) fn finish(self) -> io::Result<W> {
        match self {
            Self::Clear(writer) => Ok(writer),
            Self::Sealed(writer) => writer.finish(),
        }
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(writer) => writer.write(bytes),
            Self::Sealed(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(writer) => writer.flush(),
            Self::Sealed(writer) => writer.flush(),
        }
    }
}

/// A writer that compresses, and encrypts after that.
pub(super) type Packing<W> = zstd::stream::write::Encoder<'static, Sealing<W>>;

/// Compresses and encrypts whatever is written.
pub(super) fn packing<W: Write>(writer: W, to: &Recipients) -> io::Result<Packing<W>> {
    let mut packing = zstd::stream::write::Encoder::new(Sealing::new(writer, to)?, LEVEL)?;
    packing.include_checksum(true)?;
    Ok(packing)
}

/// Decrypts what `what` is, if it is encrypted, and nothing else.
pub(super) fn opened<R: BufRead + Send + 'static>(
    mut reader: R,
    with: &Identities,
    what: &str,
) -> Result<Box<dyn Read + Send>, BackupError> {
    let damaged = |why: &dyn fmt::Display| BackupError::damaged(what, why);
    let head = reader.fill_buf().map_err(|error| damaged(&error))?;
    if !head.starts_with(SEALED) {
        return Ok(Box::new(reader));
    }
    if with.is_empty() {
        return Err(BackupError::NeedsKey);
    }
    let decryptor = Decryptor::new_buffered(reader).map_err(|error| damaged(&error))?;
    let keys = with.0.iter().map(|key| &**key as &dyn age::Identity);
    match decryptor.decrypt(keys) {
        Ok(reader) => Ok(Box::new(reader)),
        Err(DecryptError::NoMatchingKeys) => Err(BackupError::WrongKey),
        Err(error) => Err(damaged(&error)),
    }
}

/// Decompresses what was opened.
pub(super) fn unpacking(
    reader: Box<dyn Read + Send>,
    what: &str,
) -> Result<impl Read + Send + use<>, BackupError> {
    let decoder = zstd::stream::read::Decoder::new(reader);
    decoder.map_err(|error| BackupError::damaged(what, error))
}

/// Lines that are compressed and encrypted as they come: only that is in memory.
pub(super) struct PackedLines {
    packing: Packing<Vec<u8>>,
    any: bool,
}

impl PackedLines {
    pub(super) fn new(to: &Recipients) -> io::Result<Self> {
        Ok(Self { packing: packing(Vec::new(), to)?, any: false })
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: &str) -> io::Result<()> {
        if self.any {
            self.packing.write_all(b"\n")?;
        }
        self.any = true;
        self.packing.write_all(line.as_bytes())
    }

    /// Ends: all lines, packed; none where there were none.
    pub(super) fn finish(self) -> io::Result<Option<Vec<u8>>> {
        let packed = self.packing.finish()?.finish()?;
        Ok(self.any.then_some(packed))
    }
}

/// What was packed.
pub(super) fn unpack(
    packed: Vec<u8>,
    with: &Identities,
    what: &str,
) -> Result<Vec<u8>, BackupError> {
    let opened = opened(io::Cursor::new(packed), with, what)?;
    let mut plain = Vec::new();
    let read = unpacking(opened, what)?.read_to_end(&mut plain);
    read.map_err(|error| BackupError::damaged(what, error))?;
    Ok(plain)
}

/// Encrypts something small that is compressed already.
pub(super) fn seal(plain: &[u8], to: &Recipients) -> io::Result<Vec<u8>> {
    let mut sealing = Sealing::new(Vec::new(), to)?;
    sealing.write_all(plain)?;
    sealing.finish()
}

/// What was sealed.
pub(super) fn unseal(
    sealed: Vec<u8>,
    with: &Identities,
    what: &str,
) -> Result<Vec<u8>, BackupError> {
    let mut plain = Vec::new();
    let read = opened(io::Cursor::new(sealed), with, what)?.read_to_end(&mut plain);
    read.map_err(|error| BackupError::damaged(what, error))?;
    Ok(plain)
}

/// A fresh pair of keys: what to write into an identity file, and its public key.
pub fn fresh_keys() -> (String, String) {
    use age::secrecy::ExposeSecret as _;
    let identity = x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let file = format!("# public key: {public}\n{}\n", identity.to_string().expose_secret());
    (file, public)
}

/// Keys for one proof: whatever is encrypted to the public one, too, can be tried out here, and once
/// the private one is forgotten only by others.
pub(super) fn proof() -> (x25519::Identity, x25519::Recipient) {
    let identity = x25519::Identity::generate();
    let public = identity.to_public();
    (identity, public)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> (Identities, Recipients) {
        let (identity, public) = proof();
        (Identities::of(identity), Recipients(vec![public]))
    }

    fn pack(plain: &[u8], to: &Recipients) -> io::Result<Vec<u8>> {
        let mut packing = packing(Vec::new(), to)?;
        packing.write_all(plain)?;
        packing.finish()?.finish()
    }

    #[test]
    fn what_is_packed_opens_with_its_key_only() {
        let (identities, recipients) = keys();
        let packed = pack(b"Ada's list", &recipients).unwrap();
        assert!(packed.starts_with(SEALED));
        assert_eq!(unpack(packed.clone(), &identities, "it").unwrap(), b"Ada's list");
        let none = unpack(packed.clone(), &Identities::default(), "it").unwrap_err();
        assert_eq!(none.code(), "needs_key");
        let other = unpack(packed.clone(), &keys().0, "it").unwrap_err();
        assert_eq!(other.code(), "wrong_key");
        let mut flipped = packed.clone();
        *flipped.last_mut().unwrap() ^= 1;
        assert_eq!(unpack(flipped, &identities, "it").unwrap_err().code(), "damaged");
        for cut in [packed.len() - 1, packed.len() / 2, 30] {
            let cut = packed[..cut].to_vec();
            assert_eq!(unpack(cut, &identities, "it").unwrap_err().code(), "damaged");
        }
    }

    #[test]
    fn without_recipients_it_is_compressed_and_still_checked() {
        let none = Recipients::default();
        let packed = pack(&[7; 10_000], &none).unwrap();
        assert!(packed.len() < 1_000);
        assert_eq!(unpack(packed.clone(), &Identities::default(), "it").unwrap(), [7; 10_000]);
        for at in [packed.len() - 1, packed.len() / 2] {
            let mut flipped = packed.clone();
            flipped[at] ^= 1;
            let read = unpack(flipped, &Identities::default(), "it");
            assert_eq!(read.unwrap_err().code(), "damaged");
        }
        let cut = packed[..packed.len() - 2].to_vec();
        assert!(unpack(cut, &Identities::default(), "it").is_err());
        assert_eq!(seal(b"x", &none).unwrap(), b"x");
    }

    #[test]
    fn lines_are_packed_as_they_come() {
        let (identities, recipients) = keys();
        for to in [Recipients::default(), recipients] {
            assert_eq!(PackedLines::new(&to).unwrap().finish().unwrap(), None);
            let mut packed = PackedLines::new(&to).unwrap();
            let line = "a line ".repeat(1_000);
            for _ in 0..100 {
                packed.add(&line).unwrap();
            }
            let packed = packed.finish().unwrap().unwrap();
            let plain = unpack(packed, &identities, "it").unwrap();
            assert_eq!(plain, vec![line; 100].join("\n").into_bytes());
        }
    }

    #[test]
    fn recipients_are_known_again_in_whatever_order() {
        let [one, other] = [fresh_keys().1, fresh_keys().1];
        let digest = |keys: &[&String]| {
            let keys: Vec<_> = keys.iter().copied().cloned().collect();
            Recipients::parse(&keys).unwrap().digest()
        };
        assert_eq!(digest(&[]), "");
        assert_eq!(digest(&[&one, &other]), digest(&[&other, &one, &other]));
        assert_ne!(digest(&[&one]), digest(&[&other]));
        assert_ne!(digest(&[&one]), digest(&[&one, &other]));
    }

    #[test]
    fn a_pair_of_keys_is_what_the_settings_and_the_commands_take() {
        let folder = tempfile::tempdir().unwrap();
        let (file, public) = fresh_keys();
        let place = folder.path().join("key.txt");
        std::fs::write(&place, &file).unwrap();
        let identities = Identities::read(&place).unwrap();
        let recipients = Recipients::parse(&[format!(" {public} ")]).unwrap();
        assert_eq!(recipients.len(), 1);
        let packed = pack(b"x", &recipients).unwrap();
        assert_eq!(unpack(packed, &identities, "it").unwrap(), b"x");
        assert!(!format!("{identities:?}").contains("AGE-SECRET"));
        std::fs::write(&place, "# nothing\n").unwrap();
        assert_eq!(Identities::read(&place).unwrap_err().code(), "identities");
        std::fs::write(&place, "nonsense").unwrap();
        assert_eq!(Identities::read(&place).unwrap_err().code(), "identities");
        let missing = Identities::read(&folder.path().join("missing")).unwrap_err();
        assert!(missing.to_string().contains("missing"), "{missing}");
        assert!(Recipients::parse(&["age1x".to_owned()]).is_err());
    }
}
