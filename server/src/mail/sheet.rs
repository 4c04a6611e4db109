//! What a mail says, before it has a form.

use domain::{EmailAddress, GiftDetails, Quantity};
use leptos_i18n::td_string;

use super::{
    plain::{isolated, one_line},
    tongue::Tongue,
};

/// The words of one mail, in the order in which they stand in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The language's code, such as `de`.
    pub language: &'static str,
    /// What stands between a word and what follows it, where the form does not show it.
    pub colon: &'static str,
    pub subject: String,
    /// What a mail program shows beside the subject.
    pub preview: String,
    pub brand: String,
    pub heading: String,
    /// Above the gift, the code and the button.
    pub lead: Vec<String>,
    /// Six digits.
    pub code: Option<String>,
    pub cards: Vec<Card>,
    /// Where several things lead, one under another.
    pub links: Vec<Link>,
    /// The one thing to do.
    pub button: Option<Link>,
    /// Below the button, smaller.
    pub rest: Vec<String>,
    /// What else there is to do.
    pub second: Option<Link>,
    /// Why the reader gets this.
    pub why: String,
    /// Where mails of this kind are stopped, if they can be (RFC 8058).
    pub stop: Option<Link>,
    pub home: Link,
    /// Where an answer goes, if not to us.
    pub reply_to: Option<EmailAddress>,
}

/// Words that lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Link {
    pub label: String,
    pub href: String,
}

/// A gift at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    /// Which of several it is.
    pub caption: Option<String>,
    pub name: String,
    pub rows: Vec<Row>,
    /// Where it leads, in a mail about several.
    pub link: Option<Link>,
}

/// One thing about a gift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub label: String,
    pub value: String,
}

/// How much of what others wrote goes into a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Names and titles, with links taken out of them: nobody has confirmed the address (R5.9).
    Names,
    /// Size, colour and, where it matters, the link as well.
    Whole,
}

impl Detail {
    /// A name or a title as it may stand in the mail, or `instead` where nothing of it may.
    pub fn name(self, name: &str, instead: &str) -> String {
        let shown = match self {
            Self::Names => super::plain::without_links(name),
            Self::Whole => one_line(name),
        };
        if shown.is_empty() { instead.to_owned() } else { isolated(&shown) }
    }
}

impl Card {
    /// A gift, with how many of it are meant.
    pub fn of(
        tongue: Tongue,
        details: &GiftDetails,
        quantity: Option<Quantity>,
        detail: Detail,
    ) -> Self {
        let Tongue(locale) = tongue;
        let price = details.price.map(|price| {
            td_string!(
                locale,
                mail.card.price_seen,
                price = tongue.money(price.money),
                day = tongue.day(price.read_on)
            )
        });
        let whole = |text: &str| match detail {
            Detail::Names => String::new(),
            Detail::Whole => detail.name(text, ""),
        };
        let rows = [
            (td_string!(locale, mail.card.shop), detail.name(details.shop.as_str(), "")),
            (td_string!(locale, mail.card.price), price.unwrap_or_default()),
            (
                td_string!(locale, mail.card.quantity),
                quantity.map(|quantity| quantity.get().to_string()).unwrap_or_default(),
            ),
            (td_string!(locale, mail.card.size), whole(details.size.as_str())),
            (td_string!(locale, mail.card.colour), whole(details.colour.as_str())),
        ];
        Self {
            caption: None,
            name: detail.name(details.name.as_str(), td_string!(locale, mail.a_gift)),
            rows: rows
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(label, value)| Row { label: label.to_owned(), value })
                .collect(),
            link: None,
        }
    }

    /// The same, with its page in the shop, where the address is confirmed.
    #[must_use]
    pub fn with_link(mut self, tongue: Tongue, details: &GiftDetails, detail: Detail) -> Self {
        let Tongue(locale) = tongue;
        if let (Some(link), Detail::Whole) = (&details.link, detail) {
            let label = td_string!(locale, mail.card.link).to_owned();
            self.rows.push(Row { label, value: one_line(link.as_str()) });
        }
        self
    }

    /// The same, with a word on which of several it is.
    #[must_use]
    pub fn captioned(self, caption: &str) -> Self {
        Self { caption: Some(caption.to_owned()), ..self }
    }

    /// The same, with where it leads.
    #[must_use]
    pub fn leading_to(self, link: Link) -> Self {
        Self { link: Some(link), ..self }
    }
}
