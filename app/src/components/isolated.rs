//! Words that people chose, within sentences of ours.

use leptos::prelude::*;

/// A name or title for a gap in a sentence, isolated from the direction of what is around (R9.7).
pub fn isolated(name: impl Into<String>) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let name = name.into();
    move || view! { <bdi>{name.clone()}</bdi> }.into_any()
}
