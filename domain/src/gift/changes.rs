//! The parts of a gift that givers rely on, and whether they have changed (R4.6).

use serde::{Deserialize, Serialize};

use crate::{GiftDetails, Link};

/// One thing that a giver goes by when they buy a gift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// What it is called.
    Name,
    /// Where it is sold.
    Shop,
    /// Its page in the shop.
    Link,
    /// What it costs, not the day on which somebody looked.
    Price,
    /// Which size.
    Size,
    /// Which colour.
    Colour,
    /// Whether something like it will do.
    Exactness,
}

impl GiftDetails {
    /// What of it a giver who had read `before` would have to be told. How much it is wished for,
    /// where it stands, its tags, picture and further shops, and a word more or less in the notes
    /// are no reason to write to anybody: the giver's page shows them as they are.
    pub fn changes_since(&self, before: &Self) -> Vec<Aspect> {
        let key = |details: &Self| details.link.as_ref().map(Link::key);
        let money = |details: &Self| details.price.map(|price| price.money);
        let changed = [
            (Aspect::Name, self.name != before.name),
            (Aspect::Shop, self.shop != before.shop),
            (Aspect::Link, key(self) != key(before)),
            (Aspect::Price, money(self) != money(before)),
            (Aspect::Size, self.size != before.size),
            (Aspect::Colour, self.colour != before.colour),
            (Aspect::Exactness, self.exactness != before.exactness),
        ];
        changed.into_iter().filter(|(_, changed)| *changed).map(|(aspect, _)| aspect).collect()
    }
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;
    use crate::GiftForm;

    fn form() -> GiftForm {
        GiftForm {
            name: "Train".to_owned(),
            shop: "Toys".to_owned(),
            link: "https://shop.example/train".to_owned(),
            price: "12.50".to_owned(),
            currency: "EUR".to_owned(),
            ..GiftForm::default()
        }
    }

    fn changes(day: &str, change: impl Fn(&mut GiftForm)) -> Vec<Aspect> {
        let details =
            |form: GiftForm, day: &str| form.parse(day.parse().unwrap(), None).unwrap().details;
        let mut changed = form();
        change(&mut changed);
        details(changed, day).changes_since(&details(form(), "2026-11-24"))
    }

    #[test_case("name", "Tram", &[Aspect::Name])]
    #[test_case("shop", "Games", &[Aspect::Shop])]
    #[test_case("link", "https://shop.example/tram", &[Aspect::Link])]
    #[test_case("link", "https://www.shop.example/train?utm_source=x", &[]; "the same page")]
    #[test_case("price", "13", &[Aspect::Price])]
    #[test_case("price", "", &[Aspect::Price]; "no price any more")]
    #[test_case("currency", "CHF", &[Aspect::Price])]
    #[test_case("size", "L", &[Aspect::Size])]
    #[test_case("colour", "red", &[Aspect::Colour])]
    #[test_case("exactness", "exact", &[Aspect::Exactness])]
    #[test_case("notes", "Please", &[])]
    #[test_case("priority", "must", &[])]
    #[test_case("tags", "toys", &[])]
    #[test_case("section", "For Ida", &[])]
    #[test_case("further_1", "https://other.example/train", &[])]
    #[test_case("brand", "Holz & Co", &[])]
    // R4.6
    fn only_what_givers_go_by_is_a_change(field: &str, value: &str, expected: &[Aspect]) {
        let value = value.to_owned();
        let changed = changes("2026-11-24", |form| {
            let field = match field {
                "name" => &mut form.name,
                "shop" => &mut form.shop,
                "link" => &mut form.link,
                "price" => &mut form.price,
                "currency" => &mut form.currency,
                "size" => &mut form.size,
                "colour" => &mut form.colour,
                "exactness" => &mut form.exactness,
                "notes" => &mut form.notes,
                "priority" => &mut form.priority,
                "tags" => &mut form.tags,
                "section" => &mut form.section,
                "further_1" => &mut form.further_1,
                _ => &mut form.brand,
            };
            field.clone_from(&value);
        });
        assert_eq!(changed, expected);
    }

    #[test]
    fn the_day_on_which_a_price_was_read_is_no_change() {
        assert!(changes("2027-01-01", |_| ()).is_empty());
    }
}
