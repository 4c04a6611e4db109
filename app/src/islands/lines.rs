//! Gifts under the headings of their sections (R4.4).

use domain::GiftId;
use leptos::prelude::*;

/// One line of a list: a heading, or a gift.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Line {
    /// The heading of the gifts that follow.
    Section(String),
    /// A gift.
    Gift(GiftId),
}

/// Gifts in their order, each with its section, as lines.
pub fn lines<'a>(gifts: impl Iterator<Item = (GiftId, &'a str)>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut above = "";
    for (gift, section) in gifts {
        if section != above {
            lines.push(Line::Section(section.to_owned()));
            above = section;
        }
        lines.push(Line::Gift(gift));
    }
    lines
}

/// The heading of a section, as a line of a list.
#[component]
pub fn SectionHead(section: String) -> impl IntoView {
    view! {
        <li class="section-head">
            <h2><bdi>{section}</bdi></h2>
        </li>
    }
}
