//! What the audit log tells (R2.12).

use crate::coded::coded;

coded! {
    /// What admins and the command line do that is written into the audit log.
    AuditAct {
        /// Somebody became an admin.
        AdminGranted = "admin_granted";
        /// Somebody is no admin any more.
        AdminRevoked = "admin_revoked";
        /// Somebody's account was looked at.
        UserLookedAt = "user_looked_at";
        /// Somebody was signed out everywhere.
        UserSignedOut = "user_signed_out";
        /// Somebody's account was suspended.
        UserSuspended = "user_suspended";
        /// Somebody was let back into their account.
        UserLetBack = "user_let_back";
        /// Somebody's account was shown on the command line.
        UserShown = "user_shown";
        /// Everything kept of somebody was handed out.
        UserExported = "user_exported";
        /// Somebody's account was erased.
        UserErased = "user_erased";
        /// A token that acts for somebody was made on the command line.
        TokenMade = "token_made";
        /// A key was added that links follow from, on the command line.
        KeyRotated = "key_rotated";
        /// All keys that links follow from gave way to another one, on the command line.
        KeyReplaced = "key_replaced";
        /// A list was written into a file at the command line.
        ListExported = "list_exported";
        /// Gifts were put on a list from a file at the command line.
        ListImported = "list_imported";
        /// A product was taken into the catalogue.
        ProductPromoted = "product_promoted";
        /// A product gave way to one of the catalogue.
        ProductMerged = "product_merged";
        /// A product was left with its owner.
        ProductDeclined = "product_declined";
        /// A product of the catalogue was made.
        ProductCreated = "product_created";
        /// A product of the catalogue was changed.
        ProductEdited = "product_edited";
        /// A product was taken out of the catalogue.
        ProductDeleted = "product_deleted";
        /// A mail that was given up is sent once more.
        MailRetried = "mail_retried";
        /// All that were given up are.
        MailsRetried = "mails_retried";
        /// A mail that was given up is nobody's concern any more.
        MailDropped = "mail_dropped";
        /// A backup was made by hand.
        BackupMade = "backup_made";
        /// A backup was read back.
        BackupVerified = "backup_verified";
        /// A backup was handed out.
        BackupDownloaded = "backup_downloaded";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R2.12
    #[test]
    fn every_act_has_a_word_of_its_own() {
        for act in AuditAct::ALL {
            assert_eq!(AuditAct::from_code(act.code()), Some(*act));
        }
        assert_eq!(AuditAct::from_code("list_looked_at"), None);
    }
}
