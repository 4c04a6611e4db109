//! What is in a file, row by row, before anything of it is added.

use std::collections::HashSet;

use domain::{FieldError, FieldErrors, ListId, beginning, exchange::Same};
use leptos::prelude::*;

use crate::{
    backend::{GiftRow, GiftRows, RowOutcome},
    components::{FormNotice, FormState, Icon, IconName, language, words},
    i18n::{Locale, td_string},
    pages::editor::AboutList,
    session::{Refusal, refusal},
};

const ACTION: &str = "/fn/import_gifts";

/// The name of the boxes in front of the rows.
const BOX: &str = "row[]";

/// The rows, those that can be added with a box in front, and the button that adds what is ticked.
#[component]
pub(super) fn Preview(list: ListId, rows: GiftRows, ticket: String) -> impl IntoView {
    let locale = language();
    let refused = refusal(ACTION);
    let ticked = refused.as_ref().map(ticked_before);
    let GiftRows { unknown, rows, room } = rows;
    let good = rows.iter().filter(|row| row.outcome == RowOutcome::Good).count();
    let addable = rows.iter().filter(|row| is_addable(row)).count();
    let full = (good > room).then(|| {
        view! {
            <div class="notice warning" role="status">
                <Icon name=IconName::WARNING/>
                <p>{td_string!(locale, exchange.preview.full, room = room)}</p>
            </div>
        }
    });
    let summary = view! { <Summary rows=rows.clone()/> };
    let lines = rows.into_iter().map(|row| view! { <Row row ticked=ticked.clone()/> });
    let lines = lines.collect_view();
    let submit = (addable > 0).then(|| {
        view! {
            <button class="button primary large">
                {td_string!(locale, exchange.preview.submit)}
            </button>
        }
    });
    view! {
        <h2>{td_string!(locale, exchange.preview.heading)}</h2>
        <Refused refused/>
        {summary}
        <Unknown unknown/>
        {full}
        <form class="stack" method="post" action=ACTION>
            <AboutList list/>
            <input type="hidden" name="ticket" value=ticket/>
            <div class="panel">
                <table class="file-rows" aria-label=td_string!(locale, exchange.preview.table)>
                    <thead>
                        <tr>
                            <th scope="col">{td_string!(locale, exchange.preview.add)}</th>
                            <th scope="col">{td_string!(locale, exchange.preview.gift)}</th>
                            <th scope="col">{td_string!(locale, exchange.preview.price)}</th>
                            <th scope="col">{td_string!(locale, exchange.preview.wanted)}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <div class="row">
                {submit}
                <a class="button quiet large" href=format!("/lists/{list}/import")>
                    {td_string!(locale, exchange.preview.other)}
                </a>
            </div>
        </form>
    }
}

fn is_addable(row: &GiftRow) -> bool {
    !matches!(row.outcome, RowOutcome::Wrong(_))
}

/// Which boxes were ticked in a form that comes back.
fn ticked_before(refusal: &Refusal) -> HashSet<u32> {
    let boxes = refusal.values.iter().filter(|(name, _)| name == BOX);
    boxes.filter_map(|(_, value)| value.parse().ok()).collect()
}

/// Why nothing was added.
#[component]
fn Refused(refused: Option<Refusal>) -> impl IntoView {
    let locale = language();
    let refused = refused?;
    let fields = refused.error.fields();
    let Some(problem) = fields.and_then(|fields| fields.of("row")) else {
        return Some(view! { <FormNotice state=FormState::of(ACTION)/> }.into_any());
    };
    let words = match problem {
        domain::FieldProblem::Required => td_string!(locale, exchange.preview.none),
        _ => td_string!(locale, exchange.preview.not_there),
    };
    let notice = view! {
        <div class="notice error" role="alert">
            <Icon name=IconName::WARNING/>
            <p>{words}</p>
        </div>
    };
    Some(notice.into_any())
}

/// How many rows can be added, are there already, and have something wrong with them.
#[component]
fn Summary(rows: Vec<GiftRow>) -> impl IntoView {
    let locale = language();
    let (mut good, mut same, mut wrong) = (0_usize, 0_usize, 0_usize);
    for row in &rows {
        match row.outcome {
            RowOutcome::Good => good += 1,
            RowOutcome::Same(_) => same += 1,
            RowOutcome::Wrong(_) => wrong += 1,
        }
    }
    let same = (same > 0).then(|| {
        view! { <li>{td_string!(locale, exchange.preview.same, count = same)}</li> }
    });
    let wrong = (wrong > 0).then(|| {
        view! { <li>{td_string!(locale, exchange.preview.wrong, count = wrong)}</li> }
    });
    view! {
        <ul class="stack tight bullets">
            <li>{td_string!(locale, exchange.preview.good, count = good)}</li>
            {same}
            {wrong}
        </ul>
    }
}

/// Which columns were left out.
#[component]
fn Unknown(unknown: Vec<String>) -> impl IntoView {
    let locale = language();
    (!unknown.is_empty()).then(|| {
        let names = unknown.into_iter().map(|name| {
            view! { " " <span class="chip"><bdi>{name}</bdi></span> }
        });
        view! {
            <div class="notice" role="status">
                <Icon name=IconName::INFO/>
                <p>{td_string!(locale, exchange.preview.unknown)} {names.collect_view()}</p>
            </div>
        }
    })
}

