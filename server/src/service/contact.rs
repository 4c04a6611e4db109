//! Writing to the team (R8.2).

use app::{backend::Contact, error::AppError, session::Visit};
use async_trait::async_trait;
use domain::{ContactForm, ContactWish, MessageId, Reference};
use store::{Contacting, Ids as _};

use super::limits::Limited;
use crate::{secrets, site::Site};

/// Fulfils [`Contact`].
pub(super) struct Service(pub(super) Site);

#[async_trait]
impl Contact for Service {
    async fn write(
        &self,
        visit: &Visit,
        form_key: &str,
        form: ContactForm,
    ) -> Result<Reference, AppError> {
        let wish = form.parse()?;
        let id = self.id_of(form_key, &wish);
        let new = Contacting {
            id,
            wish,
            language: visit.language.to_string(),
            quota: Limited::Contact.quota(),
        };
        self.0.answer(self.0.store.contact(self.0.errand(visit), new).await)?;
        self.0.mail.notify_one();
        Ok(id.reference())
    }
}

impl Service {
    /// The same words from the same rendering of the form are one message, however often they come.
    fn id_of(&self, form_key: &str, wish: &ContactWish) -> MessageId {
        if form_key.is_empty() {
            return MessageId::new(self.0.clock.next());
        }
        let ContactWish { name, email, message } = wish;
        secrets::message_id(&[form_key, name.as_str(), email.as_str(), message.as_str()])
    }
}
