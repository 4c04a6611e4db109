//! What the tokenizer says, taken as it comes.
//!
//! Most of a page says nothing about a product: texts that nobody listens to, comments, errors of
//! its author. None of that is copied or looked at.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, naive_next_state};

use super::Collector;

impl Emitter for &mut Collector<'_> {
    type Token = Infallible;

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    // Tags
    fn init_start_tag(&mut self) {
        self.tag.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(true);
    }

    fn push_tag_name(&mut self, part: &[u8]) {
        self.tag.name.extend_from_slice(part);
    }

    fn set_self_closing(&mut self) {
        self.tag.is_self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.text_ends();
        self.tag.attribute_ends();
        if self.tag.is_end {
            self.end();
            return None;
        }
        self.start();
        let state = naive_next_state(&self.tag.name);
        if state.is_some() {
            self.without_markup.clone_from(&self.tag.name);
        }
        state
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && self.tag.name == self.without_markup
    }

    // Attributes
    fn init_attribute(&mut self) {
        self.tag.attribute_ends();
    }

    fn push_attribute_name(&mut self, part: &[u8]) {
        self.tag.attribute.extend_from_slice(part);
    }

    fn push_attribute_value(&mut self, part: &[u8]) {
        self.tag.value.extend_from_slice(part);
    }

    // Texts
    fn emit_string(&mut self, part: &[u8]) {
        if self.listens() {
            self.text.extend_from_slice(part);
        }
    }

    fn emit_eof(&mut self) {
        self.text_ends();
    }

    fn init_comment(&mut self) {
        self.text_ends();
    }

    fn init_doctype(&mut self) {
        self.text_ends();
    }

    // What is left unread
    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}

    fn set_last_start_tag(&mut self, _: Option<&[u8]>) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn set_force_quirks(&mut self) {}

    fn emit_current_doctype(&mut self) {}
}

#[cfg(test)]
mod tests {
    use url::Url;

    use crate::collect::{Collected, collect};

    fn collected(html: &str) -> Collected {
        collect(html, &Url::parse("https://shop.example/").unwrap())
    }

    fn title_tag(html: &str) -> Option<String> {
        let page = collected(html);
        page.tags.of(&["title"]).first().map(|(text, _)| (*text).to_owned())
    }

    #[test]
    fn what_comes_in_pieces_is_put_together() {
        assert_eq!(collected("<title>Gr<öße &amp;\r\n</b>mehr").title, "Gr<öße &\n</b>mehr");
        assert_eq!(title_tag("<META NAME=title CONTENT=Öl&amp;Æ>").unwrap(), "Öl&Æ");
    }

    #[test]
    fn attributes_count_once_and_in_their_own_tag() {
        assert_eq!(title_tag("<meta name=title content=a content=b>").unwrap(), "a");
        assert_eq!(title_tag("<p content=a></p content=b><meta name=title>"), None);
        assert_eq!(title_tag("<meta name=title content=a"), None);
    }

    #[test]
    fn a_script_ends_with_its_own_end_alone() {
        let html = "<script>'<title>a</title></p>'</SCRIPT x><title>b</title>";
        assert_eq!(collected(html).title, "b");
        assert_eq!(collected("<svg><title>a</title></svg><title/>b</title>").title, "b");
    }
}
