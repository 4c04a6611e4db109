//! Pieces that pages share. Those that islands use too are [`FurtherShops`], [`Icon`], [`Picture`]
//! and [`ShopLink`]; the others are for the server alone.

#[cfg(feature = "ssr")]
pub mod answer;
#[cfg(feature = "ssr")]
mod choice_card;
#[cfg(feature = "ssr")]
mod copy_field;
#[cfg(feature = "ssr")]
mod cover;
#[cfg(feature = "ssr")]
mod field;
#[cfg(feature = "ssr")]
mod form_key;
#[cfg(feature = "ssr")]
mod form_state;
mod further_shops;
mod icon;
#[cfg(feature = "ssr")]
mod isolated;
#[cfg(feature = "ssr")]
mod language;
#[cfg(feature = "ssr")]
mod loaded;
#[cfg(feature = "ssr")]
mod looking;
#[cfg(feature = "ssr")]
mod notice;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod panel;
mod picture;
#[cfg(feature = "ssr")]
mod picture_choice;
#[cfg(feature = "ssr")]
mod price_field;
#[cfg(feature = "ssr")]
mod public_page;
#[cfg(feature = "ssr")]
mod select_field;
mod shop_link;
#[cfg(feature = "ssr")]
mod text_area;
#[cfg(feature = "ssr")]
mod toast;
#[cfg(feature = "ssr")]
mod trouble;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
mod zone_field;

#[cfg(feature = "ssr")]
pub use self::{
    choice_card::ChoiceCard,
    copy_field::CopyField,
    cover::CoverImage,
    field::{CodeField, Field, FieldError, Hint, Label, described_by},
    form_key::FormKey,
    form_state::{FormNotice, FormNotices, FormState},
    isolated::isolated,
    language::language,
    loaded::once_loaded,
    looking::Looking,
    notice::{Notice, Tone},
    page::{Live, Page},
    panel::Panel,
    picture_choice::{PICTURE_KINDS, PictureChoice},
    price_field::PriceField,
    public_page::{PublicPage, StructuredData, Unlisted, address},
    select_field::SelectField,
    text_area::TextArea,
    toast::Toast,
    trouble::Trouble,
    zone_field::{OfferedZone, ZoneOfDay, usual_zone},
};
pub use self::{
    further_shops::FurtherShops,
    icon::{Icon, IconName},
    picture::Picture,
    shop_link::ShopLink,
};
