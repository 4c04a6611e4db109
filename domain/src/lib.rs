//! What is true about gift lists, wherever it runs.
//!
//! Pure: no I/O, no async, no clock, no randomness. Times and new ids are arguments, so every rule
//! can be tested with any of them, and the same code decides in the browser and on the server.
//! The rules are numbered in `docs/RULES.md`; items here cite them as `R3.6` and the like.

mod arrival;
mod command;
mod email;
mod error;
mod event;
mod gift;
mod id;
mod letter;
mod link;
mod list;
mod money;
mod person;
mod picture;
mod product;
mod reservation;
mod text;
mod time;
mod view;

pub use arrival::{Arrival, Claims, Holder, Vouching, arrive};
pub use command::*;
pub use email::{EmailAddress, EmailKey};
pub use error::{DomainError, FieldError, FieldErrors, FieldProblem};
pub use event::Event;
pub use gift::{
    Exactness, Gift, GiftCounts, GiftDetails, Move, Priority, Quantity, Wanted, reposition,
};
pub use id::{
    AuditId, BrowserKey, EmailUndoId, FormKey, GiftId, GiverId, IdentityKey, ListId, OutboxId,
    PersonId, ProductId, ReservationId, SessionKey, ShareKey, SignUpId, TokenKey,
};
pub use letter::{Letter, letters};
pub use link::{Link, LinkKey};
pub use list::{Cover, List, ListDetails, ListState, Occasion, Surprise};
pub use money::{Money, MoneyStyle, Price};
pub use person::{Actor, Role};
pub use picture::{PictureId, PictureWidth};
pub use product::{Product, ProductDetails, Standing};
pub use reservation::{
    Giver, MAX_UNVERIFIED_PER_LIST, Reservation, ReservationState, Reserving, UNDO_WINDOW_HOURS,
    cancel, change_quantity, purchase, reserve, undo_purchase,
};
pub use text::{
    Brand, Colour, DeliveryMessage, ForWhom, GiftName, GiftNotes, PersonName, ReviewNote, ShopName,
    Size, Title, Welcome,
};
pub use time::{EventDate, Zone, parse_day};
pub use view::*;
