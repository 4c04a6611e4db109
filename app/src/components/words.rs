//! Days, sessions, money, occasions and refusals in the reader's language (R9.4).

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    DomainError, FieldProblem, MAX_GIFTS, MAX_KEPT_GIFTS, MAX_KEPT_LISTS, MAX_LISTS, MOST_WEBHOOKS,
    Money, MoneyStyle, Occasion,
};

use crate::{
    error::AppError,
    i18n::{Locale, td_string},
};

/// From how many days before a countdown is shown.
const SOON: i64 = 60;

/// A day: `31 July 2026`.
pub fn day(locale: Locale, day: NaiveDate) -> String {
    let month = match day.month() {
        1 => td_string!(locale, common.months.january),
        2 => td_string!(locale, common.months.february),
        3 => td_string!(locale, common.months.march),
        4 => td_string!(locale, common.months.april),
        5 => td_string!(locale, common.months.may),
        6 => td_string!(locale, common.months.june),
        7 => td_string!(locale, common.months.july),
        8 => td_string!(locale, common.months.august),
        9 => td_string!(locale, common.months.september),
        10 => td_string!(locale, common.months.october),
        11 => td_string!(locale, common.months.november),
        _ => td_string!(locale, common.months.december),
    };
    let number = match day.day() {
        1 => td_string!(locale, common.first_day).to_owned(),
        number => number.to_string(),
    };
    td_string!(locale, common.date, day = number, month = month, year = day.year())
}

/// A moment, to the minute: `31 July 2026, 17:30 UTC`.
pub fn moment(locale: Locale, at: DateTime<Utc>) -> String {
    let (day, time) = (day(locale, at.date_naive()), at.format("%H:%M").to_string());
    td_string!(locale, common.moment, day = day, time = time)
}

/// What somebody is signed in on, where that is known.
pub fn device(locale: Locale, device: &str) -> String {
    match device {
        "" => td_string!(locale, profile.sessions.unknown).to_owned(),
        device => device.to_owned(),
    }
}

/// Since when somebody is signed in, and when they were last there.
pub fn session_dates(locale: Locale, made_at: DateTime<Utc>, seen_at: DateTime<Utc>) -> String {
    let day = |at: DateTime<Utc>| day(locale, at.date_naive());
    td_string!(locale, profile.sessions.dates, since = day(made_at), seen = day(seen_at))
}

/// How far off a day is, where it is near (R3.1): `in 18 days`.
pub fn countdown(locale: Locale, days_to_go: i64) -> Option<String> {
    match days_to_go {
        0 => Some(td_string!(locale, common.days.today).to_owned()),
        1 => Some(td_string!(locale, common.days.tomorrow).to_owned()),
        2..=SOON => Some(td_string!(locale, common.days.soon, count = days_to_go)),
        _ => None,
    }
}

/// An amount: `€1,249.50`.
pub fn money(locale: Locale, money: Money) -> String {
    money.display(money_style(locale))
}

/// How a language writes amounts.
pub fn money_style(locale: Locale) -> MoneyStyle {
    match locale {
        Locale::en => MoneyStyle::English,
        Locale::de | Locale::es => MoneyStyle::German,
        Locale::fr => MoneyStyle::French,
    }
}

/// How many gifts of a list are shown to whoever asked for some, as those hear it who do not look.
pub fn gifts_found(locale: Locale, shown: usize, all: usize) -> String {
    let gifts = td_string!(locale, giving.shared.gifts);
    let count = td_string!(locale, gifts.filter.count, shown = shown, all = all);
    [gifts, td_string!(locale, common.colon), count.as_str()].concat()
}

/// What a list is for.
pub fn occasion(locale: Locale, occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::BabyShower => td_string!(locale, common.occasions.baby_shower),
        Occasion::Birthday => td_string!(locale, common.occasions.birthday),
        Occasion::Christmas => td_string!(locale, common.occasions.christmas),
        Occasion::Baptism => td_string!(locale, common.occasions.baptism),
        Occasion::Christening => td_string!(locale, common.occasions.christening),
        Occasion::Wedding => td_string!(locale, common.occasions.wedding),
        Occasion::Anniversary => td_string!(locale, common.occasions.anniversary),
        Occasion::Housewarming => td_string!(locale, common.occasions.housewarming),
        Occasion::Graduation => td_string!(locale, common.occasions.graduation),
        Occasion::Other => td_string!(locale, common.occasions.other),
    }
}

