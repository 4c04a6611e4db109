//! The language of a page.

use leptos::prelude::use_context;

use crate::{i18n::Locale, session::Visit};

/// The language to answer in: that of the visit, or the first one where nobody visits, as when
/// routes are listed.
pub fn language() -> Locale {
    use_context::<Visit>().map_or_else(Locale::default, |visit| visit.language)
}
