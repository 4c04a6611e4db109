//! The acts of the log in words.

use domain::AuditAct;

use crate::i18n::{Locale, td_string};

/// An act in words.
pub(super) fn act(locale: Locale, act: AuditAct) -> &'static str {
    match act {
        AuditAct::AdminGranted => td_string!(locale, admin.log.act.admin_granted),
        AuditAct::AdminRevoked => td_string!(locale, admin.log.act.admin_revoked),
        AuditAct::UserLookedAt => td_string!(locale, admin.log.act.user_looked_at),
        AuditAct::UserSignedOut => td_string!(locale, admin.log.act.user_signed_out),
        AuditAct::UserSuspended => td_string!(locale, console.act.user_suspended),
        AuditAct::UserLetBack => td_string!(locale, console.act.user_let_back),
        AuditAct::UserShown => td_string!(locale, admin.log.act.user_shown),
        AuditAct::UserExported => td_string!(locale, admin.log.act.user_exported),
        AuditAct::UserErased => td_string!(locale, admin.log.act.user_erased),
        AuditAct::TokenMade => td_string!(locale, admin.log.act.token_made),
        AuditAct::KeyRotated => td_string!(locale, admin.log.act.key_rotated),
        AuditAct::KeyReplaced => td_string!(locale, admin.log.act.key_replaced),
        AuditAct::ListExported => td_string!(locale, admin.log.act.list_exported),
        AuditAct::ListImported => td_string!(locale, admin.log.act.list_imported),
        AuditAct::ProductPromoted => td_string!(locale, admin.log.act.product_promoted),
        AuditAct::ProductMerged => td_string!(locale, admin.log.act.product_merged),
        AuditAct::ProductDeclined => td_string!(locale, admin.log.act.product_declined),
        AuditAct::ProductCreated => td_string!(locale, admin.log.act.product_created),
        AuditAct::ProductEdited => td_string!(locale, admin.log.act.product_edited),
        AuditAct::ProductDeleted => td_string!(locale, admin.log.act.product_deleted),
        AuditAct::MailRetried => td_string!(locale, console.act.mail_retried),
        AuditAct::MailsRetried => td_string!(locale, console.act.mails_retried),
        AuditAct::MailDropped => td_string!(locale, console.act.mail_dropped),
        AuditAct::BackupMade => td_string!(locale, console.act.backup_made),
        AuditAct::BackupVerified => td_string!(locale, console.act.backup_verified),
        AuditAct::BackupDownloaded => td_string!(locale, console.act.backup_downloaded),
    }
}

/// The act with this word, in words. One that is not known here is shown by its own word.
pub(super) fn act_called(locale: Locale, word: &str) -> String {
    AuditAct::from_code(word).map_or(word, |known| act(locale, known)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    // R9.4
    #[test]
    fn every_act_has_words_and_one_that_is_not_known_is_shown_by_its_own() {
        for locale in [Locale::en, Locale::de, Locale::fr, Locale::es] {
            for known in AuditAct::ALL {
                assert_ne!(act_called(locale, known.code()), known.code());
            }
            assert_eq!(act_called(locale, "list_looked_at"), "list_looked_at");
        }
    }
}
