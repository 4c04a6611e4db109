//! Who acts, and what they are to a list (R1).

use serde::{Deserialize, Serialize};

use crate::{BrowserKey, Pass, PersonId};

/// Who sent a request. Built by the server from cookies alone, never from what a client says of
/// itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// The account that is signed in.
    pub person: Option<PersonId>,
    /// The browser, once it has been given the cookie by which a giver is known again.
    pub browser: Option<BrowserKey>,
    /// The lists whose passcode was typed in this browser.
    pub passes: Vec<Pass>,
    /// Whether it is the program itself that makes sample data, of which nothing counts (R8.6). No
    /// request sets it.
    pub seeds: bool,
}

impl Actor {
    /// How the change log names the kind of actor.
    pub fn kind(&self) -> &'static str {
        match self.person {
            _ if self.seeds => "seed",
            Some(_) => "person",
            None => "visitor",
        }
    }
}

/// What somebody is to one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Made the list.
    Owner,
    /// Was invited by its owner.
    CoOwner,
    /// Anybody else.
    Guest,
}

impl Role {
    /// Whether the list's editor is open to them.
    pub fn may_edit(self) -> bool {
        matches!(self, Self::Owner | Self::CoOwner)
    }

    /// Whether they may delete the list.
    pub fn may_delete(self) -> bool {
        self == Self::Owner
    }
}
