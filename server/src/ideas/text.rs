//! Markdown becomes parts that pages make elements of. There is no way for markup to pass: HTML in
//! a file is read as the words that it is written with.

use app::backend::{Block, Inline};
use domain::ProductId;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag};
use url::Url;

use super::fault::Fault;

/// What a fence begins with that holds products, each by its word on a line.
const PRODUCTS: &str = "products";

/// Finds a product by its word.
pub type Finder<'a> = &'a dyn Fn(&str) -> Option<ProductId>;

/// A file taken apart.
#[derive(Debug)]
pub struct Text {
    /// What stands between the lines of `+++`.
    pub front: String,
    /// What it says.
    pub body: Vec<Block>,
    /// How many words that are.
    pub words: usize,
    /// Products that there are not.
    pub doubts: Vec<Fault>,
}

/// Takes a file apart.
///
/// # Errors
/// A [`Fault`]: the file does not begin with its front matter, or holds what articles can not.
pub fn read(source: &str, find: Finder<'_>) -> Result<Text, Fault> {
    let options = Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let events = Parser::new_ext(source, options).into_offset_iter();
    let mut reader = Reader { source, events, find, headings: vec![], doubts: vec![] };
    let front = reader.front()?;
    let body = reader.blocks()?;
    let words = body.iter().map(count).sum();
    Ok(Text { front, body, words, doubts: reader.doubts })
}

struct Reader<'a> {
    source: &'a str,
    events: OffsetIter<'a>,
    find: Finder<'a>,
    /// The ids that were given to headings.
    headings: Vec<String>,
    doubts: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn line(&self, at: usize) -> usize {
        self.source[..at].matches('\n').count() + 1
    }

    fn front(&mut self) -> Result<String, Fault> {
        match self.events.next() {
            Some((Event::Start(Tag::MetadataBlock(_)), at)) if at.start == 0 => Ok(self.plain()),
            _ => Err(Fault::new(1, "the file does not begin with its front matter, +++ around it")),
        }
    }

    /// Text as it stands, up to the end of what holds it.
    fn plain(&mut self) -> String {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::End(_) => break,
                Event::Text(more) => text.push_str(&more),
                _ => {}
            }
        }
        text
    }

    /// Everything up to the end of what holds it, or of the file.
    fn blocks(&mut self) -> Result<Vec<Block>, Fault> {
        let mut blocks = Vec::new();
        // Short points of a list have words and no paragraphs.
        let mut loose = Vec::new();
        while let Some((event, at)) = self.events.next() {
            let line = self.line(at.start);
            let block = match event {
                Event::End(_) => break,
                Event::Start(Tag::Paragraph | Tag::HtmlBlock) => Block::Paragraph(self.inlines()),
                Event::Start(Tag::Heading { level, .. }) => self.heading(level, line)?,
                Event::Start(Tag::BlockQuote(_)) => Block::Quote(self.blocks()?),
                Event::Start(Tag::List(None)) => Block::Points(self.items()?),
                Event::Start(Tag::List(Some(_))) => Block::Steps(self.items()?),
                Event::Start(Tag::CodeBlock(kind)) => self.products(&kind, line)?,
                Event::Start(Tag::MetadataBlock(_)) => {
                    return Err(Fault::new(line, "there is front matter within the text"));
                }
                Event::Rule => Block::Pause,
                other => {
                    self.inline(other, &mut loose);
                    continue;
                }
            };
            settle(&mut loose, &mut blocks);
            blocks.push(block);
        }
        settle(&mut loose, &mut blocks);
        Ok(blocks)
    }

    fn items(&mut self) -> Result<Vec<Vec<Block>>, Fault> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(_) => break,
                _ => items.push(self.blocks()?),
            }
        }
        Ok(items)
    }

    /// The title is the page's heading, so that those of the text begin below it.
    fn heading(&mut self, level: HeadingLevel, line: usize) -> Result<Block, Fault> {
        let sub = match level {
            HeadingLevel::H2 => false,
            HeadingLevel::H3 => true,
            _ => return Err(Fault::new(line, "headings begin with ## or ###")),
        };
        let words = self.inlines();
        let mut id = slug(&plain(&words));
        while self.headings.contains(&id) {
            id.push_str("-more");
        }
        self.headings.push(id.clone());
        Ok(Block::Heading { sub, id, words })
    }

    fn products(&mut self, kind: &CodeBlockKind<'_>, line: usize) -> Result<Block, Fault> {
        if !matches!(kind, CodeBlockKind::Fenced(info) if info.trim() == PRODUCTS) {
            return Err(Fault::new(line, format!("only ```{PRODUCTS} may be fenced or indented")));
        }
        let text = self.plain();
        let mut found = Vec::new();
        for (number, word) in (line + 1..).zip(text.lines().map(str::trim)) {
            match (self.find)(word) {
                Some(product) => found.push(product),
                None if word.is_empty() => {}
                None => self.doubts.push(Fault::new(number, format!("there is no product {word}"))),
            }
        }
        Ok(Block::Products(found))
    }

    fn inlines(&mut self) -> Vec<Inline> {
        let mut words = Vec::new();
        while let Some((event, _)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &mut words);
        }
        words
    }

    fn inline(&mut self, event: Event<'a>, words: &mut Vec<Inline>) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => say(words, &text),
            Event::Code(text) => words.push(Inline::Code(text.into_string())),
            Event::SoftBreak => say(words, " "),
            Event::HardBreak => words.push(Inline::Break),
            Event::Start(Tag::Emphasis) => words.push(Inline::Emphasis(self.inlines())),
            Event::Start(Tag::Strong) => words.push(Inline::Strong(self.inlines())),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let inner = self.inlines();
                match leads_to(&dest_url) {
                    Some(to) => words.push(Inline::Link { to, words: inner }),
                    None => words.extend(inner),
                }
            }
            // A picture is told in words.
            Event::Start(_) => words.extend(self.inlines()),
            _ => {}
        }
    }
}

