//! From words to HTML and plain text.

use std::collections::HashMap;

use domain::EmailAddress;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use mrml::prelude::render::RenderOptions;

use super::{
    MailError,
    sheet::{Card, Link, Row, Sheet},
};

const SHELL: &str = include_str!("templates/shell.mjml");
const TEXT: &str = include_str!("templates/text.txt");

/// Gives words their form. Made once: the shell is laid out when it is made.
pub(super) struct Renderer {
    templates: Environment<'static>,
}

/// A mail as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rendered {
    pub subject: String,
    pub html: String,
    pub text: String,
    /// Where an answer goes, if not to us.
    pub reply_to: Option<EmailAddress>,
    /// The address of the link by which mails of this kind are stopped, if they can be.
    pub stop: Option<String>,
}

impl Renderer {
    /// Lays out the shell.
    ///
    /// # Errors
    /// [`MailError::Template`].
    pub fn new() -> Result<Self, MailError> {
        let shell = mrml::parse(SHELL).map_err(MailError::template)?;
        // Without this a font named in the shell would be fetched from elsewhere.
        let layout = RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() };
        let html = shell.element.render(&layout);
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_auto_escape_callback(|name| match name {
            "text" => AutoEscape::None,
            _ => AutoEscape::Html,
        });
        let html = html.map_err(MailError::template)?;
        templates.add_template_owned("html", html).map_err(MailError::template)?;
        templates.add_template("text", TEXT).map_err(MailError::template)?;
        Ok(Self { templates })
    }

    /// Fills the shell, with every word escaped, and writes the same words as plain text.
    ///
    /// # Errors
    /// [`MailError::Template`].
    pub fn render(&self, sheet: &Sheet) -> Result<Rendered, MailError> {
        let words = value(sheet);
        let fill = |name| {
            let template = self.templates.get_template(name).map_err(MailError::template)?;
            template.render(words.clone()).map_err(MailError::template)
        };
        Ok(Rendered {
            subject: sheet.subject.clone(),
            html: fill("html")?,
            text: fill("text")?,
            reply_to: sheet.reply_to.clone(),
            stop: sheet.stop.as_ref().map(|link| link.href.clone()),
        })
    }
}

fn value(sheet: &Sheet) -> Value {
    let link = |link: &Link| context! { label => link.label.as_str(), href => address(&link.href) };
    let row = |row: &Row| context! { label => row.label.as_str(), value => row.value.as_str() };
    let card = |card: &Card| {
        context! {
            caption => card.caption.as_deref(),
            name => card.name.as_str(),
            rows => card.rows.iter().map(row).collect::<Vec<_>>(),
            link => card.link.as_ref().map(link),
        }
    };
    context! {
        language => sheet.language,
        colon => sheet.colon,
        subject => sheet.subject.as_str(),
        preview => sheet.preview.as_str(),
        brand => sheet.brand.as_str(),
        heading => sheet.heading.as_str(),
        lead => sheet.lead.clone(),
        code => sheet.code.as_deref(),
        cards => sheet.cards.iter().map(card).collect::<Vec<_>>(),
        links => sheet.links.iter().map(link).collect::<Vec<_>>(),
        button => sheet.button.as_ref().map(link),
        rest => sheet.rest.clone(),
        second => sheet.second.as_ref().map(link),
        why => sheet.why.as_str(),
        stop => sheet.stop.as_ref().map(link),
        home => link(&sheet.home),
    }
}

/// An address of ours. Slashes in it are left as they are, which some mail programs look for; one
/// with anything in it that could end an attribute is escaped as all other words are.
fn address(href: &str) -> Value {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?=%#[]".contains(c);
    if href.chars().all(is_plain) {
        Value::from_safe_string(href.to_owned())
    } else {
        Value::from(href)
    }
}
