//! Rows of what people write to the team.

use chrono::{DateTime, Utc};
use domain::{ContactWish, MessageText};
use surrealdb::types::SurrealValue;

use crate::{
    ContactMessage, StoreError,
    row::{
        id_of,
        people::{email, name},
        rows,
    },
};

rows! {
    "contact" ContactRow {
        name: String,
        email: String,
        message: String,
        language: String,
        made_at: DateTime<Utc>,
    }
}

impl TryFrom<ContactRow> for ContactMessage {
    type Error = StoreError;

    fn try_from(row: ContactRow) -> Result<Self, StoreError> {
        let message = MessageText::parse(&row.message);
        Ok(Self {
            id: id_of(&row.id)?,
            wish: ContactWish {
                name: name(&row.name)?,
                email: email(&row.email)?,
                message: message.map_err(|why| StoreError::spoilt("message", why))?,
            },
            language: row.language,
        })
    }
}
