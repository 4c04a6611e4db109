//! Ideas: articles, and the products of the catalogue that they name (R8.5).

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{ListId, Occasion, PictureId, Price, ProductId};

use crate::{error::AppError, session::Visit};

/// What an article is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// A child that is on its way.
    Expecting,
    /// The first year or two.
    Baby,
    /// Playing, indoors and out.
    Play,
    /// Birthdays, weddings, christenings, a new home.
    Celebrations,
    /// Christmas.
    Christmas,
    /// Giving itself: together, second-hand, with thanks.
    Giving,
}

impl Category {
    /// Every category, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Expecting,
        Self::Baby,
        Self::Play,
        Self::Celebrations,
        Self::Christmas,
        Self::Giving,
    ];

    /// Its word in addresses and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Expecting => "expecting",
            Self::Baby => "baby",
            Self::Play => "play",
            Self::Celebrations => "celebrations",
            Self::Christmas => "christmas",
            Self::Giving => "giving",
        }
    }

    /// The category that this word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == word)
    }
}

/// An article in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdeaCard {
    /// Its word in addresses.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it says, in a sentence or two.
    pub description: String,
    /// What it is about.
    pub category: Category,
    /// The drawing on top: its name in `public/covers`.
    pub cover: String,
    /// When it was written, or last gone over.
    pub date: NaiveDate,
    /// How long reading it takes.
    pub minutes: u32,
    /// The language that it is written in, such as `en`: the visitor's, or the one that there is.
    pub language: String,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// What stands above it.
    pub card: IdeaCard,
    /// The occasion of a list that may come of it.
    pub occasion: Option<Occasion>,
    /// What it says.
    pub body: Vec<Block>,
    /// The products below it, in their order.
    pub below: Vec<ProductId>,
    /// Every product that it names, as far as the catalogue has it.
    pub products: Vec<IdeaProduct>,
    /// Articles to go on with.
    pub related: Vec<IdeaCard>,
}

/// A part of an article. There is no raw HTML among them: what an article can say is what stands
/// here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading within the article.
    Heading {
        /// Whether it is one below another.
        sub: bool,
        /// By what it is linked to.
        id: String,
        /// Its words.
        words: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list with points.
    Points(Vec<Vec<Block>>),
    /// A list with numbers from 1.
    Steps(Vec<Vec<Block>>),
    /// What somebody else says.
    Quote(Vec<Block>),
    /// A pause.
    Pause,
    /// Products, side by side.
    Products(Vec<ProductId>),
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// What is typed as it stands.
    Code(String),
    /// Words with a little stress.
    Emphasis(Vec<Inline>),
    /// Words with much of it.
    Strong(Vec<Inline>),
    /// Words that lead somewhere.
    Link {
        /// A path of ours, a place on the page, or an address of the web.
        to: String,
        /// The words.
        words: Vec<Inline>,
    },
    /// A new line.
    Break,
}

/// A product of the catalogue, as those see it who read about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdeaProduct {
    /// Its id.
    pub id: ProductId,
    /// What it is called.
    pub name: String,
    /// Who makes it; may be empty.
    pub brand: String,
    /// Where it is sold; may be empty.
    pub shop: String,
    /// Whether there is a way to the shop.
    pub sold: bool,
    /// What it cost on the day somebody looked.
    pub price: Option<Price>,
    /// Our copy of its picture.
    pub picture: Option<PictureId>,
    /// Whether it stands on a list of the visitor's that is not closed.
    pub wished: bool,
}

/// Articles, and things that go with their category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ideas {
    /// The articles, the newest first.
    pub cards: Vec<IdeaCard>,
    /// Some products, where one category was asked for.
    pub products: Vec<IdeaProduct>,
}

/// A product, and the lists that it can be added to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddingIdea {
    /// The product.
    pub product: IdeaProduct,
    /// The visitor's lists that are not closed, the newest first.
    pub lists: Vec<ListToAddTo>,
}

/// A list that something can be added to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListToAddTo {
    /// Its id.
    pub id: ListId,
    /// What it is called.
    pub title: String,
    /// Whether it has the product already.
    pub has: bool,
}

/// Articles, and what is added to lists from them.
#[async_trait]
pub trait IdeaShelf: Send + Sync {
    /// All articles, or those on one category.
    async fn ideas(&self, visit: &Visit, category: Option<Category>) -> Result<Ideas, AppError>;
    /// One article.
    async fn idea(&self, visit: &Visit, slug: &str) -> Result<Idea, AppError>;
    /// A product of the catalogue, with the visitor's lists.
    async fn adding(&self, visit: &Visit, product: ProductId) -> Result<AddingIdea, AppError>;
    /// Adds one of a product to a list. What the list has already stays as it is (R4.3).
    async fn add(&self, visit: &Visit, list: ListId, product: ProductId) -> Result<(), AppError>;
}
