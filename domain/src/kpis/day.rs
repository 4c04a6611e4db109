//! The figures of one day.

use chrono::NaiveDate;

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        /// Something that is counted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Figure {
            $($(#[$doc])* $name,)+
        }

        impl Figure {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word that stands in files. It never changes.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

figures! {
    /// People who confirmed an address and have an account.
    SignUps = "sign_ups";
    /// Lists that were made.
    ListsMade = "lists_made";
    /// Gifts that were added to lists.
    GiftsAdded = "gifts_added";
    /// Reservations that were made.
    Reserved = "reserved";
    /// Reservations that were marked as bought.
    Purchased = "purchased";
    /// Givers who did something on that day.
    Givers = "givers";
    /// Mails that the mail server took.
    Mails = "mails";
    /// Links of which the shop's page told name, price and picture.
    LookedUpFound = "looked_up_found";
    /// Links of which it told something.
    LookedUpPartly = "looked_up_partly";
    /// Links to shops that answer no programs.
    LookedUpRefused = "looked_up_refused";
    /// Links of which nothing could be read.
    LookedUpNothing = "looked_up_nothing";
    /// Links that the catalogue has.
    LookedUpCatalogue = "looked_up_catalogue";
}

impl Figure {
    /// What looking up a link can come to.
    pub const LOOKED_UP: [Self; 5] = [
        Self::LookedUpFound,
        Self::LookedUpPartly,
        Self::LookedUpRefused,
        Self::LookedUpNothing,
        Self::LookedUpCatalogue,
    ];

    /// Whether it rises with what givers do. So do mails, which tell of that.
    pub fn is_givers(self) -> bool {
        matches!(self, Self::Reserved | Self::Purchased | Self::Givers | Self::Mails)
    }

    /// Whether days add up. Givers do not: the same ones may come on another day.
    pub fn adds_up(self) -> bool {
        self != Self::Givers
    }
}

/// How many there were of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers([u64; Figure::ALL.len()]);

impl Numbers {
    /// How many there were of this.
    pub fn of(&self, figure: Figure) -> u64 {
        self.0[figure as usize]
    }

    /// Adds this many of one figure.
    pub fn add(&mut self, figure: Figure, more: u64) {
        let number = &mut self.0[figure as usize];
        *number = number.saturating_add(more);
    }

    /// Adds all of another one.
    pub fn add_all(&mut self, others: &Self) {
        for &figure in Figure::ALL {
            self.add(figure, others.of(figure));
        }
    }
}

/// What can be said of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureValue {
    /// This many.
    Number(u64),
    /// That fewer than ten lists were given on lately. A number would say too much of each.
    UnderTen,
    /// Nothing: the day was not counted.
    Uncounted,
}

/// The figures of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFigures {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// Whether fewer than ten lists were given on in the thirty days up to it.
    pub few_lists: bool,
    /// How many of what: see [`DayFigures::value`] for what may be told.
    numbers: Numbers,
}

impl DayFigures {
    /// The figures of a day.
    pub fn new(day: NaiveDate, numbers: Numbers, few_lists: bool) -> Self {
        Self { day, few_lists, numbers }
    }

    /// What can be said of a figure.
    pub fn value(&self, figure: Figure) -> FigureValue {
        match self.few_lists && figure.is_givers() {
            true => FigureValue::UnderTen,
            false => FigureValue::Number(self.numbers.of(figure)),
        }
    }
}
