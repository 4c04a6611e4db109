//! What the gifts of a shared list say.

use chrono::{Datelike as _, NaiveDate};
use domain::{Left, SharedGift};

use crate::islands::words::island_words;

island_words! {
    /// What a gift says wherever givers see it.
    GiftWords {
        /// How much it is wished for: most of all.
        must = giving.gift.must;
        /// Or least.
        nice = giving.gift.nice;
        /// That nothing else will do.
        exact = giving.gift.exact;
        /// Before its size.
        size = giving.gift.size;
        /// How many can still be reserved.
        left(left) = giving.gift.left;
        /// The same where there is no end to them.
        any_number = giving.gift.any_number;
    }
}

island_words! {
    /// What stands around and on the cards.
    SharedWords {
        /// The heading.
        gifts = giving.shared.gifts;
        /// While the line to the server is broken.
        reconnecting = giving.shared.reconnecting;
        /// The way to all gifts.
        whole_list = giving.shared.whole_list;
        /// News: a gift is new.
        added(name) = giving.shared.news.added;
        /// It is no longer there.
        gone(name) = giving.shared.news.gone;
        /// None of it is left.
        now_taken(name) = giving.shared.news.taken;
        /// Some are.
        now_left(name, left) = giving.shared.news.left;
        /// Any number is.
        now_any(name) = giving.shared.news.any;
        /// On a card: none is left.
        taken = giving.gift.taken;
        /// The list closed before anybody took it.
        was_not_taken = giving.gift.was_not_taken;
        /// The way to promise one.
        reserve = giving.gift.reserve;
        /// One is promised by this giver.
        yours = giving.gift.yours;
        /// Several are.
        yours_many(count) = giving.gift.yours_many;
        /// One is bought.
        bought = giving.gift.bought;
        /// Several are.
        bought_many(count) = giving.gift.bought_many;
        /// The way to what is bought.
        look = giving.gift.look;
        /// The way to what is promised.
        change = giving.gift.change;
        /// Before the name of a shop.
        at = giving.gift.at;
        /// In place of it.
        in_the_shop = giving.gift.in_the_shop;
        /// When the price was read.
        price_of(day) = giving.gift.price_of;
        /// A day.
        date(day, month, year) = common.date;
        /// The first day of a month.
        first = common.first_day;
        /// A month, and so on.
        january = common.months.january;
        /// 2
        february = common.months.february;
        /// 3
        march = common.months.march;
        /// 4
        april = common.months.april;
        /// 5
        may = common.months.may;
        /// 6
        june = common.months.june;
        /// 7
        july = common.months.july;
        /// 8
        august = common.months.august;
        /// 9
        september = common.months.september;
        /// 10
        october = common.months.october;
        /// 11
        november = common.months.november;
        /// 12
        december = common.months.december;
    }
}

impl GiftWords {
    /// How many are left.
    pub fn how_many_left(self, left: Left) -> String {
        match left {
            Left::Any => self.any_number(),
            Left::Count(left) => self.left(left),
        }
    }
}

impl SharedWords {
    /// On which day a price was read.
    pub fn read_on(self, day: NaiveDate) -> String {
        let months: [fn(Self) -> String; 12] = [
            Self::january,
            Self::february,
            Self::march,
            Self::april,
            Self::may,
            Self::june,
            Self::july,
            Self::august,
            Self::september,
            Self::october,
            Self::november,
            Self::december,
        ];
        let month = months.into_iter().nth(day.month0() as usize).map(|month| month(self));
        let number = match day.day() {
            1 => self.first(),
            number => number.to_string(),
        };
        self.price_of(self.date(number, month.unwrap_or_default(), day.year()))
    }

    /// What became of a gift.
    pub(super) fn news(self, gift: &SharedGift, new: bool) -> String {
        let name = &gift.card.name;
        match gift.left {
            _ if new => self.added(name),
            Left::Count(0) => self.now_taken(name),
            Left::Count(left) => self.now_left(name, left),
            Left::Any => self.now_any(name),
        }
    }
}
