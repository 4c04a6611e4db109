//! Acts that are kept by their words.

/// Declares an enum of which every variant has a word that stands in the store.
macro_rules! coded {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $code:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type { $($(#[$doc])* $name),+ }

        impl $type {
            /// Every act, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word that stands in the store, which never changes.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Reads the word.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|act| act.code() == code)
            }
        }
    };
}
pub(crate) use coded;
