//! Lists, for their owners (R3).

use domain::{EditorList, ListForm};
#[cfg(feature = "ssr")]
use domain::{ListId, Zone};
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::{
    api::door::{answer, enter, go, id, to_undo},
    backend::{Backend, Saved},
    components::usual_zone,
    next::Next,
    session::Visit,
    shown::{Edit, unpack},
};
use crate::{codec::Json, error::AppError};

/// The rows of a list in its editor, for the page that heals itself.
#[server(prefix = "/fn", endpoint = "owner_list", input = PostUrl, output = Json)]
pub async fn fetch_owner_list(list: String) -> Result<EditorList, AppError> {
    let (backend, visit) = enter()?;
    let list = answer(backend.lists.owned(&visit, id(&list)?).await)?;
    Ok(EditorList::of(&list))
}

/// Makes a list and opens its editor, or goes on to the page that it was made for.
#[server(prefix = "/fn", endpoint = "create_list", input = PostUrl, output = Json)]
pub async fn create_list(
    #[server(flatten)] form: ListForm,
    #[server(default)] surprise: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let zone = known_zone(&form.zone, usual_zone(visit.language)).to_owned();
    let form = ListForm { zone, ..form };
    let list = answer(backend.lists.create(&visit, form, &surprise).await)?;
    match Next::parse(&next).as_str() {
        Next::HOME => go(&format!("/lists/{list}")),
        asked => go(asked),
    }
    Ok(())
}

/// Changes what a list says. `was` is what the form showed: what was left like that stays as it is
/// now. `at` is where a form stands that is sent by a browser itself; a script that takes back what
/// it saved says `undo` there.
#[server(prefix = "/fn", endpoint = "edit_list", input = PostUrl, output = Json)]
pub async fn edit_list(
    list: String,
    #[server(flatten)] form: ListForm,
    #[server(default)] confirmed: String,
    #[server(default)] at: String,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (of, confirmed) = (id(&list)?, !confirmed.is_empty());
    let (form, was) = answer(in_known_zone(&backend, &visit, of, form, was).await)?;
    if at == "undo" {
        let saved = Saved::List(Box::new(Edit { before: form, after: unpack(&was) }));
        return answer(backend.undo.take_back(&visit, of, saved, confirmed).await);
    }
    // A script offers the way back by itself.
    let saved = match at.is_empty() || was.is_empty() {
        true => None,
        false => Some(answer(changed_by(&backend, &visit, of, &form, &was).await)?),
    };
    answer(backend.lists.edit_shown(&visit, of, form, &was, confirmed).await)?;
    let asked = confirmed && at == "settings";
    // What was confirmed may also be that the surprise ends earlier, and not yet.
    if asked && answer(backend.lists.owned(&visit, of).await)?.gifts.are_shown() {
        reveal(&list);
        return Ok(());
    }
    say_saved(&list, &at, &to_undo(&backend, &visit, of, saved)?);
    Ok(())
}

/// The zone that a browser says it is in, or the usual one where that is none which we know, such as
/// `Etc/Unknown`: nobody chose it (R3.1).
#[cfg(feature = "ssr")]
fn known_zone<'a>(said: &'a str, usual: &'a str) -> &'a str {
    if said.trim().is_empty() || Zone::parse(said).is_ok() { said } else { usual }
}

/// The form, and what it showed, with such a zone. The usual one is the list's own, if it has one.
#[cfg(feature = "ssr")]
async fn in_known_zone(
    backend: &Backend,
    visit: &Visit,
    list: ListId,
    form: ListForm,
    was: String,
) -> Result<(ListForm, String), AppError> {
    let showed = was.split('\t').filter_map(|pair| pair.strip_prefix("zone="));
    if showed.chain([form.zone.as_str()]).all(|said| known_zone(said, "") == said) {
        return Ok((form, was));
    }
    let own = backend.lists.owned(visit, list).await?.form.zone;
    let usual = if own.is_empty() { usual_zone(visit.language) } else { own.as_str() };
    let pairs = was.split('\t').map(|pair| match pair.strip_prefix("zone=") {
        Some(said) => format!("zone={}", known_zone(said, usual)),
        None => pair.to_owned(),
    });
    let was = pairs.collect::<Vec<_>>().join("\t");
    let zone = known_zone(&form.zone, usual).to_owned();
    Ok((ListForm { zone, ..form }, was))
}

