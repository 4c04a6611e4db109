//! Data that islands are given.

use serde::{Deserialize, Serialize, Serializer};

/// What the server writes into the page for an island. As it wakes, leptos writes once more what it
/// has just read, and drops it: in the browser that writes nothing, so that the wasm need not know
/// how.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Given<T>(pub T);

impl<T> From<T> for Given<T> {
    fn from(data: T) -> Self {
        Self(data)
    }
}

#[cfg(not(feature = "hydrate"))]
impl<T: Serialize> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "hydrate")]
impl<T> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
