//! The keys that links and codes follow from, at the command line. As with all commands upon the
//! database, the site must be down: what it makes meanwhile would belong to a key that is no longer so.

use std::process::ExitCode;

use clap::Subcommand;
use store::{About, Act};

use super::people::{Said, by_command, told, with_site};
use crate::{
    secrets::{Keys, Secrets, key_file},
    settings::Settings,
    site::Site,
};

/// What is to be done next.
const COPY: &str = "Keep a copy of the file, and give it to every other program that serves this site \
                    before one of them is started.";

/// The keys that links and codes follow from.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum KeyCommand {
    /// Adds a key for whatever is made from now on. What there is keeps its own, and so its links.
    Rotate,
    /// After a theft: throws all keys away for one that nobody knows. Every link and code that was ever
    /// mailed ends, every shared list gets another link, and second steps are turned off.
    Replace {
        /// Does it; without this only says what would be done.
        #[arg(long)]
        yes: bool,
    },
}

/// Does what is asked of keys.
pub async fn key(settings: Settings, command: KeyCommand) -> ExitCode {
    with_site(settings, async |site| match command {
        KeyCommand::Rotate => rotate(site).await,
        KeyCommand::Replace { yes: true } => replace(site).await,
        KeyCommand::Replace { yes: false } => Err(
            "this would end every link and code that was ever mailed, give every shared list another \
             link, make every passcode of a list useless, and turn off every second step; say --yes"
                .to_owned(),
        ),
    })
    .await
}

async fn rotate(site: &Site) -> Said {
    let keys = site.secrets.keys().clone().with_fresh(site.clock.now());
    put(site, &keys)?;
    note(site, Act::KeyRotated).await?;
    let count = keys.count();
    Ok(format!("There are {count} keys now; the newest is for what is made from now on.\n{COPY}"))
}

async fn replace(site: &Site) -> Said {
    let keys = Keys::fresh();
    put(site, &keys)?;
    note(site, Act::KeyReplaced).await?;
    let secrets = Secrets::with_keys(keys);
    let share_key = |list, generation| secrets.share_key_of(list, generation);
    let rekeyed = site.store.rekey(by_command(site), &share_key).await;
    let rekeyed = rekeyed.map_err(|error| format!("{error}; do it again, to finish it"))?;
    Ok(format!(
        "All links and codes from before are dead.\nLists with another link, which stands on their \
         owners’ pages: {}\nSecond steps that are turned off: {}\n{COPY}",
        rekeyed.lists, rekeyed.second_steps
    ))
}

fn put(site: &Site, keys: &Keys) -> Result<(), String> {
    let path = &site.settings.store.secret_file;
    key_file::replace(path, keys)
        .map_err(|error| format!("{} can not be written: {error}", path.display()))
}

async fn note(site: &Site, act: Act) -> Result<(), String> {
    site.store.note_why(by_command(site), act, About::Nothing, None).await.map_err(told)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use domain::{Actor, ListState};

    use super::*;
    use crate::{
        cli::{close, people::find, seed},
        in_tests::run,
        prepare,
    };

    /// The sample list's link, as the site shows it, and whether it opens the list.
    async fn link(site: &Site) -> (String, bool) {
        let owner = find(site, seed::EMAIL).await.unwrap();
        let lists = site.store.lists_of(owner.id).await.unwrap();
        let shared = lists.iter().find(|owned| owned.list.state == ListState::Open);
        let list = &shared.unwrap().list;
        let token = site.secrets.share_token(list.id, list.share_generation);
        let door = site.store.door(&Secrets::share_key(&token), &Actor::default()).await;
        let opens = door.unwrap().map(|door| door.list.id);
        (token, opens == Some(list.id))
    }

    async fn opened(folder: &Path) -> Site {
        let mut settings = Settings::default();
        settings.store.url = format!("rocksdb://{}", folder.join("db").display());
        settings.store.secret_file = folder.join("secret.key");
        prepare(settings).await.unwrap()
    }

    // R3.7
    #[test]
    fn another_key_ends_no_link_and_a_replaced_one_ends_all() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let site = opened(folder.path()).await;
            seed::sample(&site).await.unwrap();
            let before = link(&site).await;
            assert!(before.1);
            rotate(&site).await.unwrap();
            close(site).await;

            let site = opened(folder.path()).await;
            assert_eq!(site.secrets.keys().count(), 2);
            assert_eq!(link(&site).await, before, "it is the same, and good");
            let said = replace(&site).await.unwrap();
            assert!(said.contains("pages: 1\n"), "{said}");
            close(site).await;

            let site = opened(folder.path()).await;
            assert_eq!(site.secrets.keys().count(), 1);
            let after = link(&site).await;
            assert!(after.1 && after.0 != before.0, "it is another one, and good");
            let dead = Secrets::share_key(&before.0);
            let door = site.store.door(&dead, &Actor::default()).await.unwrap();
            assert!(door.is_none());
            close(site).await;
        });
    }
}