#[component]
fn Row(
    row: GiftRow,
    /// What was ticked before, if the form comes back.
    ticked: Option<HashSet<u32>>,
) -> impl IntoView {
    let locale = language();
    let number = row.number;
    let usual = row.outcome == RowOutcome::Good;
    let checked = ticked.map_or(usual, |ticked| ticked.contains(&number));
    let tick = is_addable(&row).then(|| {
        view! {
            <input
                type="checkbox"
                name=BOX
                value=number.to_string()
                checked=checked
                aria-label=td_string!(locale, exchange.preview.tick, row = number)
            />
        }
    });
    let name = match row.form.name.trim() {
        "" => td_string!(locale, exchange.preview.nameless).to_owned(),
        name => beginning(name, LETTERS).to_owned(),
    };
    let shop = beginning(&row.form.shop, LETTERS).to_owned();
    let shop = (!shop.is_empty()).then(|| view! { " " <bdi class="small soft">{shop}</bdi> });
    let wanted = match (row.form.any_number.as_str(), row.form.wanted.trim()) {
        ("", "") => "1".to_owned(),
        ("", wanted) => beginning(wanted, LETTERS).to_owned(),
        _ => td_string!(locale, exchange.preview.any).to_owned(),
    };
    let price = row.price.map(|price| words::money(locale, price));
    view! {
        <tr>
            <td>{tick}</td>
            <th scope="row">
                <span class="small soft">
                    {td_string!(locale, exchange.preview.row, row = number)}
                </span>
                " " <bdi>{name}</bdi> {shop}
                <About outcome=row.outcome/>
            </th>
            <td>{price}</td>
            <td><bdi>{wanted}</bdi></td>
        </tr>
    }
}

/// Of what a cell says so many letters are shown.
const LETTERS: usize = 80;

/// What a row is the same as, or what is wrong with it.
#[component]
fn About(outcome: RowOutcome) -> impl IntoView {
    let locale = language();
    match outcome {
        RowOutcome::Good => ().into_any(),
        RowOutcome::Same(same) => {
            let words = match same {
                Same::Gift(_) => td_string!(locale, exchange.preview.on_list).to_owned(),
                Same::Row(row) => td_string!(locale, exchange.preview.as_row, row = row),
            };
            view! { <p class="small soft">{words}</p> }.into_any()
        }
        RowOutcome::Wrong(wrong) => view! { <Wrong wrong/> }.into_any(),
    }
}

/// Every cell that needs another value, by what its column is called.
#[component]
fn Wrong(wrong: FieldErrors) -> impl IntoView {
    let locale = language();
    let said = wrong.iter().map(|FieldError { field, problem }| {
        let words = words::field_problem(locale, field, problem);
        let column = column(locale, field).map(|column| format!("{column}: "));
        view! {
            <p class="error">
                <Icon name=IconName::WARNING/>
                {column}
                {words}
            </p>
        }
    });
    said.collect_view()
}

/// What the column of a field is called.
fn column(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => td_string!(locale, exchange.columns.name),
        "brand" => td_string!(locale, exchange.columns.brand),
        "shop" => td_string!(locale, exchange.columns.shop),
        "link" => td_string!(locale, exchange.columns.link),
        "price" | "currency" => td_string!(locale, exchange.columns.price),
        "price_date" => td_string!(locale, exchange.columns.price_date),
        "wanted" => td_string!(locale, exchange.columns.wanted),
        "notes" => td_string!(locale, exchange.columns.notes),
        "priority" => td_string!(locale, exchange.columns.priority),
        "exactness" => td_string!(locale, exchange.columns.exactness),
        "size" => td_string!(locale, exchange.columns.size),
        "colour" => td_string!(locale, exchange.columns.colour),
        "further_1" | "further_2" | "further_3" => td_string!(locale, exchange.columns.further),
        "tags" => td_string!(locale, exchange.columns.tags),
        "section" => td_string!(locale, exchange.columns.section),
        "hidden" => td_string!(locale, exchange.columns.hidden),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::exchange::Column;

    use super::*;

    // R3.9: headings in four languages.
    #[test]
    fn a_column_may_be_called_what_we_call_it() {
        let fields = [
            ("name", Column::Name),
            ("brand", Column::Brand),
            ("shop", Column::Shop),
            ("link", Column::Link),
            ("price", Column::Price),
            ("price_date", Column::PriceDate),
            ("wanted", Column::Wanted),
            ("notes", Column::Notes),
            ("priority", Column::Priority),
            ("exactness", Column::Exactness),
            ("size", Column::Size),
            ("colour", Column::Colour),
            ("further_1", Column::FurtherOne),
            ("tags", Column::Tags),
            ("section", Column::Section),
            ("hidden", Column::Hidden),
        ];
        for locale in [Locale::en, Locale::de, Locale::fr, Locale::es] {
            for (field, meant) in fields {
                let called = column(locale, field).unwrap();
                assert_eq!(Column::of_header(called), Some(meant), "{called}");
            }
        }
    }
}