/// What is wrong with a field, and what to do about it.
pub fn problem(locale: Locale, problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Required => td_string!(locale, problems.field.required).to_owned(),
        FieldProblem::TooLong { max } => {
            td_string!(locale, problems.field.too_long, max = *max)
        }
        FieldProblem::TooShort { min } => {
            td_string!(locale, problems.field.too_short, min = *min)
        }
        FieldProblem::TooMany { max } => {
            td_string!(locale, problems.field.too_many, max = *max)
        }
        FieldProblem::NotAnEmail => td_string!(locale, problems.field.not_an_email).to_owned(),
        FieldProblem::NotALink => td_string!(locale, problems.field.not_a_link).to_owned(),
        FieldProblem::NotPublic => td_string!(locale, problems.field.not_public).to_owned(),
        FieldProblem::NotANumber { min, max } => {
            td_string!(locale, problems.field.not_a_number, min = *min, max = *max)
        }
        FieldProblem::NotADate => td_string!(locale, problems.field.not_a_date).to_owned(),
        FieldProblem::NotAPrice => td_string!(locale, problems.field.not_a_price).to_owned(),
        FieldProblem::NotAChoice => td_string!(locale, problems.field.not_a_choice).to_owned(),
        FieldProblem::WeakPassword => td_string!(locale, problems.field.weak_password).to_owned(),
        FieldProblem::WrongPassword => td_string!(locale, problems.field.wrong_password).to_owned(),
        FieldProblem::Unchanged => td_string!(locale, problems.field.unchanged).to_owned(),
        FieldProblem::NotTheSame => td_string!(locale, problems.field.not_the_same).to_owned(),
        FieldProblem::WrongCode => td_string!(locale, problems.field.wrong_code).to_owned(),
    }
}

/// The same, naming what is missing where the field is one that everybody knows.
pub fn field_problem(locale: Locale, field: &str, what: &FieldProblem) -> String {
    let missing = match (field, what) {
        ("name", FieldProblem::Required) => td_string!(locale, problems.missing.name),
        ("email", FieldProblem::Required) => td_string!(locale, problems.missing.email),
        ("password" | "current", FieldProblem::Required) => {
            td_string!(locale, problems.missing.password)
        }
        ("code", FieldProblem::Required) => td_string!(locale, problems.missing.code),
        ("passcode", FieldProblem::Required) => td_string!(locale, problems.missing.passcode),
        ("passcode", FieldProblem::WrongCode) => td_string!(locale, problems.field.wrong_passcode),
        ("title", FieldProblem::Required) => td_string!(locale, problems.missing.title),
        ("occasion", FieldProblem::Required) => td_string!(locale, problems.missing.occasion),
        ("own_picture", FieldProblem::TooLong { .. }) => td_string!(locale, editor.picture.too_big),
        ("own_picture", FieldProblem::TooShort { .. }) => {
            td_string!(locale, editor.picture.too_small)
        }
        ("own_picture", FieldProblem::NotAChoice) => {
            td_string!(locale, editor.picture.not_a_picture)
        }
        ("from", FieldProblem::TooMany { .. }) => td_string!(locale, kpis.period.too_long),
        ("from" | "to", FieldProblem::NotADate) => td_string!(locale, kpis.period.not_past),
        _ => return problem(locale, what),
    };
    missing.to_owned()
}

/// Why something could not be done, and what to do about it.
pub fn refused(locale: Locale, error: &AppError) -> String {
    let fixed = match error {
        AppError::Refused { rule } => return refused_by_rule(locale, rule),
        AppError::TooMany { retry_after } => {
            let wait = wait(locale, *retry_after);
            return td_string!(locale, problems.refused.too_many, wait = wait);
        }
        AppError::Internal { reference } => {
            return td_string!(locale, problems.refused.internal, reference = reference);
        }
        AppError::SignInNeeded => td_string!(locale, problems.refused.sign_in_needed),
        AppError::FreshSignInNeeded => td_string!(locale, problems.refused.fresh_sign_in_needed),
        AppError::SignInSpoilt => td_string!(locale, problems.refused.sign_in_spoilt),
        AppError::ProviderSilent => td_string!(locale, problems.refused.provider_silent),
        AppError::JoinedElsewhere => td_string!(locale, problems.refused.joined_elsewhere),
        AppError::LastWayIn => td_string!(locale, problems.refused.last_way_in),
        AppError::WrongSignIn => td_string!(locale, problems.refused.wrong_sign_in),
        AppError::Busy => td_string!(locale, problems.refused.busy),
        AppError::Transport => td_string!(locale, problems.refused.transport),
    };
    fixed.to_owned()
}

