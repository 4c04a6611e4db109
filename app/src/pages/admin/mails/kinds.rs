//! Kinds of mails in words.

use crate::i18n::{Locale, td_string};

/// What a mail is about, by the word of its kind. One that is not known here is shown by that.
pub(super) fn kind(locale: Locale, kind: &'static str) -> &'static str {
    match kind {
        "confirm_code" => td_string!(locale, console.kind.confirm_code),
        "welcome" => td_string!(locale, console.kind.welcome),
        "existing_account" => td_string!(locale, console.kind.existing_account),
        "reset" => td_string!(locale, console.kind.reset),
        "password_changed" => td_string!(locale, console.kind.password_changed),
        "new_device" => td_string!(locale, console.kind.new_device),
        "way_in_added" => td_string!(locale, console.kind.way_in_added),
        "way_in_removed" => td_string!(locale, console.kind.way_in_removed),
        "email_change_code" => td_string!(locale, console.kind.email_change_code),
        "email_changed" => td_string!(locale, console.kind.email_changed),
        "second_step_on" => td_string!(locale, console.kind.second_step_on),
        "second_step_off" => td_string!(locale, console.kind.second_step_off),
        "token_made" => td_string!(locale, console.kind.token_made),
        "account_suspended" => td_string!(locale, console.kind.account_suspended),
        "account_restored" => td_string!(locale, console.kind.account_restored),
        "product_declined" => td_string!(locale, console.kind.product_declined),
        "reservation_made" => td_string!(locale, console.kind.reservation_made),
        "reservation_changed" => td_string!(locale, console.kind.reservation_changed),
        "reservation_cancelled" => td_string!(locale, console.kind.reservation_cancelled),
        "reservation_purchased" => td_string!(locale, console.kind.reservation_purchased),
        "gift_reserved" => td_string!(locale, console.kind.gift_reserved),
        "gift_purchased" => td_string!(locale, console.kind.gift_purchased),
        "gift_freed" => td_string!(locale, console.kind.gift_freed),
        "list_closed" => td_string!(locale, console.kind.list_closed),
        "list_closed_lifting" => td_string!(locale, console.kind.list_closed_lifting),
        "list_deleted" => td_string!(locale, console.kind.list_deleted),
        "list_restored" => td_string!(locale, console.kind.list_restored),
        "gift_withdrawn" => td_string!(locale, console.kind.gift_withdrawn),
        "gift_changed" => td_string!(locale, console.kind.gift_changed),
        "gift_restored" => td_string!(locale, console.kind.gift_restored),
        "surprise_lifted" => td_string!(locale, console.kind.surprise_lifted),
        "surprise_shortened" => td_string!(locale, console.kind.surprise_shortened),
        "thank_you" => td_string!(locale, console.kind.thank_you),
        "owner_digest" => td_string!(locale, console.kind.owner_digest),
        "reminder" => td_string!(locale, console.kind.reminder),
        "reservation_lapsed" => td_string!(locale, console.kind.reservation_lapsed),
        "reservation_let_go" => td_string!(locale, console.kind.reservation_let_go),
        "all_reservations" => td_string!(locale, console.kind.all_reservations),
        "co_owner_invitation" => td_string!(locale, console.kind.co_owner_invitation),
        "co_owner_joined" => td_string!(locale, console.kind.co_owner_joined),
        "co_owner_removed" => td_string!(locale, console.kind.co_owner_removed),
        "list_passed_on" => td_string!(locale, console.kind.list_passed_on),
        "contact" => td_string!(locale, console.kind.contact),
        "contact_receipt" => td_string!(locale, console.kind.contact_receipt),
        "webhook_off" => td_string!(locale, console.kind.webhook_off),
        "alarm_raised" => td_string!(locale, console.kind.alarm_raised),
        "alarm_over" => td_string!(locale, console.kind.alarm_over),
        "queue_begins" => td_string!(locale, console.kind.queue_begins),
        "queue_digest" => td_string!(locale, console.kind.queue_digest),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [&str; 49] = [
        "confirm_code",
        "welcome",
        "existing_account",
        "reset",
        "password_changed",
        "new_device",
        "way_in_added",
        "way_in_removed",
        "email_change_code",
        "email_changed",
        "second_step_on",
        "second_step_off",
        "token_made",
        "account_suspended",
        "account_restored",
        "product_declined",
        "reservation_made",
        "reservation_changed",
        "reservation_cancelled",
        "reservation_purchased",
        "gift_reserved",
        "gift_purchased",
        "gift_freed",
        "list_closed",
        "list_closed_lifting",
        "list_deleted",
        "list_restored",
        "gift_withdrawn",
        "gift_changed",
        "gift_restored",
        "surprise_lifted",
        "surprise_shortened",
        "thank_you",
        "owner_digest",
        "reminder",
        "reservation_lapsed",
        "reservation_let_go",
        "all_reservations",
        "co_owner_invitation",
        "co_owner_joined",
        "co_owner_removed",
        "list_passed_on",
        "contact",
        "contact_receipt",
        "webhook_off",
        "alarm_raised",
        "alarm_over",
        "queue_begins",
        "queue_digest",
    ];

    // R9.4
    #[test]
    fn every_kind_has_words() {
        for word in KINDS {
            for locale in [Locale::en, Locale::de, Locale::fr, Locale::es] {
                assert_ne!(kind(locale, word), word);
            }
        }
    }
}
