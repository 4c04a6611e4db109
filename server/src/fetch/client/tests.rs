use super::*;

const ORIGIN: &str = "https://ewelists.example";

// R6.3: it fails in the same words whatever it was.
#[test]
fn whatever_goes_wrong_is_told_in_the_same_words() {
    let told = FetchError::Busy.to_string();
    for error in [
        FetchError::Forbidden,
        FetchError::Unreachable,
        FetchError::TooLong,
        FetchError::TooBig,
        FetchError::NotAPage,
        FetchError::Refused(StatusCode::NOT_FOUND),
    ] {
        assert_eq!(error.to_string(), told, "{error:?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_for_a_site_without_an_address() {
    let fetcher = Fetcher::new(&FetchSettings::default(), "nonsense");
    let url = Url::parse("https://shop.example/").unwrap();
    let none = fetcher.page(&url, "en").await.unwrap_err();
    assert_eq!(none, NoPage { why: FetchError::Unreachable, at: None });
}

#[tokio::test]
async fn what_may_not_be_asked_does_not_wait_for_its_turn() {
    let fetcher = Fetcher::new(&FetchSettings::default(), ORIGIN);
    let _all = fetcher.places.acquire_many(4).await.unwrap();
    let url = Url::parse("http://127.0.0.1/").unwrap();
    let refused = fetcher.page(&url, "en").await.unwrap_err().why;
    // Or nobody can be asked for want of certificates.
    assert!(matches!(refused, FetchError::Forbidden | FetchError::Unreachable), "{refused:?}");
}

#[test]
fn a_media_type_is_found_whatever_stands_around_it() {
    for header in ["text/html", " Text/HTML ", "text/html;charset=utf-8", "text/html ; x"] {
        assert_eq!(media_type(&HeaderValue::from_static(header)), "text/html");
    }
    let odd = HeaderValue::from_bytes(b"text/html; charset=\xE9").unwrap();
    assert_eq!(media_type(&odd), "text/html");
    assert_eq!(media_type(&HeaderValue::from_static("text/htmlx")), "text/htmlx");
}

#[test]
fn languages_that_can_not_stand_in_a_header_are_left_out() {
    let headers = |languages| Wanted { kinds: &PAGES, languages, limit: 0 }.headers();
    assert_eq!(headers("de, en;q=0.5")[header::ACCEPT_LANGUAGE], "de, en;q=0.5");
    for none in ["", "de\r\ncookie: x"] {
        assert!(!headers(none).contains_key(header::ACCEPT_LANGUAGE), "{none:?}");
    }
    assert_eq!(headers("")[header::ACCEPT], "text/html, application/xhtml+xml");
}

#[test]
fn no_more_of_a_host_is_logged_than_was_registered() {
    let shown = |url| shortened(&Url::parse(url).unwrap()).to_owned();
    assert_eq!(shown("https://ada.shop.example/gift?token=x"), "shop.example");
    assert_eq!(shown("https://shop.example/"), "shop.example");
    assert_eq!(shown("http://shop/"), "shop");
    assert_eq!(shown("http://10.0.0.1/"), "no name");
}
