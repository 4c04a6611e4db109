//! Which gifts a giver wants to see, and in which order.

use leptos::prelude::*;

use super::chosen::Chosen;
use crate::{
    components::{FieldError, described_by, language, words},
    i18n::td_string,
    islands::shared_gifts::{Order, Show},
};

/// The filter of a shared list. Its choice stands in the address.
#[component]
pub(super) fn Filter(
    /// The path of the shared page.
    path: String,
    /// What is chosen.
    chosen: Chosen,
    /// How many gifts are shown, of all.
    found: (usize, usize),
) -> impl IntoView {
    let locale = language();
    let (shown, all) = found;
    let choice = chosen.choice;
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
            Order::MostWished => td_string!(locale, giving.shared.filter.most_wished),
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
            data-found=words::gifts_found(locale, shown, all)
        >
            <div
                class="segments"
                role="group"
                aria-label=td_string!(locale, giving.shared.filter.show)
            >
                {shows.collect_view()}
            </div>
            <Budget chosen/>
            <div>
                <select name="sort" aria-label=td_string!(locale, giving.shared.filter.order)>
                    {orders.collect_view()}
                </select>
                <button class="button">{td_string!(locale, giving.shared.filter.submit)}</button>
            </div>
        </form>
    }
}

/// The most that a gift may cost, where the list says what gifts cost.
#[component]
fn Budget(chosen: Chosen) -> impl IntoView {
    let locale = language();
    let wrong = chosen.problem.is_some();
    chosen.currency.map(|currency| {
        view! {
            <div class="budget">
                <label for="most">{td_string!(locale, givers.budget.label)}</label>
                <input
                    id="most"
                    name="most"
                    inputmode="decimal"
                    autocomplete="off"
                    size="6"
                    value=chosen.typed
                    aria-describedby=described_by("most", false, wrong)
                    aria-invalid=wrong.then_some("true")
                />
                <span>{currency}</span>
                <FieldError of="most" words=chosen.problem/>
            </div>
        }
    })
}
