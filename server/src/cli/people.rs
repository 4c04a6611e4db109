//! Admins and people, at the command line. The embedded database belongs to one process: while the
//! site runs on it, these say so and change nothing.

use std::process::ExitCode;

use app::error::AppError;
use clap::Subcommand;
use domain::{Actor, EmailAddress, NO_TERMS};
use store::{Act, Errand, Person, StoreError};

use super::{close, complain};
use crate::{prepare, service::everything, settings::Settings, site::Site};

/// Who may use the console.
#[derive(Debug, Clone, Subcommand)]
pub enum AdminCommand {
    /// Makes the person with this address an admin. They must have an account.
    Grant {
        /// The account's address.
        email: String,
    },
    /// Takes that from them.
    Revoke {
        /// The account's address.
        email: String,
    },
    /// Lists all admins.
    List,
}

/// One person.
#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// Shows what admins may know of them.
    Show {
        /// The account's address.
        email: String,
    },
    /// Prints everything that is kept of them, as JSON, for handing it to them.
    Export {
        /// The account's address.
        email: String,
    },
    /// Deletes their account for good.
    Erase {
        /// The account's address.
        email: String,
        /// Does it; without this only says what would be done.
        #[arg(long)]
        yes: bool,
    },
}

/// What a command came to, for people.
pub(super) type Said = Result<String, String>;

/// Does what is asked of admins.
pub async fn admin(settings: Settings, command: AdminCommand) -> ExitCode {
    with_site(settings, async |site| match command {
        AdminCommand::Grant { email } => set_admin(site, &email, true).await,
        AdminCommand::Revoke { email } => set_admin(site, &email, false).await,
        AdminCommand::List => {
            let admins = site.store.admins().await.map_err(told)?;
            Ok(admins.iter().map(named).collect::<Vec<_>>().join("\n"))
        }
    })
    .await
}

/// Does what is asked of one person.
pub async fn user(settings: Settings, command: UserCommand) -> ExitCode {
    with_site(settings, async |site| match command {
        UserCommand::Show { email } => show(site, &email).await,
        UserCommand::Export { email } => {
            let person = find(site, &email).await?;
            let everything = everything::of(site, person.id).await.map_err(refused)?;
            note(site, Act::UserExported, &person).await?;
            Ok(everything)
        }
        UserCommand::Erase { email, yes } => {
            let person = find(site, &email).await?;
            if !yes {
                return Err(format!("this would delete {} for good; say --yes", named(&person)));
            }
            let erased =
                site.store.delete_account(by_command(site), person.id, Some(Act::UserErased));
            erased.await.map_err(told)?;
            Ok("The account is gone.".to_owned())
        }
    })
    .await
}

pub(super) async fn with_site(
    settings: Settings,
    command: impl AsyncFnOnce(&Site) -> Said,
) -> ExitCode {
    let site = match prepare(settings).await {
        Ok(site) => site,
        Err(error) => return complain(&error),
    };
    let said = command(&site).await;
    let closed = close(site).await;
    match said {
        Ok(words) => {
            println!("{words}");
            closed
        }
        Err(words) => complain(&words),
    }
}

async fn set_admin(site: &Site, email: &str, admin: bool) -> Said {
    let person = find(site, email).await?;
    let changed = site.store.set_admin(by_command(site), &person.email.key(), admin).await;
    Ok(match (changed.map_err(told)?, admin) {
        (true, true) => format!("{} is an admin now.", named(&person)),
        (true, false) => format!("{} is no admin any more.", named(&person)),
        (false, true) => format!("{} was an admin already.", named(&person)),
        (false, false) => format!("{} was no admin.", named(&person)),
    })
}

async fn show(site: &Site, email: &str) -> Said {
    let person = find(site, email).await?;
    let user = site.store.user(person.id).await.map_err(told)?;
    note(site, Act::UserShown, &person).await?;
    let password = user.person.password_hash.is_some().then_some("password");
    let ways: Vec<_> =
        password.into_iter().chain(user.providers.iter().map(String::as_str)).collect();
    let yes = |yes| if yes { "yes" } else { "no" };
    Ok(format!(
        "{}\nid: {}\nsince: {}\nlanguage: {}\nlists: {}\nsessions: {}\nways in: {}\n\
         second step: {}\nadmin: {}\nsuspended: {}",
        named(&person),
        person.id,
        user.made_at.format("%Y-%m-%d"),
        person.language,
        user.lists,
        user.sessions,
        ways.join(", "),
        yes(user.second_step),
        yes(user.admin),
        yes(user.person.suspended_at.is_some()),
    ))
}

pub(super) async fn find(site: &Site, email: &str) -> Result<Person, String> {
    let address = EmailAddress::parse(email).map_err(|_| format!("{email} is no address"))?;
    let person = site.store.person_by_email(&address.key()).await.map_err(told)?;
    person.ok_or_else(|| format!("nobody has an account with {email}; they sign up first"))
}

pub(super) async fn note(site: &Site, act: Act, person: &Person) -> Result<(), String> {
    site.store.note(by_command(site), act, person.id).await.map_err(told)
}

pub(super) fn by_command(site: &Site) -> Errand<'_> {
    static NOBODY: Actor = Actor { person: None, browser: None, passes: Vec::new(), seeds: false };
    Errand { actor: &NOBODY, terms: &NO_TERMS, now: site.clock.now(), ids: &*site.clock }
}

fn named(person: &Person) -> String {
    format!("{} <{}>", person.name, person.email.as_str())
}

pub(super) fn told(error: StoreError) -> String {
    error.to_string()
}

fn refused(error: AppError) -> String {
    error.to_string()
}
