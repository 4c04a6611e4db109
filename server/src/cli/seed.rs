//! Sample data to try the site with, and the known world that tests tell of, outside production only.

mod file;
mod fixture;

use std::{fs, path::PathBuf, process::ExitCode};

use app::{backend::Backend, error::AppError, session::Visit};
use clap::Args;
use domain::{
    EmailAddress, FieldErrors, GiftForm, ListForm, Password, PersonName, ReserveForm, Surprise,
};
use store::{NewSession, NewSignUp};

use super::{
    people::{Said, with_site},
    visitor::visitor,
};
use crate::{
    secrets, service,
    settings::{Environment, Settings},
    site::Site,
};

/// What is made.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct Seeds {
    /// An account with two lists, one of them shared and partly taken.
    #[arg(long)]
    sample: bool,
    /// The world that tests know: Test User1 to Test User3 and a guest, five lists, products, one that
    /// waits, and reservations in every state. Or what a JSON file says, in the words of the original's
    /// fixtures: user, list, products with their reservations; the ids are printed.
    #[arg(long, value_name = "FILE")]
    fixture: Option<Option<PathBuf>>,
}

/// Makes what is asked for.
pub async fn seed(settings: Settings, seeds: Seeds) -> ExitCode {
    with_site(settings, async |site| match seeds.fixture {
        Some(Some(file)) => {
            allowed(site)?;
            let text = fs::read_to_string(&file)
                .map_err(|error| format!("{} can not be read: {error}", file.display()))?;
            file::make(site, &text).await
        }
        Some(None) => told_fixture(site).await,
        None => told_sample(site).await,
    })
    .await
}

fn allowed(site: &Site) -> Result<(), String> {
    match site.settings.site.environment {
        Environment::Production => Err("sample data is not for production".to_owned()),
        _ => Ok(()),
    }
}

/// Makes the sample, and says where it is.
pub(super) async fn told_sample(site: &Site) -> Said {
    allowed(site)?;
    let made = sample(site).await;
    let made = made.map_err(|error| format!("the sample could not be made: {error}"))?;
    let origin = site.settings.site.origin();
    Ok(format!(
        "A sample list: {origin}{}\nIts owner signs in as {EMAIL} with: {PASSWORD}",
        made.share
    ))
}

async fn told_fixture(site: &Site) -> Said {
    allowed(site)?;
    let made = fixture::make(site).await;
    made.map_err(|error| format!("the fixture could not be made: {error}"))
}

/// Who owns the sample lists.
pub const EMAIL: &str = "sample@ewelists.example";

/// The sample owner's password. It opens nothing outside of a sample.
pub const PASSWORD: &str = "three woolly sheep";

/// What was made.
#[derive(Debug)]
pub struct Sample {
    /// The path of the shared sample list.
    pub share: String,
}

const GIFTS: [(&str, &str, &str, &str, &str, &str); 6] = [
    (
        "Moon lamp for the night",
        "Lillehus",
        "27.00",
        "1",
        "must",
        "The warm one, not the white light.",
    ),
    ("Wooden train with two wagons", "Holzkiste", "34.90", "1", "love", ""),
    (
        "My first picture book",
        "Leseratte",
        "14.50",
        "3",
        "love",
        "Any of the series. We have the one with the bees.",
    ),
    ("Knitted blanket, sky blue", "Maschenwerk", "42.00", "1", "love", ""),
    ("Rain boots, size 22", "Pfütze", "19.95", "2", "nice", "Red or yellow."),
    (
        "Something for the savings jar",
        "",
        "",
        "",
        "nice",
        "For the balance bike she will want next spring.",
    ),
];

