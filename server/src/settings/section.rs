//! How a section of the settings is written down once and then read, printed and documented.

use std::{net::SocketAddr, path::PathBuf};

use ipnet::IpNet;

use super::mask::masked;

/// A section of the settings: a table in `Leptos.toml`.
pub trait Section: Default {
    /// The table's name.
    const TABLE: &'static str;
    /// What the section is about, line by line.
    const ABOUT: &'static [&'static str];

    /// The settings in it, in the order of the file.
    fn rows(&self) -> Vec<Row>;
}

/// One setting as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its key within the section.
    pub key: String,
    /// What it is, line by line.
    pub doc: &'static [&'static str],
    /// Its value in TOML.
    pub toml: String,
    /// Its value in TOML with secrets hidden.
    pub shown: String,
    /// Whether a variable gives its values separated by commas.
    pub many: bool,
    /// Whether the variable may name a file with the value instead.
    pub secret: bool,
}

/// What can be the value of a setting.
pub trait Setting {
    /// Whether it is a list.
    const MANY: bool = false;
    /// Whether it must not be shown.
    const SECRET: bool = false;

    /// The value in TOML.
    fn toml(&self) -> String;

    /// The same with what must not be shown hidden. What holds a text of whoever set it says which.
    fn shown(&self) -> String {
        if Self::SECRET { quoted("***") } else { self.toml() }
    }
}

/// A row of a section. Only the macro below calls it.
pub fn row<S: Setting>(key: String, doc: &'static [&'static str], value: &S) -> Row {
    let (toml, shown) = (value.toml(), value.shown());
    Row { key, doc, toml, shown, many: S::MANY, secret: S::SECRET }
}

/// A text in TOML. Its basic strings take everything that JSON's do.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

macro_rules! plain {
    ($($type:ty),+) => { $(
        impl Setting for $type {
            fn toml(&self) -> String {
                self.to_string()
            }
        }
    )+ };
}
plain!(bool, u16, u32, u64, usize);

impl Setting for String {
    fn toml(&self) -> String {
        quoted(self)
    }

    fn shown(&self) -> String {
        quoted(&masked(self))
    }
}

impl Setting for SocketAddr {
    fn toml(&self) -> String {
        quoted(&self.to_string())
    }
}

impl Setting for PathBuf {
    fn toml(&self) -> String {
        quoted(&self.to_string_lossy())
    }

    fn shown(&self) -> String {
        quoted(&masked(&self.to_string_lossy()))
    }
}

impl Setting for Vec<String> {
    const MANY: bool = true;

    fn toml(&self) -> String {
        let texts: Vec<_> = self.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(", "))
    }

    fn shown(&self) -> String {
        self.iter().map(|text| masked(text)).collect::<Self>().toml()
    }
}

impl Setting for Vec<IpNet> {
    const MANY: bool = true;

    fn toml(&self) -> String {
        let networks: Vec<_> = self.iter().map(|network| quoted(&network.to_string())).collect();
        format!("[{}]", networks.join(", "))
    }
}

/// Writes a section down: its name, its table, the case of its keys, and each key with what it
/// is, its type and its default.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $name:ident, $table:literal, $case:literal {
            $( $(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:expr, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, serde::Deserialize)]
        #[serde(rename_all = $case, deny_unknown_fields, default)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $key: $type, )+
        }

        /// With secrets hidden.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                for row in $crate::settings::section::Section::rows(self) {
                    shown.field(&row.key, &format_args!("{}", row.shown));
                }
                shown.finish()
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $key: $default, )+ }
            }
        }

        impl $crate::settings::section::Section for $name {
            const TABLE: &'static str = $table;
            const ABOUT: &'static [&'static str] = &[$($about),+];

            fn rows(&self) -> Vec<$crate::settings::section::Row> {
                let key = |name: &str| match $case {
                    "kebab-case" => name.replace('_', "-"),
                    _ => name.to_owned(),
                };
                vec![$(
                    $crate::settings::section::row(key(stringify!($key)), &[$($doc),+], &self.$key),
                )+]
            }
        }
    };
}

pub(super) use section;
