//! The time zone in which a list's day ends (R3.1).

use domain::Zone;
use leptos::prelude::*;

use super::{FormState, SelectField, language};
use crate::i18n::{Locale, td_string};

/// One zone for about every clock on earth, by their names in the IANA database.
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
pub fn usual_zone(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "Europe/London",
        Locale::de => "Europe/Berlin",
        Locale::fr => "Europe/Paris",
        Locale::es => "Europe/Madrid",
    }
}

/// The zone of a day that is set for the first time: where the browser is, as a script says, which
/// adds it to the choices. Nobody sees them.
#[component]
pub fn OfferedZone(
    /// The form's state.
    #[prop(into)]
    state: FormState,
) -> impl IntoView {
    let zone = state.value("zone", usual_zone(language()));
    view! {
        <select id="zone" name="zone" hidden=true>
            <option value=zone.clone() selected=true>
                {zone.clone()}
            </option>
        </select>
    }
}

/// The zone of a form's day. It is not asked for before there is one, since nothing would come of the
/// answer.
#[component]
pub fn ZoneOfDay(
    /// The form's state.
    #[prop(into)]
    state: FormState,
    /// The list's day; nothing where it has none yet.
    #[prop(optional, into)]
    date: String,
    /// The list's zone; nothing where it has none yet.
    #[prop(optional, into)]
    zone: String,
    /// What is said in its place as long as there is no day.
    #[prop(optional)]
    later: Option<&'static str>,
) -> impl IntoView {
    if !state.value("date", &date).is_empty() {
        return view! { <ZoneField state zone/> }.into_any();
    }
    match later {
        Some(later) => view! {
            <div class="field">
                <p class="hint">{later}</p>
                <OfferedZone state/>
            </div>
        }
        .into_any(),
        None => view! { <OfferedZone state/> }.into_any(),
    }
}

/// A choice of time zones, with the list's own among them.
#[component]
fn ZoneField(
    state: FormState,
    /// The list's zone; nothing where it has none yet.
    zone: String,
) -> impl IntoView {
    let locale = language();
    let value = if zone.is_empty() { usual_zone(locale).to_owned() } else { zone };
    let chosen = state.value("zone", &value);
    let own = Zone::parse(&chosen).ok().map(Zone::name).filter(|zone| !ZONES.contains(zone));
    let choices = own.into_iter().chain(ZONES).map(|zone| (zone, zone.replace('_', " ")));
    let choices: Vec<_> = choices.collect();
    view! {
        <SelectField
            state
            label=td_string!(locale, common.zone.label)
            name="zone"
            value
            choices
            hint=td_string!(locale, common.zone.hint)
        />
    }
}
