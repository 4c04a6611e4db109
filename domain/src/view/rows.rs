//! A list's gifts as rows of its editor: as little of each as a row shows, since a page with five
//! hundred of them travels twice, as mark-up and for the script that keeps it true.

use serde::{Deserialize, Serialize};

use super::{GiftCard, OwnerGift, OwnerGifts, OwnerList};
use crate::{ListForm, ListId, ListState, Sectioned, Surprise};

/// What the rows show, and what is around them where that matters to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorList {
    /// Its id.
    pub id: ListId,
    /// Its words, by which an open page knows that others changed them.
    pub form: ListForm,
    /// How far it has come.
    pub state: ListState,
    /// What was chosen about surprise.
    pub surprise: Surprise,
    /// The path of the share link, once it works.
    pub share: Option<String>,
    /// Its gifts in the order in which they are shown.
    pub gifts: EditorGifts,
    /// Rises by what owners may see.
    pub revision: u64,
}

/// The gifts, as their owners may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditorGifts {
    /// Nothing of what givers do.
    Surprise(Vec<EditorGift>),
    /// With how many are taken.
    Shown(Vec<TakenGift>),
}

/// One gift. There is no field here that a giver's act could change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorGift {
    /// What it is. Of its link only stands here that there is one.
    pub card: GiftCard,
    /// How many are wanted; `None` is any number.
    pub wanted: Option<u32>,
    /// Whether givers do not see it yet.
    pub hidden: bool,
    /// Whether it has arrived.
    pub received: bool,
}

/// One gift of a list that shows what is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenGift {
    /// The gift.
    pub gift: EditorGift,
    /// Reserved and bought together.
    pub taken: u32,
}

impl EditorList {
    /// The rows of this list.
    pub fn of(list: &OwnerList) -> Self {
        Self {
            id: list.id,
            form: list.form.clone(),
            state: list.state,
            surprise: list.surprise,
            share: list.share.clone(),
            gifts: EditorGifts::of(&list.gifts),
            revision: list.revision,
        }
    }
}

impl EditorGifts {
    /// The gifts alone, in order.
    pub fn gifts(&self) -> Vec<&EditorGift> {
        match self {
            Self::Surprise(gifts) => gifts.iter().collect(),
            Self::Shown(gifts) => gifts.iter().map(|shown| &shown.gift).collect(),
        }
    }

    fn of(gifts: &OwnerGifts) -> Self {
        match gifts {
            OwnerGifts::Surprise(gifts) => {
                Self::Surprise(gifts.iter().map(EditorGift::of).collect())
            }
            OwnerGifts::Shown(gifts) => {
                let shown = gifts.iter().map(|shown| TakenGift {
                    gift: EditorGift::of(&shown.gift),
                    taken: shown.reserved + shown.purchased,
                });
                Self::Shown(shown.collect())
            }
        }
    }
}

impl EditorGift {
    fn of(gift: &OwnerGift) -> Self {
        let link = gift.card.link.as_ref().map(|_| String::new());
        Self {
            card: GiftCard { link, ..gift.card.clone() },
            wanted: gift.wanted,
            hidden: gift.hidden,
            received: gift.received,
        }
    }
}

impl Sectioned for EditorGift {
    fn section(&self) -> &str {
        &self.card.section
    }
}

impl Sectioned for TakenGift {
    fn section(&self) -> &str {
        self.gift.section()
    }
}
