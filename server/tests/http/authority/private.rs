//! What an answer never holds, whatever it is about (R5.6, R2.4): somebody else's address, and what is
//! kept of a password.

use super::Who;
use crate::{people::World, site::Answer};

/// Holds for every answer, and for the data that stands in a page for its scripts.
pub(super) fn assert_discreet(world: &World, who: Who, asked: &str, answer: &Answer) {
    let giver = format!("karl-{}@example.org", world.share).to_lowercase();
    let told: [(&str, &[Who]); 4] = [
        (giver.as_str(), &[Who::Giver]),
        // Admins see accounts.
        (world.owner.email.as_str(), &[Who::Owner, Who::Admin]),
        (world.co_owner.email.as_str(), &[Who::CoOwner, Who::Admin]),
        ("no password has this hash", &[]),
    ];
    for (private, theirs) in told {
        let is_told = answer.body.to_lowercase().contains(private);
        assert!(!is_told || theirs.contains(&who), "{who:?} {asked} is told {private}");
    }
}
