//! What is true about gift lists, wherever it runs.
//!
//! Pure: no I/O, no async, no clock, no randomness. Times and new ids are arguments, so every rule
//! can be tested with any of them, and the same code decides in the browser and on the server.
//! The rules are numbered in `docs/RULES.md`; items here cite them as `R3.6` and the like.

mod api_token;
mod arrival;
mod audit_act;
mod coded;
mod command;
mod contact;
mod deletion;
mod email;
mod error;
mod event;
pub mod exchange;
mod gift;
mod giving;
mod id;
#[cfg(test)]
mod in_tests;
pub mod kpis;
mod letter;
mod letting_go;
mod link;
mod list;
mod list_act;
mod member;
mod money;
mod owner_mails;
mod passcode;
mod person;
mod picture;
mod product;
mod reservation;
mod room;
mod suspension;
mod terms;
mod text;
mod thanks;
mod time;
mod view;
mod watch;
mod webhook;
mod wrong_state;

pub use api_token::{ApiToken, ApiTokenForm, ApiTokenWish, Lifetime, MOST_TOKENS, Scope, Scopes};
pub use arrival::{Arrival, Claims, Holder, Vouching, arrive};
pub use audit_act::AuditAct;
pub use command::*;
pub use contact::{ContactForm, ContactWish, Reference};
pub use deletion::{BIN_DAYS, ERASED};
pub use email::{EmailAddress, EmailKey};
pub use error::{DomainError, FieldError, FieldErrors, FieldProblem};
pub use event::Event;
pub use gift::{
    Aspect, Exactness, FurtherLinks, Gift, GiftCounts, GiftDetails, Move, Priority, Quantity,
    Sectioned, Tags, Wanted, edit_gift, in_sections, move_in_sections, place, rearrange,
    reposition, set_gift_picture, set_gift_removed, settle, take_off_gift, want_one_more,
};
pub use giving::{
    CONFIRM_HOURS, Deadline, GivingRules, GivingRulesForm, days_to_remind, forget_at,
    forgettable_before, is_reminder_due, lapse, reminder_at, require_confirmed, shown_name,
};
pub use id::{
    ApiTokenId, ApiTokenKey, AuditId, BrowserKey, DeliveryId, EmailUndoId, FormKey, GiftId,
    GiverId, IdentityKey, InvitationId, ListId, MessageId, OutboxId, PersonId, ProductId,
    ReservationId, SessionKey, ShareKey, SignUpId, TokenKey, WebhookId,
};
pub use letter::{Letter, letters};
pub use letting_go::let_go;
pub use link::{Link, LinkKey};
pub use list::{Cover, List, ListDetails, ListState, Occasion, Surprise};
pub use list_act::ListAct;
pub use member::{
    INVITATION_DAYS, Invitation, InvitationOver, InvitationState, InvitationWay, MOST_INVITATIONS,
    invite, remove_co_owner,
};
pub use money::{Money, MoneyStyle, Price};
pub use owner_mails::{
    DIGEST_GRACE_HOURS, DIGEST_HOUR, GiversAct, OwnerMails, act_between, became_one, digest_due,
};
pub use passcode::{Lock, Pass, Passcode, PasscodeHash};
pub use person::{Actor, Role};
pub use picture::{PictureId, PictureWidth};
pub use product::{Product, ProductDetails, Standing};
pub use reservation::{
    Giver, MAX_UNVERIFIED_PER_LIST, Reservation, ReservationState, ReservingFacts,
    UNDO_WINDOW_HOURS, cancel, change_quantity, purchase, reserve, undo_purchase,
};
pub use room::{GiftsHeld, ListsHeld, MAX_GIFTS, MAX_KEPT_GIFTS, MAX_KEPT_LISTS, MAX_LISTS};
pub use suspension::{require_no_admin, require_not_suspended, suspend};
pub use terms::{ListRevision, NO_TERMS, Once, Terms, Upon};
pub use text::{
    Brand, Colour, DeliveryMessage, ForWhom, GiftName, GiftNotes, MessageText, PersonName, Reason,
    ReviewNote, Section, ShopName, Size, Tag, ThanksNote, Title, TokenName, Welcome, beginning,
};
pub use thanks::{Reach, Thanks, Tick};
pub use time::{EventDate, Zone, parse_day};
pub use view::*;
pub use watch::{Alarm, AlarmState, CALM_MINUTES, HowBad, QueueNews, QueueState};
pub use webhook::{
    Concerned, DELIVERY_DAYS, Health, Hearer, MOST_DELIVERY_TRIES, MOST_WEBHOOKS, OFF_DAYS, Off,
    Undelivered, Webhook, WebhookBoxes, WebhookEvent, WebhookForm, WebhookMessage, WebhookUrl,
    WebhookWish, next_delivery_try, webhook_messages,
};
pub use wrong_state::WrongState;
