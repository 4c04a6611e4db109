//! Which gifts a giver wants to see, and in which order.

use leptos::prelude::*;

use crate::{
    components::language,
    i18n::td_string,
    islands::shared_gifts::{Choice, Order, Show},
};

/// The filter of a shared list. Its choice stands in the address.
#[component]
pub(super) fn Filter(
    /// The path of the shared page.
    path: String,
    /// What is chosen.
    choice: Choice,
) -> impl IntoView {
    let locale = language();
    let shows = Show::ALL.iter().map(|show| {
        let words = match show {
            Show::All => td_string!(locale, giving.shared.filter.all),
            Show::Available => td_string!(locale, giving.shared.filter.available),
            Show::Taken => td_string!(locale, giving.shared.filter.taken),
        };
        view! {
            <label>
                <input
                    type="radio"
                    name="filter"
                    value=show.code()
                    checked=*show == choice.show
                />
                {words}
            </label>
        }
    });
    let orders = Order::ALL.iter().map(|order| {
        let words = match order {
            Order::Wish => td_string!(locale, giving.shared.filter.wish),
            Order::PriceUp => td_string!(locale, giving.shared.filter.price_up),
            Order::PriceDown => td_string!(locale, giving.shared.filter.price_down),
        };
        view! {
            <option value=order.code() selected=*order == choice.order>
                {words}
            </option>
        }
    });
    view! {
        <form
            class="filter"
            method="get"
            action=path
            aria-label=td_string!(locale, giving.shared.filter.label)
        >
            <div
                class="segments"
                role="group"
                aria-label=td_string!(locale, giving.shared.filter.show)
            >
                {shows.collect_view()}
            </div>
            <div>
                <select name="sort" aria-label=td_string!(locale, giving.shared.filter.order)>
                    {orders.collect_view()}
                </select>
                <button class="button">{td_string!(locale, giving.shared.filter.submit)}</button>
            </div>
        </form>
    }
}
