//! One pass over a page's tags.

mod emit;

use html5gum::Tokenizer;
use url::Url;

use crate::{
    elements::Elements,
    item::Items,
    json_ld,
    scope::{Scopes, head},
    social::Tags,
    tag::Tag,
};

/// How much of a title is kept, in bytes.
const LONGEST_TITLE: usize = 4_000;

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

/// What has been seen of a page so far.
struct Collector<'u> {
    url: &'u Url,
    base: Option<Url>,
    /// The tag that is being read, or was read last.
    tag: Tag,
    /// The last element that began of those that hold no tags but their own end, as scripts do.
    without_markup: Vec<u8>,
    within: Within,
    /// The text that is being read, if anybody listens.
    text: Vec<u8>,
    /// How many templates are open, which are no part of the page, and how many drawings, whose
    /// titles are not the page's.
    templates: usize,
    drawings: usize,
    elements: Elements,
    microdata: Scopes,
    rdfa: Scopes,
    tags: Tags,
    scripts: Vec<String>,
    title: Option<String>,
}

pub(crate) fn collect(html: &str, url: &Url) -> Collected {
    let mut collector = Collector {
        url,
        base: None,
        tag: Tag::default(),
        without_markup: Vec::new(),
        within: Within::Page,
        text: Vec::new(),
        templates: 0,
        drawings: 0,
        elements: Elements::default(),
        microdata: Scopes::microdata(),
        rdfa: Scopes::rdfa(),
        tags: Tags::default(),
        scripts: Vec::new(),
        title: None,
    };
    let Ok(()) = Tokenizer::new_with_emitter(html, &mut collector).finish();
    Collected {
        base: collector.base.unwrap_or_else(|| url.clone()),
        json_ld: json_ld::read(&collector.scripts),
        microdata: collector.microdata.finish(),
        rdfa: collector.rdfa.finish(),
        tags: collector.tags,
        title: collector.title.unwrap_or_default(),
    }
}

impl Collector<'_> {
    fn start(&mut self) {
        let tag = &self.tag;
        match tag.name.as_slice() {
            b"title" if self.title.is_none() && self.drawings == 0 => {
                self.title = Some(String::new());
                self.within = Within::Title;
            }
            b"script" if is_json_ld(tag) && self.templates == 0 => {
                self.scripts.push(String::new());
                self.within = Within::JsonLd;
            }
            b"script" | b"style" | b"noscript" | b"title" => self.within = Within::Code,
            b"template" => self.templates += 1,
            b"svg" if !tag.is_self_closing => self.drawings += 1,
            b"base" if self.base.is_none() => {
                self.base = tag.get("href").map(|href| within_web(self.url, href));
            }
            _ => {}
        }
        if self.templates == 0 {
            let base = self.base.as_ref().unwrap_or(self.url);
            self.tags.see(tag, self.microdata.is_within(), self.rdfa.is_within());
            let depth = self.elements.begin(tag);
            self.microdata.begin(tag, depth, base);
            self.rdfa.begin(tag, depth, base);
        }
    }

    fn end(&mut self) {
        match self.tag.name.as_slice() {
            b"title" | b"script" | b"style" | b"noscript" => self.within = Within::Page,
            b"template" => self.templates = self.templates.saturating_sub(1),
            b"svg" => self.drawings = self.drawings.saturating_sub(1),
            _ => {}
        }
        if self.templates == 0
            && let Some(depth) = self.elements.end(&self.tag)
        {
            self.microdata.end(depth);
            self.rdfa.end(depth);
        }
    }

    /// Whether the next text says something.
    fn listens(&self) -> bool {
        match self.within {
            Within::Title | Within::JsonLd => true,
            Within::Page => {
                self.templates == 0 && (self.microdata.listens() || self.rdfa.listens())
            }
            Within::Code => false,
        }
    }

    fn text_ends(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = String::from_utf8_lossy(&self.text);
        match self.within {
            Within::Title => {
                if let Some(title) = &mut self.title {
                    title.push_str(head(&text, LONGEST_TITLE.saturating_sub(title.len())));
                }
            }
            Within::JsonLd => {
                if let Some(script) = self.scripts.last_mut() {
                    script.push_str(&text);
                }
            }
            Within::Page | Within::Code => {
                self.microdata.text(&text);
                self.rdfa.text(&text);
            }
        }
        drop(text);
        self.text.clear();
    }
}

fn is_json_ld(tag: &Tag) -> bool {
    let kind = tag.get("type").map(|kind| kind.trim().to_ascii_lowercase());
    kind.is_some_and(|kind| kind.starts_with("application/ld+json"))
}

/// The base that a page names, unless that is none of the web.
fn within_web(url: &Url, href: &str) -> Url {
    let joined = url.join(href.trim()).ok();
    joined.filter(|it| matches!(it.scheme(), "http" | "https")).unwrap_or_else(|| url.clone())
}
