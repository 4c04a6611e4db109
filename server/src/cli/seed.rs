//! Sample data to try the site with, outside production only.

use std::net::{IpAddr, Ipv4Addr};

use app::{error::AppError, i18n::Locale, session::Visit};
use domain::{
    Actor, EmailAddress, FieldErrors, GiftForm, ListForm, Password, PersonName, ReserveForm,
    Surprise,
};
use store::{NewSession, NewSignUp};

use crate::{secrets, service, site::Site};

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

/// Makes an account with two lists, one of them shared and partly taken.
///
/// # Errors
/// [`AppError`], as the services that it asks answer.
pub async fn sample(site: &Site) -> Result<Sample, AppError> {
    let owner = visit(site, "owner");
    let owner = sign_up(site, owner).await?;
    let backend = service::backend(site);
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

fn visit(site: &Site, browser: &str) -> Visit {
    let browser = secrets::browser_key(&format!("{browser} {}", site.clock.now()));
    Visit {
        actor: Actor { browser: Some(browser), ..Actor::default() },
        account: None,
        session: None,
        language: Locale::en,
        first_step: None,
        path: "/".to_owned(),
        asked: String::new(),
        device: "Sample".to_owned(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
    }
}

async fn sign_up(site: &Site, mut visit: Visit) -> Result<Visit, AppError> {
    let invalid = |field: &str, problem| AppError::from(FieldErrors::one(field, problem));
    let email = EmailAddress::parse(EMAIL).map_err(|problem| invalid("email", problem))?;
    let name = PersonName::parse("Sam Sample").map_err(|problem| invalid("name", problem))?;
    let password = Password::parse(PASSWORD).map_err(|problem| invalid("password", problem))?;
    let browser = visit.actor.browser.clone().ok_or(AppError::Transport)?;
    let known = site.store.person_by_email(&email.key()).await;
    if let Some(person) = known.map_err(|error| site.refuse(error))? {
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
    let started = site.store.start_sign_up(site.errand(&visit), asked, 10).await;
    let id = started.map_err(|error| site.refuse(error))?;
    let session = NewSession {
        key: secrets::session_key(&secrets::random_token()),
        browser: browser.clone(),
        device: visit.device.clone(),
    };
    let made = site.store.finish_sign_up(site.errand(&visit), id, &browser, session).await;
    visit.actor.person = Some(made.map_err(|error| site.refuse(error))?.person);
    Ok(visit)
}