fn refused_by_rule(locale: Locale, rule: &DomainError) -> String {
    let fixed = match rule {
        DomainError::AlreadyTaken { left } if *left > 0 => {
            return td_string!(locale, problems.refused.taken_in_part, left = *left);
        }
        DomainError::BelowTaken { taken } => {
            return td_string!(locale, problems.refused.below_taken, taken = *taken);
        }
        DomainError::ListFull => {
            let (most, kept) = (MAX_GIFTS, MAX_KEPT_GIFTS);
            return td_string!(locale, problems.refused.list_full, most = most, kept = kept);
        }
        DomainError::TooManyLists => {
            let (most, kept) = (MAX_LISTS, MAX_KEPT_LISTS);
            return td_string!(locale, problems.refused.too_many_lists, most = most, kept = kept);
        }
        DomainError::TooManyWebhooks => {
            return td_string!(locale, webhooks.full, most = MOST_WEBHOOKS);
        }
        DomainError::NotFound => td_string!(locale, problems.refused.not_found),
        DomainError::Invalid { .. } => td_string!(locale, problems.look_below),
        DomainError::AlreadyTaken { .. } => td_string!(locale, problems.refused.taken),
        DomainError::ListClosed => td_string!(locale, problems.refused.list_closed),
        DomainError::ListDraft => td_string!(locale, problems.refused.list_draft),
        DomainError::PasscodeNeeded => td_string!(locale, problems.refused.passcode_needed),
        DomainError::OwnList => td_string!(locale, problems.refused.own_list),
        DomainError::GiftWithdrawn => td_string!(locale, problems.refused.gift_withdrawn),
        DomainError::AlreadyReserved => td_string!(locale, problems.refused.already_reserved),
        DomainError::TooManyUnverified => td_string!(locale, problems.refused.too_many_unverified),
        DomainError::WrongState { .. } => td_string!(locale, problems.refused.wrong_state),
        DomainError::TooLate => td_string!(locale, problems.refused.too_late),
        DomainError::WouldReveal => td_string!(locale, problems.refused.would_reveal),
        DomainError::OnListAlready { .. } => td_string!(locale, problems.refused.on_list_already),
        DomainError::InCatalogueAlready { .. } => {
            td_string!(locale, problems.refused.in_catalogue_already)
        }
        DomainError::FormReused => td_string!(locale, problems.refused.form_reused),
        DomainError::ChangedMeanwhile => td_string!(locale, problems.refused.changed_meanwhile),
        DomainError::Suspended => td_string!(locale, problems.refused.suspended),
        DomainError::OfAdmin => td_string!(locale, problems.refused.of_admin),
    };
    fixed.to_owned()
}

fn wait(locale: Locale, seconds: u32) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => td_string!(locale, problems.wait.seconds).to_owned(),
        minutes @ 2..60 => td_string!(locale, problems.wait.minutes, count = minutes),
        _ => td_string!(locale, problems.wait.hours).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R9.4
    #[test]
    fn the_first_of_a_month_is_written_as_each_language_has_it() {
        let days = ["2026-07-01", "2026-07-02"].map(|day| day.parse().unwrap());
        let of = |locale| days.map(|it| day(locale, it));
        assert_eq!(of(Locale::en), ["1 July 2026", "2 July 2026"]);
        assert_eq!(of(Locale::de), ["1. Juli 2026", "2. Juli 2026"]);
        assert_eq!(of(Locale::fr), ["1er juillet 2026", "2 juillet 2026"]);
        assert_eq!(of(Locale::es), ["1 de julio de 2026", "2 de julio de 2026"]);
    }

    // R9.4
    #[test]
    fn a_moment_is_written_as_each_language_has_it() {
        let at = "2026-07-02T07:05:59Z".parse().unwrap();
        let of = |locale| moment(locale, at);
        assert_eq!(of(Locale::en), "2 July 2026, 07:05 UTC");
        assert_eq!(of(Locale::de), "2. Juli 2026, 07:05 Uhr UTC");
        assert_eq!(of(Locale::fr), "2 juillet 2026, 07:05 UTC");
        assert_eq!(of(Locale::es), "2 de julio de 2026, 07:05 UTC");
    }

    // R9.4
    #[test]
    fn one_that_is_left_is_not_several() {
        let left = |left| refused(Locale::de, &DomainError::AlreadyTaken { left }.into());
        assert!(left(1).contains(": nur noch 1 übrig."), "{}", left(1));
        assert!(left(3).contains(": nur noch 3 übrig."), "{}", left(3));
    }

    // R4.7
    #[test]
    fn amounts_are_written_as_each_language_has_it() {
        let all = ["EUR", "CHF", "CAD"].map(|it| Money::from_minor(124_950, it).unwrap());
        let of = |locale| all.map(|it| money(locale, it).replace('\u{A0}', " "));
        assert_eq!(of(Locale::en), ["€1,249.50", "CHF 1,249.50", "CA$1,249.50"]);
        for locale in [Locale::de, Locale::es] {
            assert_eq!(of(locale), ["1.249,50 €", "1.249,50 CHF", "1.249,50 CA$"]);
        }
        let spaced = ["€", "CHF", "CA$"].map(|sign| format!("1\u{202F}249,50 {sign}"));
        assert_eq!(of(Locale::fr), spaced);
    }
}
