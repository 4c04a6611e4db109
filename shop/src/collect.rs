//! One pass over a page's tags.

use std::collections::HashMap;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use url::Url;

use crate::{
    item::Items,
    json_ld,
    scope::{Scopes, Tag},
    social::Tags,
};

/// So many tags with a content are kept, and so much of a title, in bytes.
const MOST_TAGS: usize = 2_000;
const LONGEST_TITLE: usize = 4_000;

/// Tags that say something by themselves, and attributes by which any other does.
const SAYING_TAGS: [&str; 4] = ["base", "link", "meta", "script"];
const SAYING: [&[u8]; 4] = [b"itemprop", b"itemscope", b"property", b"typeof"];

/// Everything that is looked at of a page.
pub(crate) struct Collected {
    /// Against what addresses are read.
    pub(crate) base: Url,
    pub(crate) json_ld: Items,
    pub(crate) microdata: Items,
    pub(crate) rdfa: Items,
    pub(crate) tags: Tags,
    pub(crate) title: String,
}

/// What the text that comes next belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Page,
    Title,
    JsonLd,
    /// Scripts and styles, which say nothing to people.
    Code,
}

pub(crate) fn collect(html: &str, url: &Url) -> Collected {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let (mut microdata, mut rdfa) = (Scopes::microdata(), Scopes::rdfa());
    let (mut tags, mut scripts, mut title) = (Tags::default(), Vec::new(), None);
    let mut base = None;
    let mut within = Within::Page;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let says = SAYING_TAGS.contains(&name.as_str())
                    || tag.attributes.keys().any(|name| SAYING.contains(&name.as_slice()));
                // Of all others, only by what name they may be referred to.
                let attributes: HashMap<String, String> = tag
                    .attributes
                    .iter()
                    .filter(|(name, _)| says || name.as_slice() == b"id")
                    .map(|(name, value)| (lossy(name), lossy(&value.value)))
                    .collect();
                within = match name.as_str() {
                    "title" if title.is_none() => {
                        title = Some(String::new());
                        Within::Title
                    }
                    "script" if is_json_ld(&attributes) => {
                        scripts.push(String::new());
                        Within::JsonLd
                    }
                    "script" | "style" | "noscript" | "template" => Within::Code,
                    _ if within == Within::Title => Within::Page,
                    _ => within,
                };
                if name == "base" && base.is_none() {
                    base = attributes.get("href").map(|href| within_web(url, href));
                }
                let against = base.as_ref().unwrap_or(url);
                if tags.len() < MOST_TAGS {
                    tags.see(&name, &attributes, microdata.is_within(), rdfa.is_within());
                }
                let tag = Tag { name: &name, attributes: &attributes, closed: tag.self_closing };
                microdata.begin(&tag, against);
                rdfa.begin(&tag, against);
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                if matches!(&*name, "title" | "script" | "style" | "noscript" | "template") {
                    within = Within::Page;
                }
                microdata.end(&name);
                rdfa.end(&name);
            }
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text.value);
                match within {
                    Within::Title => {
                        if let Some(title) = title.as_mut().filter(|it| it.len() < LONGEST_TITLE) {
                            title.push_str(&text);
                        }
                    }
                    Within::JsonLd => {
                        if let Some(script) = scripts.last_mut() {
                            script.push_str(&text);
                        }
                    }
                    Within::Code => {}
                    Within::Page => {
                        microdata.text(&text);
                        rdfa.text(&text);
                    }
                }
            }
            _ => {}
        }
    }
    Collected {
        base: base.unwrap_or_else(|| url.clone()),
        json_ld: json_ld::read(&scripts),
        microdata: microdata.finish(),
        rdfa: rdfa.finish(),
        tags,
        title: title.unwrap_or_default(),
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_json_ld(attributes: &HashMap<String, String>) -> bool {
    let kind = attributes.get("type").map(|kind| kind.trim().to_ascii_lowercase());
    kind.is_some_and(|kind| kind.starts_with("application/ld+json"))
}

/// The base that a page names, unless that is none of the web.
fn within_web(url: &Url, href: &str) -> Url {
    let joined = url.join(href.trim()).ok();
    joined.filter(|it| matches!(it.scheme(), "http" | "https")).unwrap_or_else(|| url.clone())
}
