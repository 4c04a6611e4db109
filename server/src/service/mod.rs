//! What happens: the services behind pages, server functions and, later, the REST API. Each errand
//! is one straight line: parse, change inside the store, then announce.

use std::sync::Arc;

use app::{backend::Backend, error::AppError, session::Visit};
use domain::{BrowserKey, PersonId};

use crate::site::Site;

mod accounts;
mod admin;
mod authenticator;
mod bin;
mod catalogue;
mod contact;
pub mod elsewhere;
mod entering;
pub mod everything;
mod exchange;
mod finding;
mod gifts;
mod givers;
mod ideas;
pub mod limits;
mod lists;
mod mails;
mod members;
pub mod passcode;
mod profile;
mod sharing;
mod thanks;

pub use elsewhere::ATTEMPT_MINUTES;
pub use entering::{FIRST_STEP_COOKIE, FRESH_MINUTES, SESSION_COOKIE, Ticket, session_cookie};
pub use exchange::Kept as KeptFiles;
pub use finding::Ticket as FoundTicket;
pub use passcode::PASS_COOKIE;

/// The services of a site.
pub fn backend(site: &Site) -> Backend {
    Backend {
        accounts: Arc::new(accounts::Service(site.clone())),
        profile: Arc::new(profile::Service(site.clone())),
        admin: Arc::new(admin::Service(site.clone())),
        catalogue: Arc::new(catalogue::Service(site.clone())),
        lists: Arc::new(lists::Service(site.clone())),
        bin: Arc::new(bin::Service(site.clone())),
        exchange: Arc::new(exchange::Service(site.clone())),
        members: Arc::new(members::Service(site.clone())),
        gifts: Arc::new(gifts::Service(site.clone())),
        finding: Arc::new(finding::Service(site.clone())),
        ideas: Arc::new(ideas::Service(site.clone())),
        sharing: Arc::new(sharing::Service(site.clone())),
        thanks: Arc::new(thanks::Service(site.clone())),
        mails: Arc::new(mails::Service(site.clone())),
        givers: Arc::new(givers::Service(site.clone())),
        contact: Arc::new(contact::Service(site.clone())),
    }
}

/// Who is signed in.
fn person(visit: &Visit) -> Result<PersonId, AppError> {
    visit.actor.person.ok_or(AppError::SignInNeeded)
}

/// The browser that acts. Every request that writes has been given the cookie.
fn browser(visit: &Visit) -> Result<BrowserKey, AppError> {
    visit.actor.browser.clone().ok_or(AppError::Transport)
}
