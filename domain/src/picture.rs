//! Pictures as we keep them: under a name that follows from what they show (R3.2, R6.4).

use std::{fmt, fmt::Write as _, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::DomainError;

/// Where pictures are found.
const FOLDER: &str = "/pictures/";

/// What the name of a file ends with.
const ENDING: &str = ".webp";

/// A picture that we keep: the SHA-256 of its widest file, or of the drawing that it was made of, as
/// 64 lower-case hexadecimal digits. It is the same whoever brings the picture, and whenever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PictureId(String);

impl PictureId {
    /// Takes the SHA-256 of the widest file, or of the drawing.
    pub fn new(digest: [u8; 32]) -> Self {
        Self(digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a text can not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        }))
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of its file of one width, such as `0a…ff-640.webp`.
    pub fn file_name(&self, width: PictureWidth) -> String {
        [self.0.as_str(), "-", width.digits(), ENDING].concat()
    }

    /// Where its file of one width is found, such as `/pictures/0a…ff-640.webp`.
    pub fn path(&self, width: PictureWidth) -> String {
        [FOLDER, &self.0, "-", width.digits(), ENDING].concat()
    }

    /// Reads what [`file_name`](Self::file_name) writes; nothing for any other text.
    pub fn parse_file_name(name: &str) -> Option<(Self, PictureWidth)> {
        let (id, pixels) = name.strip_suffix(ENDING)?.split_once('-')?;
        let width = PictureWidth::ALL.into_iter().find(|width| width.digits() == pixels);
        Some((id.parse().ok()?, width?))
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PictureId {
    type Err = DomainError;

    /// # Errors
    /// [`DomainError::NotFound`]: what is not an id names nothing.
    fn from_str(text: &str) -> Result<Self, DomainError> {
        text.to_owned().try_into().map_err(|_| DomainError::NotFound)
    }
}

impl TryFrom<String> for PictureId {
    // Short, since browsers read it too.
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let fits = text.len() == 64 && text.bytes().all(digit);
        if fits { Ok(Self(text)) } else { Err("not the name of a picture") }
    }
}

impl From<PictureId> for String {
    fn from(id: PictureId) -> Self {
        id.0
    }
}

/// How wide a file of a picture is at most. None is wider than the picture that was brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureWidth {
    /// A card on a phone.
    Small,
    /// A card on a large screen.
    Medium,
    /// The top of a page.
    Large,
}

impl PictureWidth {
    /// Every width, the smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The same in digits.
    pub const fn digits(self) -> &'static str {
        match self {
            Self::Small => "320",
            Self::Medium => "640",
            Self::Large => "1280",
        }
    }

    /// The most pixels from left to right.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 320,
            Self::Medium => 640,
            Self::Large => 1280,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> PictureId {
        PictureId::new(std::array::from_fn(|at| u8::try_from(at * 8).unwrap()))
    }

    #[test]
    fn a_file_is_named_after_its_picture_and_its_width() {
        let digits = "0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8";
        assert_eq!(id().as_str(), digits);
        assert_eq!(id().path(PictureWidth::Medium), format!("/pictures/{digits}-640.webp"));
        for width in PictureWidth::ALL {
            let name = id().file_name(width);
            assert_eq!(PictureId::parse_file_name(&name), Some((id(), width)));
        }
    }

    #[test]
    fn nothing_else_is_the_name_of_a_file() {
        let digits = id().to_string();
        for other in [
            String::new(),
            ".webp".to_owned(),
            "-320.webp".to_owned(),
            digits.clone(),
            format!("{digits}.webp"),
            format!("{digits}-0320.webp"),
            format!("{digits}-+320.webp"),
            format!("{digits}-321.webp"),
            format!("{digits}-320.png"),
            format!("{digits}-320.webp.webp"),
            format!("{digits}-320-640.webp"),
            format!("/{digits}-320.webp"),
            format!("../{digits}-320.webp"),
            format!("{digits}/../x-320.webp"),
            format!("{}-320.webp", digits.to_uppercase()),
            format!("{}-320.webp", &digits[1..]),
            format!("0{digits}-320.webp"),
            format!("{}é-320.webp", &digits[2..]),
        ] {
            assert_eq!(PictureId::parse_file_name(&other), None, "{other}");
        }
    }

    #[test]
    fn an_id_is_read_back_as_it_was_written() {
        let written = serde_json::to_string(&id()).unwrap();
        assert_eq!(serde_json::from_str::<PictureId>(&written).unwrap(), id());
        assert!(serde_json::from_str::<PictureId>("\"../../etc/passwd\"").is_err());
        assert_eq!("x".parse::<PictureId>(), Err(DomainError::NotFound));
    }
}
