//! What islands say. The server hands them their words in the page's language, so that the wasm
//! holds none (R9.4).

use domain::FieldProblem;
use leptos::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::given::Given;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::i18n::Locale;

/// Declares the words of an island by their keys in the locale files. `left(left)` is a sentence
/// with a gap of that name.
macro_rules! island_words {
    ($(#[$about:meta])* $name:ident {
        $($(#[$what:meta])* $words:ident $(($($gap:ident),+))? = $($key:ident).+;)+
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name($crate::islands::words::Words);

        const _: () = {
            #[allow(non_camel_case_types, reason = "named as what is declared")]
            enum Place { $($words),+ }

            impl $name {
                /// In a language.
                #[cfg(feature = "ssr")]
                pub fn of(locale: $crate::i18n::Locale) -> Self {
                    Self($crate::islands::words::Words::new(vec![$(
                        $crate::i18n::td_string!(
                            locale,
                            $($key).+
                            $($(, $gap = concat!("{", stringify!($gap), "}"))+)?
                        ).to_string()
                    ),+]))
                }

                $(
                    $(#[$what])*
                    pub fn $words(self $($(, $gap: impl std::fmt::Display)+)?) -> String {
                        let gaps = [$($((stringify!($gap), $gap.to_string())),+)?];
                        self.0.filled(Place::$words as usize, &gaps)
                    }
                )+
            }
        };
    };
}
pub(crate) use island_words;

/// Sentences in their order. A gap in one is its name in braces.
#[derive(Debug, Clone, Copy)]
pub struct Words(StoredValue<Vec<String>>);

impl Words {
    /// Takes the sentences.
    pub fn new(sentences: Vec<String>) -> Self {
        Self(StoredValue::new(sentences))
    }

    /// A sentence with its gaps filled.
    pub fn filled(self, place: usize, gaps: &[(&str, String)]) -> String {
        self.0.with_value(|sentences| {
            let pieces = sentences.get(place).map(String::as_str).unwrap_or_default();
            let pieces = pieces.split(['{', '}']).enumerate().map(|(index, piece)| {
                let gap = gaps.iter().find(|(name, _)| index % 2 == 1 && *name == piece);
                gap.map_or(piece, |(_, filling)| filling)
            });
            pieces.collect()
        })
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.with_value(|sentences| Given(sentences).serialize(serializer))
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::new)
    }
}

island_words! {
    /// What stands at the ways to shops.
    ShopWords {
        /// That a link opens beside the page.
        new_tab = giving.gift.new_tab;
        /// Before the shops besides the first one.
        also_at = gifts.also_at;
    }
}

/// What refusals say that an island may meet: a general sentence, then codes, each with its words
/// after it. A field's problem goes by the field's name and its own code: `title.required`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refusals(Words);

impl Refusals {
    /// The usual ones, and others that can be foreseen.
    #[cfg(feature = "ssr")]
    pub fn of(locale: Locale, others: &[AppError]) -> Self {
        use domain::DomainError;

        use crate::components::words::{field_problem, refused};

        let general = DomainError::replaced();
        let usual = [
            AppError::not_found(),
            DomainError::ListClosed.into(),
            AppError::SignInNeeded,
            AppError::TooMany { retry_after: 60 },
            AppError::Busy,
            AppError::Internal { reference: "{reference}".to_owned() },
        ];
        let mut sentences = vec![refused(locale, &general.into())];
        for error in usual.iter().chain(others) {
            sentences.extend([error.code().to_owned(), refused(locale, error)]);
            for wrong in error.fields().into_iter().flat_map(|fields| fields.iter()) {
                let words = field_problem(locale, &wrong.field, &wrong.problem);
                sentences.extend([problem_code(&wrong.field, &wrong.problem), words]);
            }
        }
        Self(Words::new(sentences))
    }

    /// Why something could not be done.
    pub fn refused(self, error: &AppError) -> String {
        let reference = match error {
            AppError::Internal { reference } => reference.clone(),
            _ => String::new(),
        };
        self.0.filled(self.place(error.code()), &[("reference", reference)])
    }

    /// What is wrong with a field.
    pub fn problem(self, field: &str, problem: &FieldProblem) -> String {
        self.0.filled(self.place(&problem_code(field, problem)), &[])
    }

    fn place(self, code: &str) -> usize {
        let found = self.0.0.with_value(|sentences| {
            sentences.iter().skip(1).step_by(2).position(|known| known == code)
        });
        found.map_or(0, |index| 2 * index + 2)
    }
}

fn problem_code(field: &str, problem: &FieldProblem) -> String {
    [field, ".", problem.code()].concat()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::{DomainError, FieldErrors};
    use leptos::prelude::Owner;

    use super::*;

    island_words! {
        /// For these tests.
        Samples {
            /// Without gaps.
            gifts = giving.shared.gifts;
            /// With two.
            left(name, left) = giving.shared.news.left;
        }
    }

    #[test]
    fn gaps_are_filled_once_and_in_the_order_of_the_language() {
        Owner::new().with(|| {
            let words = Samples::of(Locale::en);
            assert_eq!(words.gifts(), "Gifts");
            assert_eq!(words.left("{left} {name} <b>", 2), "{left} {name} <b>: 2 left.");
        });
    }

    // R9.4: in the language of the page, whatever was refused.
    #[test]
    fn refusals_are_found_by_their_codes_and_others_are_told_in_general() {
        Owner::new().with(|| {
            let mut fields = FieldErrors::default();
            fields.push("title", FieldProblem::Required);
            fields.push("welcome", FieldProblem::TooLong { max: 7 });
            let internal = |reference: &str| AppError::Internal { reference: reference.to_owned() };
            let words = Refusals::of(Locale::en, &[fields.into()]);
            let refused = |error| crate::components::words::refused(Locale::en, &error);
            assert_eq!(words.refused(&AppError::Busy), refused(AppError::Busy));
            assert_eq!(words.refused(&internal("a1b2")), refused(internal("a1b2")));
            assert!(words.problem("welcome", &FieldProblem::TooLong { max: 7 }).contains('7'));
            let general = refused(DomainError::replaced().into());
            assert_eq!(words.refused(&AppError::LastWayIn), general);
            assert_eq!(words.problem("title", &FieldProblem::NotADate), general);
        });
    }
}
