//! One pass over a page's tags.

use std::convert::Infallible;

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use url::Url;

use crate::{
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
    tag: Tag,
    within: Within,
    /// How many templates are open, which are no part of the page, and how many drawings, whose
    /// titles are not the page's.
    templates: usize,
    drawings: usize,
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
        within: Within::Page,
        templates: 0,
        drawings: 0,
        microdata: Scopes::microdata(),
        rdfa: Scopes::rdfa(),
        tags: Tags::default(),
        scripts: Vec::new(),
        title: None,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        collector.see(event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
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
    fn see(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.begin(name),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                self.tag.end();
                self.start(self_closing);
            }
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name)),
            CallbackEvent::String { value } => self.text(value),
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool) {
        let tag = &self.tag;
        match tag.name.as_str() {
            "title" if self.title.is_none() && self.drawings == 0 => {
                self.title = Some(String::new());
                self.within = Within::Title;
            }
            "script" if is_json_ld(tag) && self.templates == 0 => {
                self.scripts.push(String::new());
                self.within = Within::JsonLd;
            }
            "script" | "style" | "noscript" | "title" => self.within = Within::Code,
            "template" => self.templates += 1,
            "svg" if !self_closing => self.drawings += 1,
            "base" if self.base.is_none() => {
                self.base = tag.get("href").map(|href| within_web(self.url, href));
            }
            _ => {}
        }
        if self.templates == 0 {
            let base = self.base.as_ref().unwrap_or(self.url);
            self.tags.see(tag, self.microdata.is_within(), self.rdfa.is_within());
            self.microdata.begin(tag, self_closing, base);
            self.rdfa.begin(tag, self_closing, base);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "title" | "script" | "style" | "noscript" => self.within = Within::Page,
            "template" => self.templates = self.templates.saturating_sub(1),
            "svg" => self.drawings = self.drawings.saturating_sub(1),
            _ => {}
        }
        if self.templates == 0 {
            self.microdata.end(name);
            self.rdfa.end(name);
        }
    }

    fn text(&mut self, text: &[u8]) {
        let listens = self.microdata.listens() || self.rdfa.listens();
        match self.within {
            Within::Title => {
                if let Some(title) = &mut self.title {
                    let room = LONGEST_TITLE.saturating_sub(title.len());
                    title.push_str(head(&String::from_utf8_lossy(text), room));
                }
            }
            Within::JsonLd => {
                if let Some(script) = self.scripts.last_mut() {
                    script.push_str(&String::from_utf8_lossy(text));
                }
            }
            Within::Page if self.templates == 0 && listens => {
                let text = String::from_utf8_lossy(text);
                self.microdata.text(&text);
                self.rdfa.text(&text);
            }
            Within::Page | Within::Code => {}
        }
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
