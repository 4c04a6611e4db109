//! The acts of the log in words.

use crate::i18n::{Locale, td_string};

/// Every act that the log can be looked through for, by its word.
pub(super) const ACTS: [&str; 26] = [
    "admin_granted",
    "admin_revoked",
    "user_looked_at",
    "user_signed_out",
    "user_suspended",
    "user_let_back",
    "user_shown",
    "user_exported",
    "user_erased",
    "token_made",
    "key_rotated",
    "key_replaced",
    "list_exported",
    "list_imported",
    "product_promoted",
    "product_merged",
    "product_declined",
    "product_created",
    "product_edited",
    "product_deleted",
    "mail_retried",
    "mails_retried",
    "mail_dropped",
    "backup_made",
    "backup_verified",
    "backup_downloaded",
];

/// An act in words. One that is not known here is shown by its own word.
pub(super) fn act(locale: Locale, act: &str) -> String {
    let words = match act {
        "admin_granted" => td_string!(locale, admin.log.act.admin_granted),
        "admin_revoked" => td_string!(locale, admin.log.act.admin_revoked),
        "user_looked_at" => td_string!(locale, admin.log.act.user_looked_at),
        "user_signed_out" => td_string!(locale, admin.log.act.user_signed_out),
        "user_suspended" => td_string!(locale, console.act.user_suspended),
        "user_let_back" => td_string!(locale, console.act.user_let_back),
        "user_shown" => td_string!(locale, admin.log.act.user_shown),
        "user_exported" => td_string!(locale, admin.log.act.user_exported),
        "user_erased" => td_string!(locale, admin.log.act.user_erased),
        "token_made" => td_string!(locale, admin.log.act.token_made),
        "key_rotated" => td_string!(locale, admin.log.act.key_rotated),
        "key_replaced" => td_string!(locale, admin.log.act.key_replaced),
        "list_exported" => td_string!(locale, admin.log.act.list_exported),
        "list_imported" => td_string!(locale, admin.log.act.list_imported),
        "product_promoted" => td_string!(locale, admin.log.act.product_promoted),
        "product_merged" => td_string!(locale, admin.log.act.product_merged),
        "product_declined" => td_string!(locale, admin.log.act.product_declined),
        "product_created" => td_string!(locale, admin.log.act.product_created),
        "product_edited" => td_string!(locale, admin.log.act.product_edited),
        "product_deleted" => td_string!(locale, admin.log.act.product_deleted),
        "mail_retried" => td_string!(locale, console.act.mail_retried),
        "mails_retried" => td_string!(locale, console.act.mails_retried),
        "mail_dropped" => td_string!(locale, console.act.mail_dropped),
        "backup_made" => td_string!(locale, console.act.backup_made),
        "backup_verified" => td_string!(locale, console.act.backup_verified),
        "backup_downloaded" => td_string!(locale, console.act.backup_downloaded),
        other => other,
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    // R9.4
    #[test]
    fn every_act_has_words() {
        for word in ACTS {
            for locale in [Locale::en, Locale::de, Locale::fr, Locale::es] {
                assert_ne!(act(locale, word), word);
            }
        }
    }
}
