//! Words, from the locale files (R9.4).

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

pub use i18n::*;
