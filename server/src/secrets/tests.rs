//! Links and codes open what they are for, and nothing else.

use std::collections::HashSet;

use super::*;

fn secrets() -> Secrets {
    Secrets::new([7; LENGTH])
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

// R5.4: the manage link has 256 bits, and is another one in the mail than in the browser.
#[test]
fn a_manage_link_opens_its_reservation_and_says_how_it_came() {
    let reservation = ReservationId::new(id(1));
    for purpose in [Purpose::ManageByMail, Purpose::ManageByBrowser] {
        let token = secrets().manage_token(purpose, reservation);
        assert_eq!(secrets().open_manage(&token), Some((reservation, purpose)));
        let bits = (bytes(&token) - reservation.uuid().as_bytes().len()) * 8;
        assert_eq!(bits, 256);
    }
}

/// How many bytes a token stands for.
fn bytes(token: &str) -> usize {
    URL_SAFE_NO_PAD.decode(token).unwrap().len()
}

// R2.10: sessions are 256 random bits, of which only a hash is kept.
#[test]
fn a_session_is_256_random_bits_and_its_key_another_word() {
    let (one, other) = (random_token(), random_token());
    assert_eq!([bytes(&one) * 8, bytes(&other) * 8], [256, 256]);
    assert_ne!(one, other);
    let (key, another) = (session_key(&one), session_key(&other));
    assert_ne!(key.as_str(), another.as_str());
    assert!(!key.as_str().contains(&one));
}

// R5.4
#[test]
fn a_changed_or_foreign_token_opens_nothing() {
    let token = secrets().manage_token(Purpose::ManageByMail, ReservationId::new(id(1)));
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(secrets().open_manage(&String::from_utf8(changed).unwrap()), None);
    }
    assert_eq!(Secrets::new([8; LENGTH]).open_manage(&token), None);
    for nonsense in ["", "x", "🎁", &"A".repeat(10_000)] {
        assert_eq!(secrets().open_manage(nonsense), None);
    }
}

#[test]
fn no_two_texts_run_into_each_other() {
    let message = |texts: &[&str]| message_id(texts);
    assert_eq!(message(&["key", "Ada"]), message(&["key", "Ada"]));
    assert_ne!(message(&["key", "Ada"]), message(&["keyA", "da"]));
    assert_ne!(message(&["key", "Ada"]), message(&["key", "Ada", ""]));
}

// R3.8
#[test]
fn an_invitation_opens_by_its_own_link_only() {
    let invitation = InvitationId::new(id(1));
    let token = secrets().invitation_token(invitation);
    assert_eq!(secrets().open_invitation(&token), Some(invitation));
    assert_eq!(Secrets::new([8; LENGTH]).open_invitation(&token), None);
    let undo = secrets().email_undo_token(EmailUndoId::new(id(1)));
    assert_eq!(secrets().open_invitation(&undo), None);
}

// R2.9
#[test]
fn a_reset_link_names_its_generation() {
    let person = PersonId::new(id(1));
    let token = secrets().reset_token(person, 3);
    assert_eq!(secrets().open_reset(&token), Some((person, 3)));
    let raised = token.replace(".3", ".4");
    assert_eq!(secrets().open_reset(&raised), None);
}

// R3.7: a link with 160 bits that follow from nothing public.
#[test]
fn share_tokens_are_long_distinct_and_without_a_common_start() {
    let tokens: HashSet<_> =
        (0..10_000).map(|n| secrets().share_token(ListId::new(id(n)), 0)).collect();
    assert_eq!(tokens.len(), 10_000);
    assert!(tokens.iter().all(|token| bytes(token) * 8 == 160));
    let starts: HashSet<_> = tokens.iter().map(|token| &token[..2]).collect();
    assert!(starts.len() > 1_000);
    assert_ne!(
        secrets().share_token(ListId::new(id(1)), 0),
        secrets().share_token(ListId::new(id(1)), 1)
    );
}

// R2.6
#[test]
fn an_attempt_comes_back_unchanged_or_not_at_all() {
    let sealed = secrets().seal_attempt(b"google /lists");
    assert_eq!(secrets().open_attempt(&sealed).unwrap(), b"google /lists");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_ne!(secrets().open_attempt(&changed).as_deref(), Some(&b"google /lists"[..]));
    }
    assert_eq!(Secrets::new([8; LENGTH]).open_attempt(&sealed), None);
}

// R2.6: a verifier, a state and a nonce.
#[test]
fn the_proofs_of_an_attempt_are_distinct() {
    let (one, other) = (secrets().proofs(id(1)), secrets().proofs(id(2)));
    let all = [one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier];
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 6);
    assert!(all.iter().all(|proof| proof.len() == 43));
}

// R2.8
#[test]
fn a_recovery_code_may_be_typed_in_any_way() {
    let person = PersonId::new(id(1));
    let code = secrets().recovery_code(person, 1, 3);
    assert_eq!(code.len(), 9);
    for typed in [code.clone(), code.to_uppercase(), code.replace('-', " "), code.replace('-', "")]
    {
        assert!(secrets().is_recovery_code(person, 1, 3, &typed), "{typed}");
    }
    assert!(!secrets().is_recovery_code(person, 1, 4, &code));
    assert!(!secrets().is_recovery_code(person, 2, 3, &code));
}

// R2.1
#[test]
fn codes_are_six_digits() {
    for n in 0..100 {
        let code = secrets().code(SignUpId::new(id(n)), 1);
        assert_eq!(code.len(), 6);
        assert!(code.bytes().all(|b| b.is_ascii_digit()));
        assert!(secrets().is_code(SignUpId::new(id(n)), 1, &code));
    }
}
