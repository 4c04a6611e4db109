//! To which shops people went on.

use domain::kpis::{FigureValue, WaysToShops};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{language, words as common},
    i18n::td_string,
};

/// A row for each shop, those that people went to most often first, and what they come to.
#[component]
pub(super) fn Shops(
    ways: WaysToShops,
    /// The first day that was ever counted.
    since: chrono::NaiveDate,
) -> impl IntoView {
    let locale = language();
    let shown = match (ways.sum.told, ways.sum.number) {
        (0, _) => view! { <p>{td_string!(locale, kpis.shops.untold)}</p> }.into_any(),
        (_, 0) => view! { <p>{td_string!(locale, kpis.shops.none)}</p> }.into_any(),
        _ => view! { <Rows ways since/> }.into_any(),
    };
    view! {
        <section class="stack tight">
            <h2 id="ways-to-shops">{td_string!(locale, kpis.shops.heading)}</h2>
            <p class="soft">{td_string!(locale, kpis.shops.words)}</p>
            {shown}
        </section>
    }
}

/// The table, and why it can not be compared with the period before, where that is so.
#[component]
fn Rows(ways: WaysToShops, since: chrono::NaiveDate) -> impl IntoView {
    let locale = language();
    let WaysToShops { shops, sum, before } = ways;
    let earlier = move |number: u64| match before.told {
        0 => words::value(locale, FigureValue::Uncounted),
        _ => words::number(locale, number),
    };
    let note = (!before.is_whole()).then(|| match before.under_ten {
        0 => td_string!(locale, kpis.compared.since, day = common::day(locale, since)),
        _ => td_string!(locale, kpis.compared.few_before).to_owned(),
    });
    let rows = shops.into_iter().map(|shop| {
        view! {
            <tr>
                <th scope="row">{shop.shop}</th>
                <td>{words::number(locale, shop.clicks)}</td>
                <td>{earlier(shop.before)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div
            class="panel figures-table shops"
            role="region"
            aria-labelledby="ways-to-shops"
            tabindex="0"
        >
            <table aria-labelledby="ways-to-shops">
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, kpis.shops.shop)}</th>
                        <th scope="col">{td_string!(locale, kpis.shops.clicks)}</th>
                        <th scope="col">{td_string!(locale, kpis.shops.before)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{td_string!(locale, kpis.shops.together)}</th>
                        <td>{words::number(locale, sum.number)}</td>
                        <td>{earlier(before.number)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
        {note.map(|note| view! { <p class="small soft">{note}</p> })}
    }
}
