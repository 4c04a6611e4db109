//! The link that givers get, and the ways to hand it on (R3.7).

use domain::ListId;
use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    components::{CopyField, Icon, IconName, Panel, address, language},
    i18n::td_string,
    next::in_query,
};

/// The share link, to be copied, sent, scanned or printed, and the way to the page behind it.
#[component]
pub(super) fn SharePanel(
    /// The list.
    list: ListId,
    /// What it is called.
    title: String,
    /// Whether it is closed.
    closed: bool,
    /// Whether it asks for a passcode.
    passcode: bool,
    /// The path of the share link.
    share: String,
) -> impl IntoView {
    let locale = language();
    let link = address(&share);
    let hint = match (closed, passcode) {
        (true, _) => td_string!(locale, sharing.closed_hint),
        (false, true) => td_string!(locale, sharing.locked_hint),
        (false, false) => td_string!(locale, editor.share.hint),
    };
    view! {
        <Panel id="share-heading" heading=td_string!(locale, editor.share.heading)>
            <p class="small soft" id="share-hint">{hint}</p>
            <CopyField
                id="share-link"
                label=td_string!(locale, editor.share.link)
                hint="share-hint"
                value=link.clone()
            />
            <Ways list title passcode link share=share.clone()/>
            <p><a href=share>{td_string!(locale, editor.share.look)}</a></p>
        </Panel>
    }
}

/// The device's own share sheet where there is one, and links: nothing of anybody else's is loaded.
#[component]
fn Ways(list: ListId, title: String, passcode: bool, link: String, share: String) -> impl IntoView {
    let locale = language();
    let subject = td_string!(locale, sharing.message.subject, title = title.clone());
    let words = td_string!(locale, sharing.message.words, title = title);
    let words = match passcode {
        true => format!("{words} {}", td_string!(locale, sharing.message.passcode)),
        false => words,
    };
    let mail = mail(&subject, &words, &link);
    let whatsapp = whatsapp(&words, &link);
    let messenger = messenger(&link);
    view! {
        <button
            class="button wide"
            type="button"
            hidden
            data-share=link
            data-title=subject
            data-text=words
        >
            <Icon name=IconName::SHARE/>
            {td_string!(locale, sharing.ways.sheet)}
        </button>
        <ul class="ways" role="list" aria-label=td_string!(locale, sharing.ways.label)>
            <li>
                <a class="button" href=mail>
                    <Icon name=IconName::MAIL/>
                    {td_string!(locale, sharing.ways.mail)}
                </a>
            </li>
            <li>
                <a class="button" href=whatsapp rel="noreferrer">
                    <Icon name=IconName::CHAT/>
                    {td_string!(locale, sharing.ways.whatsapp)}
                </a>
            </li>
            <li class="on-phones">
                <a class="button" href=messenger rel="noreferrer">
                    <Icon name=IconName::CHAT/>
                    {td_string!(locale, sharing.ways.messenger)}
                </a>
            </li>
            <li>
                <a class="button" href=format!("/lists/{list}/qr")>
                    <Icon name=IconName::QR/>
                    {td_string!(locale, sharing.ways.qr)}
                </a>
            </li>
            <li>
                <a class="button" href=format!("{share}?print=1")>
                    <Icon name=IconName::PRINTER/>
                    {td_string!(locale, sharing.ways.print)}
                </a>
            </li>
        </ul>
        <script type="module" src="/share.js" nonce=use_nonce()></script>
    }
}

/// A mail to nobody yet (RFC 6068).
fn mail(subject: &str, words: &str, link: &str) -> String {
    let body = format!("{words}\r\n\r\n{link}");
    format!("mailto:?subject={}&body={}", in_query(subject), in_query(&body))
}

fn whatsapp(words: &str, link: &str) -> String {
    format!("https://wa.me/?text={}", in_query(&format!("{words} {link}")))
}

/// Opens an app, which only phones have.
fn messenger(link: &str) -> String {
    format!("fb-messenger://share/?link={}", in_query(link))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R3.7, R9.7
    #[test]
    fn whatever_a_list_is_called_stays_within_its_place() {
        let link = "https://gifts.example/l/abc-_";
        let encoded = "https%3A%2F%2Fgifts.example%2Fl%2Fabc-_";
        let words = "Größe & 🎂?#\n\"<b>";
        let safe = "Gr%C3%B6%C3%9Fe%20%26%20%F0%9F%8E%82%3F%23%0A%22%3Cb%3E";
        assert_eq!(
            mail("A & B", words, link),
            format!("mailto:?subject=A%20%26%20B&body={safe}%0D%0A%0D%0A{encoded}")
        );
        assert_eq!(whatsapp(words, link), format!("https://wa.me/?text={safe}%20{encoded}"));
        assert_eq!(messenger(link), format!("fb-messenger://share/?link={encoded}"));
    }
}
