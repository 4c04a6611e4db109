//! Tokens by which programs act for people (R10.2), at the command line: for scripts of whoever runs
//! the site, and for trying it out. As with all commands upon the database, the site must be down.

use std::process::ExitCode;

use clap::Subcommand;
use domain::{ApiTokenWish, Lifetime, Scope, Scopes, TokenName};
use store::Act;

use super::people::{Said, by_command, find, note, told, with_site};
use crate::{secrets, settings::Settings, site::Site};

/// Tokens.
#[derive(Debug, Clone, Subcommand)]
pub enum TokenCommand {
    /// Makes a token for the person with this address and prints it, this once. They are told by
    /// mail.
    Make {
        /// The account's address.
        email: String,
        /// What may be done with it, with commas between: lists:read, lists:write, reservations,
        /// catalogue:write, admin; or all that this person may.
        #[arg(long)]
        scopes: String,
        /// How many days it is good: 30, 90, 365, or none for until it is revoked.
        #[arg(long, default_value = "30")]
        days: String,
        /// What it is called on the person's account page.
        #[arg(long, default_value = "Command line")]
        name: String,
    },
}

/// Does what is asked of tokens.
pub async fn token(settings: Settings, command: TokenCommand) -> ExitCode {
    let TokenCommand::Make { email, scopes, days, name } = command;
    with_site(settings, async |site| make(site, &email, &scopes, &days, &name).await).await
}

async fn make(site: &Site, email: &str, scopes: &str, days: &str, name: &str) -> Said {
    let name = TokenName::parse(name).map_err(|_| "--name takes 1 to 60 characters".to_owned())?;
    let lifetime = Lifetime::parse(days);
    let lifetime = lifetime.map_err(|_| "--days takes 30, 90, 365 or none".to_owned())?;
    let person = find(site, email).await?;
    let admin = site.store.user(person.id).await.map_err(told)?.admin;
    let may = |scope: &Scope| admin || !scope.is_for_admins();
    let scopes = match scopes {
        "all" => Scopes::new(Scope::ALL.into_iter().filter(may).collect()),
        some => Scopes::parse(some.split(',').map(str::trim)),
    };
    let scopes = scopes.map_err(|_| {
        let known = Scope::ALL.map(Scope::code).join(", ");
        format!("--scopes takes any of {known}, with commas between, or all")
    })?;
    if !scopes.iter().all(|scope| may(&scope)) {
        return Err(format!("{email} is no admin, and only admins may have such a token"));
    }
    let text = secrets::api_token();
    let (wish, key) = (ApiTokenWish { name, scopes, lifetime }, secrets::api_token_key(&text));
    site.store.make_token(by_command(site), person.id, &wish, &key).await.map_err(told)?;
    note(site, Act::TokenMade, &person).await?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::seed,
        in_tests::{run, settings},
        prepare,
    };

    // R10.2
    #[test]
    fn a_token_that_was_asked_for_is_good_for_what_the_person_may() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let site = prepare(settings(folder.path())).await.unwrap();
            seed::sample(&site).await.unwrap();
            let text = make(&site, seed::EMAIL, "all", "30", "Test").await.unwrap();
            let key = secrets::api_token_key(&text);
            let bearer = site.store.token_bearer(&key, site.clock.now()).await.unwrap().unwrap();
            assert_eq!(bearer.person.email.as_str(), seed::EMAIL);
            let scopes: Vec<_> = bearer.token.scopes.iter().map(Scope::code).collect();
            assert_eq!(scopes, ["lists:read", "lists:write", "reservations"]);
            for (email, scopes, days, words) in [
                (seed::EMAIL, "admin", "30", "is no admin"),
                (seed::EMAIL, "everything", "30", "--scopes takes"),
                (seed::EMAIL, "", "30", "--scopes takes"),
                (seed::EMAIL, "lists:read,lists:write", "7", "--days takes"),
                ("nobody@ewelists.example", "all", "30", "nobody has an account"),
            ] {
                let refused = make(&site, email, scopes, days, "Test").await.unwrap_err();
                assert!(refused.contains(words), "{refused}");
            }
        });
    }
}