/// Words without a paragraph become one.
fn settle(loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(loose)));
    }
}

/// Adds words to the words before them.
fn say(words: &mut Vec<Inline>, text: &str) {
    match words.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        _ => words.push(Inline::Text(text.to_owned())),
    }
}

/// Where a link may lead: a path of ours, a place on the page, an address of the web or of mail.
/// Others, such as those that are scripts, are no links.
fn leads_to(address: &str) -> Option<String> {
    let here = address.starts_with('#');
    let ours = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    let elsewhere = || {
        let url = Url::parse(address).ok()?;
        matches!(url.scheme(), "https" | "http" | "mailto").then(|| url.to_string())
    };
    if here || ours { Some(address.to_owned()) } else { elsewhere() }
}

/// The words alone.
fn plain(words: &[Inline]) -> String {
    words.iter().fold(String::new(), |mut text, word| {
        match word {
            Inline::Text(more) | Inline::Code(more) => text.push_str(more),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { words: inner, .. } => {
                text.push_str(&plain(inner));
            }
            Inline::Break => text.push(' '),
        }
        text
    })
}

fn count(block: &Block) -> usize {
    let of = |words: &[Inline]| plain(words).split_whitespace().count();
    match block {
        Block::Heading { words, .. } | Block::Paragraph(words) => of(words),
        Block::Points(items) | Block::Steps(items) => items.iter().flatten().map(count).sum(),
        Block::Quote(parts) => parts.iter().map(count).sum(),
        Block::Pause | Block::Products(_) => 0,
    }
}

