//! Why a message to a program did not get there (R10.13).

use crate::coded::coded;

coded! {
    /// Why a message was not taken, or not sent.
    Undelivered {
        /// It was answered with a status that is no success.
        Status = "status";
        /// It was answered with where else to go, where nobody follows.
        Redirect = "redirect";
        /// The answer was not there in time.
        TooSlow = "too_slow";
        /// Nobody answered.
        Unreachable = "unreachable";
        /// Its address leads to no place on the public internet.
        NotPublic = "not_public";
        /// It could not be made or sent, by our fault.
        Broken = "broken";
        /// It had no turn for days.
        Late = "late";
        /// The webhook was switched off by then.
        Off = "off";
        /// The webhook was told of such things no more.
        Unwanted = "unwanted";
        /// What it was to tell of is not there any more.
        Gone = "gone";
        /// Its person may not know of it any more.
        NotAllowed = "not_allowed";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R10.13: programs go by these words, and the store keeps them.
    #[test]
    fn every_reason_has_a_word_of_its_own() {
        let words: Vec<_> = Undelivered::ALL.iter().map(|why| why.code()).collect();
        assert_eq!(
            words.join(" "),
            "status redirect too_slow unreachable not_public broken late off unwanted gone \
             not_allowed"
        );
        for why in Undelivered::ALL {
            assert_eq!(Undelivered::from_code(why.code()), Some(*why));
        }
        assert_eq!(Undelivered::from_code("tired"), None);
    }
}
