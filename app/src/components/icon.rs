//! The icons, all in one file that is fetched once.

use leptos::prelude::*;

/// The name of a drawing in `public/icons.svg`. It is no enum, so that the wasm holds only the names
/// that islands show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IconName(&'static str);

/// Declares the names by the ids in the file.
macro_rules! icons {
    ($($name:ident = $id:literal;)+) => {
        impl IconName {
            $(
                #[doc = concat!("`", $id, "`")]
                pub const $name: Self = Self($id);
            )+
        }

        #[cfg(test)]
        const ALL: &[IconName] = &[$(IconName::$name),+];
    };
}

icons! {
    ARROW_DOWN = "arrow-down";
    ARROW_TOP = "arrow-top";
    ARROW_UP = "arrow-up";
    BAG = "bag";
    CALENDAR = "calendar";
    CHAT = "chat";
    CHECK = "check";
    CHEVRON = "chevron";
    CLOSE = "close";
    COPY = "copy";
    EYE = "eye";
    EYE_OFF = "eye-off";
    GIFT = "gift";
    GLOBE = "globe";
    GRIP = "grip";
    HEART = "heart";
    INFO = "info";
    LINK = "link";
    LOCK = "lock";
    MAIL = "mail";
    MENU = "menu";
    PARCEL = "parcel";
    PENCIL = "pencil";
    PLUS = "plus";
    PRINTER = "printer";
    QR = "qr";
    SHARE = "share";
    STAR = "star";
    TRASH = "trash";
    USER = "user";
    WARNING = "warning";
}

/// One of the drawings in `public/icons.svg`. It says nothing by itself: words stand beside it.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    let IconName(id) = name;
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/icons.svg#{id}")></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_drawn_and_every_drawing_is_one_or_the_mark() {
        let file = include_str!("../../../public/icons.svg");
        let drawn = file.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut drawn: Vec<_> = drawn.filter(|id| *id != "mark").collect();
        let mut named: Vec<_> = ALL.iter().map(|IconName(id)| *id).collect();
        drawn.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, drawn);
    }
}
