//! What webhooks are told, and what became of a message, in words.

use domain::{Undelivered, WebhookEvent};

use crate::{
    backend::{DeliveryProgress, DeliveryView},
    i18n::{Locale, td_string},
};

/// What happens, in a few words.
pub(super) fn event(locale: Locale, event: WebhookEvent) -> &'static str {
    match event {
        WebhookEvent::ListCreated => td_string!(locale, webhooks.event.list_created),
        WebhookEvent::GiftAdded => td_string!(locale, webhooks.event.gift_added),
        WebhookEvent::ReservationCreated => td_string!(locale, webhooks.event.reservation_created),
        WebhookEvent::ReservationChanged => td_string!(locale, webhooks.event.reservation_changed),
        WebhookEvent::ReservationCancelled => {
            td_string!(locale, webhooks.event.reservation_cancelled)
        }
        WebhookEvent::ReservationPurchased => {
            td_string!(locale, webhooks.event.reservation_purchased)
        }
        WebhookEvent::ProductNotFound => td_string!(locale, webhooks.event.product_not_found),
        WebhookEvent::FiguresDay => td_string!(locale, webhooks.event.figures_day),
        WebhookEvent::Test => td_string!(locale, webhooks.event.test),
    }
}

/// The same in a sentence, beside the box by which it is chosen.
pub(super) fn event_words(locale: Locale, event: WebhookEvent) -> &'static str {
    match event {
        WebhookEvent::ListCreated => td_string!(locale, webhooks.event.list_created_words),
        WebhookEvent::GiftAdded => td_string!(locale, webhooks.event.gift_added_words),
        WebhookEvent::ReservationCreated => {
            td_string!(locale, webhooks.event.reservation_created_words)
        }
        WebhookEvent::ReservationChanged => {
            td_string!(locale, webhooks.event.reservation_changed_words)
        }
        WebhookEvent::ReservationCancelled => {
            td_string!(locale, webhooks.event.reservation_cancelled_words)
        }
        WebhookEvent::ReservationPurchased => {
            td_string!(locale, webhooks.event.reservation_purchased_words)
        }
        WebhookEvent::ProductNotFound => {
            td_string!(locale, webhooks.event.product_not_found_words)
        }
        WebhookEvent::FiguresDay => td_string!(locale, webhooks.event.figures_day_words),
        WebhookEvent::Test => td_string!(locale, webhooks.one.test_words),
    }
}

/// Everything that a webhook is told, in one line.
pub(super) fn told(locale: Locale, events: &[WebhookEvent]) -> String {
    let events: Vec<_> = events.iter().map(|told| event(locale, *told)).collect();
    events.join(" · ")
}

/// What has become of a message, in a word, and the class of its chip.
pub(super) fn progress(locale: Locale, progress: DeliveryProgress) -> (&'static str, &'static str) {
    match progress {
        DeliveryProgress::Waiting => ("chip tint", td_string!(locale, webhooks.delivery.waiting)),
        DeliveryProgress::Delivered => {
            ("chip good", td_string!(locale, webhooks.delivery.delivered))
        }
        DeliveryProgress::Dropped => ("chip", td_string!(locale, webhooks.delivery.dropped)),
        DeliveryProgress::Failed => ("chip care", td_string!(locale, webhooks.delivery.failed)),
    }
}

/// What went wrong with it, or that nothing did.
pub(super) fn outcome(locale: Locale, delivery: &DeliveryView) -> Option<String> {
    let status = delivery.status.unwrap_or_default();
    if delivery.progress == DeliveryProgress::Delivered {
        return Some(td_string!(locale, webhooks.delivery.took, status = status));
    }
    let fixed = match delivery.reason? {
        Undelivered::Status => {
            return Some(td_string!(locale, webhooks.delivery.status, status = status));
        }
        Undelivered::Redirect => {
            return Some(td_string!(locale, webhooks.delivery.redirect, status = status));
        }
        Undelivered::TooSlow => td_string!(locale, webhooks.delivery.too_slow),
        Undelivered::Late => td_string!(locale, webhooks.delivery.late),
        Undelivered::Unreachable => td_string!(locale, webhooks.delivery.unreachable),
        Undelivered::NotPublic => td_string!(locale, webhooks.delivery.not_public),
        Undelivered::Off => td_string!(locale, webhooks.delivery.was_off),
        Undelivered::Unwanted => td_string!(locale, webhooks.delivery.unwanted),
        Undelivered::Gone => td_string!(locale, webhooks.delivery.gone),
        Undelivered::NotAllowed => td_string!(locale, webhooks.delivery.not_allowed),
        Undelivered::Broken => td_string!(locale, webhooks.delivery.broken),
    };
    Some(fixed.to_owned())
}
