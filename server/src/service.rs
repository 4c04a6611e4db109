//! What happens: the services behind pages, server functions and the REST API. Each errand
//! is one straight line: parse, change inside the store, then announce.

use std::sync::Arc;

use app::{
    backend::{Backend, ProductCard, Services},
    error::AppError,
    session::Visit,
};
use domain::{BrowserKey, PersonId, Product};

use crate::site::Site;

mod accounts;
mod admin;
mod authenticator;
pub mod backups;
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
mod giving;
mod ideas;
mod kpis;
pub mod limits;
mod lists;
mod mailroom;
mod mails;
mod members;
mod not_found;
pub mod passcode;
mod products;
mod profile;
mod records;
mod sharing;
mod system;
mod thanks;
mod tokens;
mod tools;
mod undo;
mod webhooks;

pub use elsewhere::ATTEMPT_MINUTES;
pub use entering::{FIRST_STEP_COOKIE, FRESH_MINUTES, SESSION_COOKIE, Ticket, session_cookie};
pub use exchange::Kept as KeptFiles;
pub use finding::Ticket as FoundTicket;
pub use passcode::PASS_COOKIE;
pub use tokens::NewToken;
pub use undo::{Ticket as SavedTicket, UNDO_LASTS};

/// The services of a site.
pub fn backend(site: &Site) -> Backend {
    Backend::new(Services {
        accounts: Arc::new(accounts::Service(site.clone())),
        profile: Arc::new(profile::Service(site.clone())),
        tokens: Arc::new(tokens::Service(site.clone())),
        admin: Arc::new(admin::Service(site.clone())),
        outbox: Arc::new(mailroom::Service(site.clone())),
        backups: Arc::new(backups::Service(site.clone())),
        system: Arc::new(system::Service::new(site.clone())),
        kpis: Arc::new(kpis::Service(site.clone())),
        catalogue: Arc::new(catalogue::Service(site.clone())),
        tools: Arc::new(tools::Service(site.clone())),
        products: Arc::new(products::Service(site.clone())),
        not_found: Arc::new(not_found::Service(site.clone())),
        lists: Arc::new(lists::Service(site.clone())),
        bin: Arc::new(bin::Service(site.clone())),
        exchange: Arc::new(exchange::Service(site.clone())),
        members: Arc::new(members::Service(site.clone())),
        gifts: Arc::new(gifts::Service(site.clone())),
        undo: Arc::new(undo::Service(site.clone())),
        records: Arc::new(records::Service(site.clone())),
        finding: Arc::new(finding::Service(site.clone())),
        ideas: Arc::new(ideas::Service(site.clone())),
        sharing: Arc::new(sharing::Service(site.clone())),
        thanks: Arc::new(thanks::Service(site.clone())),
        mails: Arc::new(mails::Service(site.clone())),
        givers: Arc::new(givers::Service(site.clone())),
        giving: Arc::new(giving::Service(site.clone())),
        contact: Arc::new(contact::Service(site.clone())),
        webhooks: Arc::new(webhooks::Service::new(site.clone())),
    })
}

/// A product in a row, as pages and programs of admins have it.
pub fn product_card(site: &Site, product: Product) -> ProductCard {
    catalogue::card(site, product)
}

/// Who is signed in.
fn person(visit: &Visit) -> Result<PersonId, AppError> {
    visit.actor.person.ok_or(AppError::SignInNeeded)
}

/// The browser that acts. Every request that writes has been given the cookie.
fn browser(visit: &Visit) -> Result<BrowserKey, AppError> {
    visit.actor.browser.clone().ok_or(AppError::Transport)
}
