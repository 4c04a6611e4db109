//! Gifts, for the owners of their list (R4).

use domain::GiftForm;
#[cfg(feature = "ssr")]
use domain::{GiftId, ListId, Price, Quantity};
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::{
    api::door::{answer, editor, enter, go, id, to_undo},
    backend::{Backend, Saved},
    session::Visit,
    shown::Edit,
};
use crate::{codec::Json, error::AppError};

/// Looks up what was pasted, and goes on with the form that it fills.
#[server(prefix = "/fn", endpoint = "find_gift", input = PostUrl, output = Json)]
pub async fn find_gift(
    list: String,
    #[server(default)] text: String,
    #[server(default)] title: String,
    #[server(default)] image: String,
    #[server(default)] price: String,
    #[server(default)] currency: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let pasted = crate::backend::Pasted { text, title, image, price, currency };
    let ticket = answer(backend.finding.find(&visit, id(&list)?, pasted).await)?;
    go(&format!("/lists/{list}/add?found={ticket}"));
    Ok(())
}

/// Adds a gift at the end of a list. `product` names one of the catalogue; `again` adds what is on
/// the list already.
#[server(prefix = "/fn", endpoint = "add_gift", input = PostUrl, output = Json)]
pub async fn add_gift(
    list: String,
    #[server(default)] product: String,
    #[server(default)] again: String,
    #[server(flatten)] form: GiftForm,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let product = if product.is_empty() { None } else { Some(id(&product)?) };
    let added = backend.gifts.add(&visit, id(&list)?, product, !again.is_empty(), form).await;
    let gift = answer(added)?;
    go(&format!("/lists/{list}?added={gift}"));
    Ok(())
}

/// Wishes for one more of a gift.
#[server(prefix = "/fn", endpoint = "want_one_more", input = PostUrl, output = Json)]
pub async fn want_one_more(list: String, gift: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (of, it) = (id(&list)?, id(&gift)?);
    let before = answer(form_of(&backend, &visit, of, it).await)?;
    answer(backend.gifts.want_one_more(&visit, of, it).await)?;
    let saved = before.and_then(|Before { form: before, price, .. }| {
        // Any number stays any number, and the most stays the most.
        let wanted = Quantity::new(before.wanted.parse::<u32>().ok()? + 1)?;
        let after = GiftForm { wanted: wanted.get().to_string(), ..before.clone() };
        Some(Saved::Gift { gift: it, edit: Box::new(Edit { before, after }), price })
    });
    let undo = to_undo(&backend, &visit, of, saved)?;
    go(&format!("/lists/{list}?more={gift}{undo}"));
    Ok(())
}

/// A gift before something of it is saved.
#[cfg(feature = "ssr")]
struct Before {
    /// What it says in its form.
    form: GiftForm,
    price: Option<Price>,
    /// Whether its product is the catalogue's.
    catalogue: bool,
}

/// A gift as it is; nothing of one that is not on the list.
#[cfg(feature = "ssr")]
async fn form_of(
    backend: &Backend,
    visit: &Visit,
    list: ListId,
    gift: GiftId,
) -> Result<Option<Before>, AppError> {
    let list = backend.lists.owned(visit, list).await?;
    let found = list.gifts.gifts().into_iter().find(|it| it.card.id == gift);
    Ok(found.map(|it| Before {
        form: it.form.clone(),
        price: it.card.price,
        catalogue: it.catalogue,
    }))
}

/// What a form saves of a gift. What the catalogue says stays as it is (R4.5).
#[cfg(feature = "ssr")]
fn edit_of(form: &GiftForm, shown: &str, before: GiftForm, catalogue: bool) -> Edit<GiftForm> {
    let Edit { before, after } = Edit::of(form.clone(), shown, before);
    let after = if catalogue { after.about_that_of(&before) } else { after };
    Edit { before, after }
}

/// Changes a gift and goes back to its list. `was` is what the form showed: what was left like that
/// stays as it is now. With `put_back` one that was taken off the list meanwhile is on it again. `back`
/// is what was chosen to see of the list before.
#[server(prefix = "/fn", endpoint = "edit_gift", input = PostUrl, output = Json)]
pub async fn edit_gift(
    list: String,
    gift: String,
    #[server(flatten)] form: GiftForm,
    #[server(default)] was: String,
    #[server(default)] put_back: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (of, it, stays) = (id(&list)?, id(&gift)?, put_back.is_empty());
    let before = match stays && !was.is_empty() {
        true => answer(form_of(&backend, &visit, of, it).await)?,
        false => None,
    };
    let saved = before.map(|Before { form: before, price, catalogue }| {
        let edit = Box::new(edit_of(&form, &was, before, catalogue));
        Saved::Gift { gift: it, edit, price }
    });
    let changed = match stays {
        true => backend.gifts.edit_shown(&visit, of, it, form, &was).await,
        false => backend.gifts.put_back(&visit, of, it, form, &was).await,
    };
    answer(changed)?;
    let undo = to_undo(&backend, &visit, of, saved)?;
    go(&editor(of, &back, &format!("saved={it}{undo}")));
    Ok(())
}

/// Puts a gift elsewhere on its list.
#[server(prefix = "/fn", endpoint = "move_gift", input = PostUrl, output = Json)]
pub async fn move_gift(
    list: String,
    gift: String,
    #[server(default)] way: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let way = domain::Move::parse(&way).map_err(|problem| domain::FieldErrors::one("way", problem));
    let way = answer(way.map_err(AppError::from))?;
    answer(backend.gifts.reorder(&visit, id(&list)?, id(&gift)?, way).await)
}

/// Puts a gift directly below the one `after`, or on top where that is nothing or stands in another
/// section; it belongs to `section` from then on.
#[server(prefix = "/fn", endpoint = "place_gift", input = PostUrl, output = Json)]
pub async fn place_gift(
    list: String,
    gift: String,
    #[server(default)] after: String,
    #[server(default)] section: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    answer(backend.gifts.place(&visit, id(&list)?, id(&gift)?, after, &section).await)
}

/// Says that a gift has arrived; without `received`, that it has not.
#[server(prefix = "/fn", endpoint = "set_arrived", input = PostUrl, output = Json)]
pub async fn set_arrived(
    list: String,
    gift: String,
    #[server(default)] received: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let received = !received.is_empty();
    answer(backend.gifts.set_received(&visit, id(&list)?, id(&gift)?, received).await)
}

/// Takes a gift off its list. `back` is what was chosen to see of the list before.
#[server(prefix = "/fn", endpoint = "remove_gift", input = PostUrl, output = Json)]
pub async fn remove_gift(
    list: String,
    gift: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (of, it) = (id(&list)?, id(&gift)?);
    answer(backend.gifts.set_removed(&visit, of, it, true).await)?;
    go(&editor(of, &back, &format!("removed={it}")));
    Ok(())
}

/// Puts a gift back on its list. `back` is what was chosen to see of the list before.
#[server(prefix = "/fn", endpoint = "restore_gift", input = PostUrl, output = Json)]
pub async fn restore_gift(
    list: String,
    gift: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let of = id(&list)?;
    answer(backend.gifts.set_removed(&visit, of, id(&gift)?, false).await)?;
    go(&editor(of, &back, ""));
    Ok(())
}
