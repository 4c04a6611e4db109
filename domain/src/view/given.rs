//! A reservation, as its giver sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Banner, GiftCard};
use crate::{
    Aspect, Deadline, Gift, Giver, List, ListState, Quantity, Reservation, ReservationId,
    ReservationState, UNDO_WINDOW_HOURS, reminder_at,
};

/// A reservation, as its giver sees it through a manage link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManageView {
    /// Its id.
    pub id: ReservationId,
    /// What the list is about.
    pub banner: Banner,
    /// What was promised: as it is now, or as it was when it was withdrawn.
    pub card: GiftCard,
    /// How many.
    pub quantity: u32,
    /// The most it can be changed to.
    pub most: u32,
    /// What can be done about it.
    pub state: ManageState,
    /// Where gifts shall go; only for givers whose address is confirmed (R5.9).
    pub delivery: Option<String>,
    /// What the giver calls themselves.
    pub name: Option<String>,
    /// Where mails about it go, as it was typed in this giver's browser, as long as nobody there has
    /// confirmed it: a slip in it is seen by nobody else (R5.4).
    pub typed_email: Option<String>,
    /// Whether the giver's address is confirmed.
    pub verified: bool,
    /// Whether this visit can confirm it: only the mailed link does (R5.4).
    pub may_confirm: bool,
    /// Whether it came by the mailed link.
    pub by_mail: bool,
    /// Until when the address must be confirmed, or the gift is let go; as long as that is open.
    pub confirm_by: Option<Deadline>,
    /// Whether the gift was let go, since nobody confirmed the address in time.
    pub lapsed: bool,
    /// Whether those who look after the list let it go (R5.3).
    pub let_go: bool,
    /// Whether name and address are erased, by the giver or after a year (R5.6).
    pub erased: bool,
    /// Whether the giver wants the reminder that is still to come, if one is (R5.8).
    pub reminder: Option<bool>,
    /// What has changed about the gift since it was promised, and how it was then (R4.6). Nothing
    /// of a gift that is off the list, which is shown as it was.
    pub changes: Option<GiftChanges>,
    /// Whether the owner took the gift off the list.
    pub withdrawn: bool,
    /// Whether the list takes no reservations any more.
    pub closed: bool,
    /// Whether the list is gone, with those who made it.
    pub gone: bool,
    /// The path of the shared page, while it works.
    pub list: Option<String>,
}

/// How a gift differs from what was promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftChanges {
    /// What of it.
    pub aspects: Vec<Aspect>,
    /// What it was.
    pub before: GiftCard,
}

impl GiftChanges {
    fn of(gift: &Gift, reservation: &Reservation) -> Option<Self> {
        let aspects = gift.details.changes_since(&reservation.snapshot);
        let before = || GiftCard::promised(gift, reservation);
        (!aspects.is_empty()).then(|| Self { aspects, before: before() })
    }
}

/// What can be done about a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManageState {
    /// Promised: it can be changed, bought and cancelled.
    Reserved,
    /// Bought, and can be taken back.
    PurchasedJustNow,
    /// Bought for good.
    Purchased,
    /// Given free again.
    Cancelled,
}

/// How the page of a reservation is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManageVisit {
    /// By the mailed link.
    ByMail,
    /// In the browser in which it was reserved.
    WhereReserved,
    /// By the link of such a browser, elsewhere.
    Elsewhere,
}

/// Builds a giver's view of one reservation.
pub fn manage_view(
    list: &List,
    gift: &Gift,
    reservation: &Reservation,
    giver: &Giver,
    share: Option<String>,
    opened: ManageVisit,
    now: DateTime<Utc>,
) -> ManageView {
    let by_mail = opened == ManageVisit::ByMail;
    let withdrawn = !gift.is_offered();
    let card = match withdrawn {
        true => GiftCard::promised(gift, reservation),
        false => GiftCard::of(gift),
    };
    let state = match reservation.state {
        ReservationState::Reserved => ManageState::Reserved,
        ReservationState::Purchased { at } if (now - at).num_hours() < UNDO_WINDOW_HOURS => {
            ManageState::PurchasedJustNow
        }
        ReservationState::Purchased { .. } => ManageState::Purchased,
        ReservationState::Cancelled { .. } => ManageState::Cancelled,
    };
    let quantity = reservation.quantity.get();
    let more = if withdrawn { 0 } else { gift.counts.left() };
    let verified = giver.verified_at.is_some();
    // In the bin nothing can be done with it but to read what happened (R3.10).
    let gone = list.is_deleted();
    ManageView {
        id: reservation.id,
        banner: Banner::of(list, now),
        card,
        quantity,
        most: quantity.saturating_add(more).min(Quantity::MAX),
        state,
        delivery: verified
            .then(|| list.details.delivery.to_string())
            .filter(|message| !message.is_empty()),
        name: giver.name.as_ref().map(ToString::to_string),
        typed_email: giver
            .email
            .as_ref()
            .filter(|_| !verified && opened == ManageVisit::WhereReserved)
            .map(|email| email.as_str().to_owned()),
        verified,
        may_confirm: by_mail && !verified && giver.email.is_some() && !gone,
        by_mail,
        confirm_by: Deadline::of(list, reservation, giver).filter(|_| !gone),
        lapsed: reservation.is_lapsed(),
        let_go: reservation.let_go,
        erased: giver.email.is_none(),
        reminder: reminder(list, reservation, giver, withdrawn, now).filter(|_| !gone),
        changes: GiftChanges::of(gift, reservation).filter(|_| !withdrawn),
        withdrawn,
        closed: list.state == ListState::Closed,
        gone,
        list: share,
    }
}

/// Whether a reminder is still to come, as far as the list goes, and whether its giver wants it.
fn reminder(
    list: &List,
    reservation: &Reservation,
    giver: &Giver,
    withdrawn: bool,
    now: DateTime<Utc>,
) -> Option<bool> {
    let open = list.giving.remind
        && reservation.state == ReservationState::Reserved
        && giver.email.is_some()
        && !withdrawn;
    let date = list.details.date.filter(|_| open)?;
    let still_to_come = now < reminder_at(date, reservation.made_at)?;
    still_to_come.then_some(giver.reminders)
}

/// One thing that somebody gives, in the overview of all that they give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenGift {
    /// The reservation as its manage page shows it.
    pub view: ManageView,
    /// The path of its manage page.
    pub manage: String,
}