/// Makes an account with two lists, one of them shared and partly taken; where that was done before,
/// only finds it.
///
/// # Errors
/// [`AppError`], as the services that it asks answer.
pub async fn sample(site: &Site) -> Result<Sample, AppError> {
    let owner = sign_up(site, visit(site, "owner"), "Sam Sample", EMAIL, PASSWORD).await?;
    let backend = service::backend(site);
    if let Some(share) = shared_already(site, &backend, &owner).await? {
        return Ok(Sample { share });
    }
    let day = site.clock.now().date_naive() + chrono::Days::new(18);
    let birthday = ListForm {
        title: "Ida’s first birthday".to_owned(),
        occasion: "birthday".to_owned(),
        welcome: "She loves anything with wheels, and everything that can be thrown. Please no \
                  plush animals, the bed is full."
            .to_owned(),
        date: day.to_string(),
        zone: "Europe/Berlin".to_owned(),
        for_whom: "Ida".to_owned(),
        ..ListForm::default()
    };
    let list = backend.lists.create(&owner, birthday, Surprise::Show.code()).await?;
    for (name, shop, price, wanted, priority, notes) in GIFTS {
        let form = GiftForm {
            name: name.to_owned(),
            shop: shop.to_owned(),
            price: price.to_owned(),
            currency: "EUR".to_owned(),
            wanted: wanted.to_owned(),
            any_number: if wanted.is_empty() { "on".to_owned() } else { String::new() },
            priority: priority.to_owned(),
            notes: notes.to_owned(),
            ..GiftForm::default()
        };
        backend.gifts.add(&owner, list, None, true, form).await?;
    }
    backend.lists.share(&owner, list).await?;
    let share = backend.lists.owned(&owner, list).await?.share.unwrap_or_default();
    let token = share.trim_start_matches("/l/");
    let giver = visit(site, "giver");
    for gift in backend.sharing.shared(&giver, token).await?.gifts.iter().skip(1).take(2) {
        let form = ReserveForm {
            name: "Grandma Ruth".to_owned(),
            email: "ruth@ewelists.example".to_owned(),
            quantity: "1".to_owned(),
        };
        let rendering = gift.card.id.to_string();
        backend.sharing.reserve(&giver, token, gift.card.id, &rendering, form).await?;
    }
    let wedding = ListForm {
        title: "Marie & Jonas".to_owned(),
        occasion: "wedding".to_owned(),
        ..ListForm::default()
    };
    backend.lists.create(&owner, wedding, "").await?;
    Ok(Sample { share })
}

/// The path of the first list that the owner shares, if there is one: then the sample was made before.
async fn shared_already(
    site: &Site,
    backend: &Backend,
    owner: &Visit,
) -> Result<Option<String>, AppError> {
    let Some(person) = owner.actor.person else { return Ok(None) };
    let lists = site.answer(site.store.looked_after_by(person).await)?;
    for known in lists {
        let share = backend.lists.owned(owner, known.list.id).await?.share;
        if share.is_some() {
            return Ok(share);
        }
    }
    Ok(None)
}

/// A visitor of whom nothing counts (R8.6).
fn visit(site: &Site, browser: &str) -> Visit {
    let mut visit = visitor(site, browser);
    visit.actor.seeds = true;
    visit
}

/// Somebody with an account, which is made unless there is one with this address.
async fn sign_up(
    site: &Site,
    mut visit: Visit,
    name: &str,
    email: &str,
    password: &str,
) -> Result<Visit, AppError> {
    let invalid = |field: &str, problem| AppError::from(FieldErrors::one(field, problem));
    let email = EmailAddress::parse(email).map_err(|problem| invalid("email", problem))?;
    let name = PersonName::parse(name).map_err(|problem| invalid("name", problem))?;
    let password = Password::parse(password).map_err(|problem| invalid("password", problem))?;
    let browser = visit.actor.browser.clone().ok_or(AppError::Transport)?;
    if let Some(person) = site.answer(site.store.person_by_email(&email.key()).await)? {
        visit.actor.person = Some(person.id);
        return Ok(visit);
    }
    let asked = NewSignUp {
        name,
        email: Some(email),
        password_hash: Some(site.passwords.hash(password).await.ok_or(AppError::Busy)?),
        browser: browser.clone(),
        language: visit.language.to_string(),
        identity: None,
    };
    let id = site.answer(site.store.start_sign_up(site.errand(&visit), asked, 10).await)?;
    let session = NewSession {
        key: secrets::session_key(&secrets::random_token()),
        browser: browser.clone(),
        device: visit.device.clone(),
    };
    let made = site.store.finish_sign_up(site.errand(&visit), id, 1, &browser, session).await;
    visit.actor.person = Some(site.answer(made)?.person);
    Ok(visit)
}
