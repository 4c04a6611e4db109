//! Rows that tell copies of a store apart, and rows of whose words were erased.

use chrono::{DateTime, Utc};
use surrealdb::types::SurrealValue;

use crate::row::rows;

rows! {
    "timeline" TimelineRow {
        word: String,
        since: DateTime<Utc>,
    }
    "erasure" ErasureRow {
        subject: String,
        at: DateTime<Utc>,
    }
    /// A row of the log without what it says.
    "change" LogMark {}
}