/// Words as they stand in an address.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    for letter in words.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn train() -> ProductId {
        ProductId::new(Uuid::from_u128(7))
    }

    fn take(body: &str) -> Result<Text, Fault> {
        let find = |word: &str| (word == "train").then(train);
        read(&format!("+++\ntitle = \"x\"\n+++\n\n{body}"), &find)
    }

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn a_text_is_taken_apart() {
        let read = take(
            "One *little* **word**,\nand\\\nmore.\n\n## For the *nursery*\n\n- A [list](/lists)\n- \
             of two\n\n1. Step\n\n> Said.\n\n---\n\n```products\ntrain\n```\n",
        );
        let Text { front, body, words, doubts } = read.unwrap();
        assert_eq!(front, "title = \"x\"\n");
        assert_eq!((words, doubts), (14, vec![]));
        let point = |words| vec![Block::Paragraph(words)];
        let link = Inline::Link { to: "/lists".to_owned(), words: vec![text("list")] };
        let expected = vec![
            Block::Paragraph(vec![
                text("One "),
                Inline::Emphasis(vec![text("little")]),
                text(" "),
                Inline::Strong(vec![text("word")]),
                text(", and"),
                Inline::Break,
                text("more."),
            ]),
            Block::Heading {
                sub: false,
                id: "for-the-nursery".to_owned(),
                words: vec![text("For the "), Inline::Emphasis(vec![text("nursery")])],
            },
            Block::Points(vec![point(vec![text("A "), link]), point(vec![text("of two")])]),
            Block::Steps(vec![point(vec![text("Step")])]),
            Block::Quote(vec![Block::Paragraph(vec![text("Said.")])]),
            Block::Pause,
            Block::Products(vec![train()]),
        ];
        assert_eq!(body, expected);
    }

    /// R8.5: what stands in a file can not become markup.
    #[test]
    fn html_is_words_and_scripts_are_no_links() {
        let hostile = "<script>alert(1)</script>\n\nA <b onclick=x>b</b> [x](javascript:alert(1)).";
        let body = take(hostile).unwrap().body;
        let [Block::Paragraph(block), Block::Paragraph(inline)] = body.as_slice() else {
            panic!("two paragraphs")
        };
        assert_eq!(plain(block).trim(), "<script>alert(1)</script>");
        assert_eq!(plain(inline), "A <b onclick=x>b</b> x.");
        assert!(!inline.iter().any(|word| matches!(word, Inline::Link { .. })));
        for script in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "/\\evil.example",
            "evil",
        ] {
            assert_eq!(leads_to(script), None, "{script:?}");
        }
        for link in ["/ideas/x#y", "#below", "https://a.example/", "mailto:a@b.example"] {
            assert_eq!(leads_to(link).as_deref(), Some(link));
        }
    }

    #[test]
    fn what_an_article_can_not_hold_is_named_with_its_line() {
        let line = |body: &str| take(body).unwrap_err().line;
        assert_eq!(line("Text\n\n# Title\n"), 7);
        assert_eq!(line("```sh\nrm\n```\n"), 5);
        assert_eq!(line("Text\n\n    indented\n"), 7);
        assert_eq!(read("No front matter.", &|_| None).unwrap_err().line, 1);
        assert_eq!(read("", &|_| None).unwrap_err().line, 1);
    }

    #[test]
    fn products_that_there_are_not_are_left_out_and_named() {
        let read = take("Text\n\n```products\ntrain\nship\n```\n").unwrap();
        assert_eq!(read.body.last(), Some(&Block::Products(vec![train()])));
        let [doubt] = read.doubts.as_slice() else { panic!("one doubt") };
        assert_eq!((doubt.line, doubt.says.as_str()), (9, "there is no product ship"));
    }

    #[test]
    fn headings_with_the_same_words_are_told_apart() {
        let ids: Vec<_> = take("## Größe?\n\n## Größe!\n").unwrap().body;
        let ids: Vec<_> = ids
            .iter()
            .map(|block| match block {
                Block::Heading { id, .. } => id.as_str(),
                _ => "",
            })
            .collect();
        assert_eq!(ids, ["größe", "größe-more"]);
    }
}
