//! A giver's own page for one reservation, as it is asked for (R5.7).

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use domain::{ManageState, ManageView};

use super::{Backend, MailProgress};
use crate::{error::AppError, session::Visit};

/// What a manage page shows.
#[derive(Debug, Clone)]
pub struct Managed {
    /// The link's token, which every form sends back.
    pub token: String,
    /// The reservation.
    pub view: ManageView,
    /// How far the mail with the link has come.
    pub mail: MailProgress,
    /// What those who made the list said about it.
    pub thanks: Option<String>,
}

impl Managed {
    /// What a manage link opens.
    ///
    /// # Errors
    /// As not found for a link that opens nothing.
    pub async fn load(backend: &Backend, visit: &Visit, token: &str) -> Result<Self, AppError> {
        let (view, mail) = backend.sharing.manage(visit, token).await?;
        let thanks = backend.thanks.words(visit, token).await?;
        Ok(Self { token: token.to_owned(), view, mail, thanks })
    }

    /// The path of the page.
    pub fn path(&self) -> String {
        format!("/r/{}", self.token)
    }

    /// Whether it is promised, and neither bought nor cancelled.
    pub fn is_reserved(&self) -> bool {
        self.view.state == ManageState::Reserved
    }

    /// A word that is another one whenever the page shows something else, by which an open page is
    /// told of it (R5.2). It says no more than the page does.
    pub fn revision(&self) -> String {
        let shown = serde_json::to_string(&(&self.view, &self.thanks)).unwrap_or_default();
        let mut digest = DefaultHasher::new();
        (shown, self.mail).hash(&mut digest);
        format!("{:016x}", digest.finish())
    }
}
