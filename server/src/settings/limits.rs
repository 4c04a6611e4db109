//! How often one network address may ask for what.

use super::{section::section, value::Rate};

section! {
    /// How often one network address may ask for something: `burst` times at once, and then once more
    /// after every `seconds`. Every process counts for itself. An IPv6 network (/64) counts as one
    /// address. Limits per mailbox are fixed.
    LimitsSettings, "limits", "snake_case" {
        /// Trying a password.
        sign_in: Rate = Rate::new(10, 20),
        /// Asking for an account.
        sign_up: Rate = Rate::new(10, 60),
        /// Trying a mailed code, a second step, or the passcode of a list.
        code: Rate = Rate::new(20, 15),
        /// Asking for another code.
        resend_code: Rate = Rate::new(5, 60),
        /// Asking for a new password, and setting it.
        reset: Rate = Rate::new(10, 60),
        /// Going to a provider to sign in, and coming back.
        elsewhere: Rate = Rate::new(30, 10),
        /// Changing how an account is signed in to, or its address.
        account: Rate = Rate::new(30, 20),
        /// Reserving.
        reserve: Rate = Rate::new(60, 5),
        /// Asking for one's reservations by mail.
        links: Rate = Rate::new(5, 60),
        /// Having a shop's page read.
        find: Rate = Rate::new(30, 6),
        /// Sending a picture, or a file of gifts.
        upload: Rate = Rate::new(30, 10),
        /// Writing to the team.
        contact: Rate = Rate::new(5, 120),
        /// Rating a password while it is typed.
        password_score: Rate = Rate::new(60, 1),
        /// Everything that writes, together.
        post: Rate = Rate::new(300, 1),
        /// What a program asks with one token, from anywhere.
        api_token: Rate = Rate::new(600, 1),
        /// What programs ask without a token.
        api_network: Rate = Rate::new(300, 1),
        /// Trying tokens that are not valid, or not any more.
        api_wrong_token: Rate = Rate::new(20, 30),
    }
}

impl LimitsSettings {
    /// The row for the server function at `/fn/<endpoint>`, if it has one of its own.
    pub fn row_of(endpoint: &str) -> Option<&'static str> {
        Some(match endpoint {
            "sign_in" | "sign_in_again" => "sign_in",
            "sign_up" => "sign_up",
            "confirm_code" | "second_step" | "confirm_email_change" | "enter_passcode" => "code",
            "resend_code" | "name_address" | "ask_email_change" => "resend_code",
            "ask_reset" | "reset_password" => "reset",
            "change_password"
            | "turn_on_second_step"
            | "undo_email_change"
            | "delete_account"
            | "make_token"
            | "make_webhook"
            | "test_webhook"
            | "replay_delivery" => "account",
            "reserve" => "reserve",
            "mail_links" => "links",
            "find_gift" | "fetch_product" => "find",
            "contact" => "contact",
            "password_score" => "password_score",
            _ => return None,
        })
    }

    /// The rows by name, without the one for all.
    pub fn rows_by_name(&self) -> [(&'static str, Rate); 13] {
        [
            ("sign_in", self.sign_in),
            ("sign_up", self.sign_up),
            ("code", self.code),
            ("resend_code", self.resend_code),
            ("reset", self.reset),
            ("elsewhere", self.elsewhere),
            ("account", self.account),
            ("reserve", self.reserve),
            ("links", self.links),
            ("find", self.find),
            ("upload", self.upload),
            ("contact", self.contact),
            ("password_score", self.password_score),
        ]
    }
}
