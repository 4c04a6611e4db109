//! Where the links in mails lead.

use domain::{EmailUndoId, InvitationId, ListId, PersonId, ReservationId};

use crate::{
    secrets::{Purpose, Secrets},
    stop::Stop,
};

/// Makes whole addresses of this site's pages.
#[derive(Clone)]
pub(super) struct Addresses {
    origin: String,
    secrets: Secrets,
}

impl Addresses {
    /// For the site at `public_url`.
    pub fn new(public_url: &str, secrets: Secrets) -> Self {
        Self { origin: public_url.trim_end_matches('/').to_owned(), secrets }
    }

    /// A page by its path.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// A giver's page. A change through this link confirms the address (R5.4).
    pub fn manage(&self, reservation: ReservationId) -> String {
        let token = self.secrets.manage_token(Purpose::ManageByMail, reservation);
        self.page(&format!("/r/{token}"))
    }

    /// Where a password is set anew.
    pub fn reset(&self, person: PersonId, generation: u32) -> String {
        self.page(&format!("/reset/{}", self.secrets.reset_token(person, generation)))
    }

    /// Where a change of an account's address is undone.
    pub fn email_undo(&self, undo: EmailUndoId) -> String {
        self.page(&format!("/email-undo/{}", self.secrets.email_undo_token(undo)))
    }

    /// Where somebody joins those who look after a list.
    pub fn join(&self, invitation: InvitationId) -> String {
        self.page(&format!("/join/{}", self.secrets.invitation_token(invitation)))
    }

    /// Where mails are stopped, by a person or by the program they read mails with.
    pub fn stop(&self, stop: Stop) -> String {
        self.page(&format!("/stop/{}", stop.token(&self.secrets)))
    }

    /// What is taken of a list, and by whom, for its owner.
    pub fn taken(&self, list: ListId) -> String {
        self.page(&format!("/lists/{list}/taken"))
    }

    /// A list in its owner's editor.
    pub fn list(&self, list: ListId) -> String {
        self.page(&format!("/lists/{list}"))
    }
}