/// What a form changes of a list.
#[cfg(feature = "ssr")]
async fn changed_by(
    backend: &Backend,
    visit: &Visit,
    list: ListId,
    form: &ListForm,
    shown: &str,
) -> Result<Saved, AppError> {
    let before = backend.lists.owned(visit, list).await?.form;
    Ok(Saved::List(Box::new(Edit::of(form.clone(), shown, before))))
}

/// Opens a draft to givers.
#[server(prefix = "/fn", endpoint = "share_list", input = PostUrl, output = Json)]
pub async fn share_list(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.lists.share(&visit, id(&list)?).await)
}

/// Replaces the share link.
#[server(prefix = "/fn", endpoint = "rotate_share", input = PostUrl, output = Json)]
pub async fn rotate_share(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.lists.rotate_share(&visit, id(&list)?).await)?;
    go(&format!("/lists/{list}/settings?done=rotated"));
    Ok(())
}

/// Asks givers for a passcode from now on, or for another one.
#[server(prefix = "/fn", endpoint = "set_passcode", input = PostUrl, output = Json)]
pub async fn set_passcode(
    list: String,
    #[server(default)] passcode: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.lists.set_passcode(&visit, id(&list)?, &passcode).await)?;
    go(&format!("/lists/{list}/settings?done=passcode"));
    Ok(())
}

/// Asks givers for no passcode any more.
#[server(prefix = "/fn", endpoint = "remove_passcode", input = PostUrl, output = Json)]
pub async fn remove_passcode(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.lists.remove_passcode(&visit, id(&list)?).await)?;
    go(&format!("/lists/{list}/settings?done=passcode_removed"));
    Ok(())
}

/// Puts one of our pictures on top again instead of an own one.
#[server(prefix = "/fn", endpoint = "remove_cover", input = PostUrl, output = Json)]
pub async fn remove_cover(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let of = id(&list)?;
    let before = answer(backend.lists.owned(&visit, of).await)?.banner;
    answer(backend.lists.set_cover(&visit, of, None).await)?;
    let chosen = before.occasion.other_cover(before.cover);
    let saved = before.picture.map(|picture| Saved::Cover { picture, chosen });
    let undo = to_undo(&backend, &visit, of, saved)?;
    go(&format!("/lists/{list}/settings?done=cover_removed{undo}"));
    Ok(())
}

/// Closes a list.
#[server(prefix = "/fn", endpoint = "close_list", input = PostUrl, output = Json)]
pub async fn close_list(
    list: String,
    #[server(default)] tell_givers: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.lists.close(&visit, id(&list)?, !tell_givers.is_empty()).await)?;
    go(&format!("/lists/{list}/settings?done=closed"));
    Ok(())
}

/// Opens a closed list again.
#[server(prefix = "/fn", endpoint = "reopen_list", input = PostUrl, output = Json)]
pub async fn reopen_list(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.lists.reopen(&visit, id(&list)?).await)?;
    go(&format!("/lists/{list}/settings?done=reopened"));
    Ok(())
}

/// Sets whether owners see who gives what. `was` is what the form showed: where that was left, it stays
/// as it is now, whatever another has made of it meanwhile.
#[server(prefix = "/fn", endpoint = "set_surprise", input = PostUrl, output = Json)]
pub async fn set_surprise(
    list: String,
    #[server(default)] surprise: String,
    #[server(default)] confirmed: String,
    #[server(default)] at: String,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let surprise = domain::Surprise::parse(&surprise)
        .map_err(|problem| domain::FieldErrors::one("surprise", problem));
    let surprise = answer(surprise.map_err(AppError::from))?;
    let (of, confirmed) = (id(&list)?, !confirmed.is_empty());
    if was == surprise.code() {
        answer(backend.lists.owned(&visit, of).await)?;
        say_saved(&list, &at, "");
        return Ok(());
    }
    answer(backend.lists.set_surprise(&visit, of, surprise, confirmed).await)?;
    match confirmed && surprise == domain::Surprise::Show {
        true => reveal(&list),
        false => say_saved(&list, &at, ""),
    }
    Ok(())
}

/// Goes where a surprise that was ended just now is celebrated (R3.6).
#[cfg(feature = "ssr")]
fn reveal(list: &str) {
    go(&format!("/lists/{list}/taken?lifted=1"));
}

/// Goes back to where the form stands, which then says so and offers to undo it.
#[cfg(feature = "ssr")]
fn say_saved(list: &str, at: &str, undo: &str) {
    match at {
        "settings" => go(&format!("/lists/{list}/settings?done=saved{undo}")),
        "head" => go(&format!("/lists/{list}?saved=head{undo}")),
        _ => {}
    }
}
