//! How the site grows (R8.6): what this process counts by itself, since no log tells it, and the
//! figures as a table.
//!
//! What the change log tells is counted in `store`, when `jobs::kpis` asks for it.

mod clicks;
mod lookups;
mod table;

pub use clicks::Clicks;
pub use lookups::Lookups;
pub use table::csv_of;
