//! What sections have in common that say how a bucket is asked.

use crate::bucket::Address;

/// Sentences about the address of a bucket that can be read and does not work. Keys are named as in
/// the section that it comes from.
pub(super) fn wrong(section: &str, address: &Address<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let endpoint = address.endpoint;
    let with_tls = endpoint.is_empty() || endpoint.starts_with("https://");
    let without = address.allow_http && endpoint.starts_with("http://");
    if !with_tls && !without {
        wrong.push(format!(
            "{section}.endpoint must begin with https://, or with http:// where \
             {section}.allow_http is true."
        ));
    }
    if address.access_key_id.is_empty() != address.secret_access_key.expose().is_empty() {
        wrong.push(format!(
            "{section}.access_key_id and {section}.secret_access_key belong together: one of them \
             is missing."
        ));
    }
    wrong
}
