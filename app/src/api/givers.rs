//! Shared lists and reservations, for givers (R5).

use domain::{ReserveForm, SharedList};
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id, set_cookie};
use crate::{codec::Json, error::AppError};

/// A shared list, for the page that heals itself.
#[server(prefix = "/fn", endpoint = "shared_list", input = PostUrl, output = Json)]
pub async fn fetch_shared_list(share: String) -> Result<SharedList, AppError> {
    let (backend, visit) = enter()?;
    answer(backend.sharing.shared(&visit, &share).await)
}

/// Types the passcode of a list, and goes on to what was asked for: the list, or one of its gifts.
#[server(prefix = "/fn", endpoint = "enter_passcode", input = PostUrl, output = Json)]
pub async fn enter_passcode(
    share: String,
    #[server(default)] gift: String,
    #[server(default)] passcode: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    if let Some(remembered) = answer(backend.sharing.enter(&visit, &share, &passcode).await)? {
        set_cookie(&remembered);
    }
    match gift.parse::<domain::GiftId>() {
        Ok(gift) => go(&format!("/l/{share}/{gift}")),
        Err(_) => go(&format!("/l/{share}")),
    }
    Ok(())
}

/// Reserves a gift and goes on to its manage page.
#[server(prefix = "/fn", endpoint = "reserve", input = PostUrl, output = Json)]
pub async fn reserve(
    share: String,
    gift: String,
    #[server(default)] form_key: String,
    #[server(default)] back: String,
    #[server(flatten)] form: ReserveForm,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let gift = id(&gift)?;
    let reserved = backend.sharing.reserve(&visit, &share, gift, &form_key, form).await;
    go(&format!("{}?new=1{}", answer(reserved)?.manage, chosen(&back)));
    Ok(())
}

/// What was chosen to see of the list, for the way back to it; nothing that reads otherwise.
#[cfg(feature = "ssr")]
fn chosen(back: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "=&.,-+'".contains(c);
    let reads_so = !back.is_empty() && back.len() <= 100 && back.chars().all(plain);
    if reads_so { format!("&{back}") } else { String::new() }
}

/// Changes how many, where it still is what it `was` on the page.
#[server(prefix = "/fn", endpoint = "change_quantity", input = PostUrl, output = Json)]
pub async fn change_quantity(
    token: String,
    #[server(default)] quantity: String,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.sharing.change_quantity(&visit, &token, &quantity, &was).await)?;
    go(&format!("/r/{token}?done=changed"));
    Ok(())
}

/// Marks some as bought, where as many are reserved as there were on the page.
#[server(prefix = "/fn", endpoint = "purchase", input = PostUrl, output = Json)]
pub async fn purchase(
    token: String,
    #[server(default)] quantity: String,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.sharing.purchase(&visit, &token, &quantity, &was).await)?;
    go(&format!("/r/{token}?done=purchased"));
    Ok(())
}

/// Takes a purchase back.
#[server(prefix = "/fn", endpoint = "undo_purchase", input = PostUrl, output = Json)]
pub async fn undo_purchase(token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.sharing.undo_purchase(&visit, &token).await)?;
    go(&format!("/r/{token}?done=undone"));
    Ok(())
}

/// Gives the gift free again.
#[server(prefix = "/fn", endpoint = "cancel_reservation", input = PostUrl, output = Json)]
pub async fn cancel_reservation(token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.sharing.cancel(&visit, &token).await)?;
    go(&format!("/r/{token}?done=cancelled"));
    Ok(())
}

/// Confirms the giver's address, from the mailed page.
#[server(prefix = "/fn", endpoint = "confirm_address", input = PostUrl, output = Json)]
pub async fn confirm_address(token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.sharing.confirm_address(&visit, &token).await)?;
    go(&format!("/r/{token}?done=confirmed"));
    Ok(())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::chosen;

    // R5.1
    #[test]
    fn what_was_chosen_goes_on_to_the_manage_page_and_nothing_else() {
        assert_eq!(chosen(""), "");
        for back in ["filter=available&sort=price-up&most=1.249,50", "most=1+249,50", "most=1'249"]
        {
            assert_eq!(chosen(back), format!("&{back}"));
        }
        for hostile in ["most=1\r\nX: y", "most=1#x", "most=%0d", "most=1 249", "most=<b>"] {
            assert_eq!(chosen(hostile), "", "{hostile}");
        }
    }
}
