//! A page, and what was found on it.

use domain::Money;
use serde::{Deserialize, Serialize};
use url::Url;

/// A page as it came.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Where it was, after redirects.
    pub url: &'a Url,
    /// The header `Content-Type`: the media type, and maybe a charset.
    pub content_type: Option<&'a str>,
    /// The page, unpacked.
    pub bytes: &'a [u8],
}

/// What a page says of the product on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it is called.
    pub name: Option<Found<String>>,
    /// Who makes it.
    pub brand: Option<Found<String>>,
    /// Who sells it.
    pub shop: Option<Found<String>>,
    /// What it costs.
    pub price: Option<Found<Money>>,
    /// Its pictures, the best first, at most eight.
    pub pictures: Vec<Found<Url>>,
}

/// Something that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// It.
    pub value: T,
    /// Where it stood.
    pub source: Source,
}

/// Where something stood, the most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// In a script of JSON-LD.
    JsonLd,
    /// In attributes of microdata.
    Microdata,
    /// In attributes of RDFa.
    Rdfa,
    /// In OpenGraph's tags.
    OpenGraph,
    /// In the tags of Twitter's cards.
    Twitter,
    /// In other tags.
    Meta,
    /// In the page's title.
    Title,
}
