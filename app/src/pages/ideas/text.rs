//! An article's text. It is made of elements and never of markup, so that nothing in a file can become
//! markup.

use leptos::prelude::*;

use super::product::Products;
use crate::backend::{Block, IdeaProduct, Inline};

/// The whole text.
#[component]
pub(super) fn Text(
    /// What it says.
    body: Vec<Block>,
    /// Every product that it names.
    products: Vec<IdeaProduct>,
    /// Its article's word in addresses.
    slug: String,
) -> impl IntoView {
    let around = Around { products, slug };
    view! { <div class="reading">{blocks(body, &around)}</div> }
}

/// What the parts of a text share.
struct Around {
    products: Vec<IdeaProduct>,
    slug: String,
}

fn blocks(blocks: Vec<Block>, around: &Around) -> AnyView {
    blocks.into_iter().map(|part| block(part, around)).collect_view().into_any()
}

fn block(block: Block, around: &Around) -> AnyView {
    match block {
        Block::Heading { sub: false, id, words } => {
            view! { <h2 id=id>{inlines(words)}</h2> }.into_any()
        }
        Block::Heading { sub: true, id, words } => {
            view! { <h3 id=id>{inlines(words)}</h3> }.into_any()
        }
        Block::Paragraph(words) => view! { <p>{inlines(words)}</p> }.into_any(),
        Block::Points(items) => view! { <ul>{points(items, around)}</ul> }.into_any(),
        Block::Steps(items) => view! { <ol>{points(items, around)}</ol> }.into_any(),
        Block::Quote(parts) => {
            view! { <blockquote>{blocks(parts, around)}</blockquote> }.into_any()
        }
        Block::Pause => view! { <hr/> }.into_any(),
        Block::Products(ids) => {
            let (products, from) = (around.products.clone(), around.slug.clone());
            view! { <Products ids products from/> }.into_any()
        }
    }
}

fn points(items: Vec<Vec<Block>>, around: &Around) -> AnyView {
    let items = items.into_iter().map(|item| view! { <li>{blocks(item, around)}</li> });
    items.collect_view().into_any()
}

fn inlines(words: Vec<Inline>) -> AnyView {
    words.into_iter().map(inline).collect_view().into_any()
}

fn inline(word: Inline) -> AnyView {
    match word {
        Inline::Text(text) => text.into_any(),
        Inline::Code(text) => view! { <code>{text}</code> }.into_any(),
        Inline::Emphasis(words) => view! { <em>{inlines(words)}</em> }.into_any(),
        Inline::Strong(words) => view! { <strong>{inlines(words)}</strong> }.into_any(),
        Inline::Link { to, words } => view! { <a href=to>{inlines(words)}</a> }.into_any(),
        Inline::Break => view! { <br/> }.into_any(),
    }
}
