//! What lists are for, each with a picture of its own (R3.1, R3.2).

use serde::{Deserialize, Serialize};

use crate::{FieldProblem, Surprise};

macro_rules! occasions {
    ($($name:ident = $code:literal, $surprise:ident;)+) => {
        /// What a list is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[expect(missing_docs, reason = "each name says it")]
        pub enum Occasion { $($name),+ }

        /// One of our own pictures, drawn for an occasion; any list may take any of them.
        pub type Cover = Occasion;

        impl Occasion {
            /// Every occasion, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word that stands in forms, addresses of covers, and the store.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// A picture of ours, unless it is the occasion's own, which nobody needs to choose.
            pub fn other_cover(self, cover: Cover) -> Option<Cover> {
                (cover != self).then_some(cover)
            }

            /// What new lists for it start with (R3.6).
            pub fn usual_surprise(self) -> Surprise {
                match self { $(Self::$name => Surprise::$surprise),+ }
            }

            /// Reads the word.
            ///
            /// # Errors
            /// [`FieldProblem::Required`] or [`FieldProblem::NotAChoice`].
            pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
                match raw.trim() {
                    $($code => Ok(Self::$name),)+
                    "" => Err(FieldProblem::Required),
                    _ => Err(FieldProblem::NotAChoice),
                }
            }
        }
    };
}

occasions! {
    BabyShower = "baby-shower", Show;
    Birthday = "birthday", Keep;
    Christmas = "christmas", Keep;
    Baptism = "baptism", Show;
    Christening = "christening", Show;
    Wedding = "wedding", Show;
    Anniversary = "anniversary", Keep;
    Housewarming = "housewarming", Show;
    Graduation = "graduation", Keep;
    Other = "other", Keep;
}

#[cfg(test)]
mod tests {
    use super::*;

    // R3.1
    #[test]
    fn every_occasion_reads_back() {
        for occasion in Occasion::ALL {
            assert_eq!(Occasion::parse(occasion.code()), Ok(*occasion));
        }
    }

    // R3.1, R3.6: which occasions there are, and what a list for each starts with.
    #[test]
    fn a_new_list_starts_with_what_is_usual_for_its_occasion() {
        let that = |surprise: Surprise| {
            let all = Occasion::ALL.iter().filter(|it| it.usual_surprise() == surprise);
            all.map(|it| it.code()).collect::<Vec<_>>()
        };
        let shown = ["baby-shower", "baptism", "christening", "wedding", "housewarming"];
        assert_eq!(that(Surprise::Show), shown);
        let kept = ["birthday", "christmas", "anniversary", "graduation", "other"];
        assert_eq!(that(Surprise::Keep), kept);
    }
}
