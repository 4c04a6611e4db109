//! The time zone in which a list's day ends.

use leptos::prelude::*;

use crate::{
    components::{FieldError, FormState, Hint, Label, described_by, language},
    i18n::{Locale, td_string},
};

/// One zone for about every clock on earth, by their names in the IANA database. The browser's own
/// is chosen, and added where it is not among them, by an island.
const ZONES: [&str; 50] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "America/Vancouver",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tashkent",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Reykjavik",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Moscow",
    "Europe/Vienna",
    "Europe/Zurich",
    "Pacific/Auckland",
];

/// Where most readers of a language are.
fn usual(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "Europe/London",
        Locale::de => "Europe/Berlin",
    }
}

/// A choice of time zones.
#[component]
pub fn ZoneField(state: FormState) -> impl IntoView {
    let locale = language();
    let problem = state.problem("zone");
    let chosen = state.value("zone", usual(locale));
    // One that the browser added stays when the form comes back.
    let own = (!ZONES.contains(&chosen.as_str()) && !chosen.is_empty() && problem.is_none())
        .then(|| view! { <option value=chosen.clone() selected>{chosen.clone()}</option> });
    let zones = ZONES.map(|zone| {
        let name = zone.replace('_', " ");
        view! { <option value=zone selected=zone == chosen>{name}</option> }
    });
    view! {
        <div class="field">
            <Label to="zone" words=td_string!(locale, lists.new.zone)/>
            <Hint of="zone" words=td_string!(locale, lists.new.zone_hint)/>
            <select
                id="zone"
                name="zone"
                aria-describedby=described_by("zone", true, problem.is_some())
                aria-invalid=problem.is_some().then_some("true")
            >
                {own}
                {zones.collect_view()}
            </select>
            <FieldError of="zone" words=problem/>
        </div>
    }
}
