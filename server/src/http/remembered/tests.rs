use std::net::{IpAddr, Ipv4Addr};

use app::i18n::Locale;
use axum::{Router, middleware::from_fn_with_state, response::IntoResponse as _, routing::get};
use domain::{Actor, Terms};
use futures::{FutureExt as _, future::join_all};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::*;

const NONCE: &str = "0123456789012345678901";

fn moment(changes: u64) -> Moment {
    Moment { at: Instant::now(), changes }
}

fn page(policy: &str, html: &str, begun: Moment) -> Option<Page> {
    let parts = ([(header::CONTENT_SECURITY_POLICY, policy.to_owned())], "").into_response();
    Page::of(&parts.into_parts().0, html.as_bytes(), begun)
}

fn good(begun: Moment) -> Arc<Page> {
    let policy = format!("script-src 'nonce-{NONCE}'");
    Arc::new(page(&policy, &format!("<script nonce=\"{NONCE}\">"), begun).unwrap())
}

fn key(address: &str) -> Key {
    Key { address: address.to_owned(), language: "en" }
}

fn first_visit(address: &str) -> Request {
    let mut request = Request::builder().uri(address).body(Body::empty()).unwrap();
    request.extensions_mut().insert(Visit {
        actor: Actor::default(),
        account: None,
        session: None,
        first_step: None,
        language: Locale::en,
        path: address.to_owned(),
        asked: String::new(),
        device: String::new(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        terms: Terms::default(),
    });
    request
}

#[tokio::test]
async fn each_answer_has_a_nonce_of_its_own_wherever_one_stood() {
    let policy = format!("script-src 'nonce-{NONCE}'; style-src 'nonce-{NONCE}'");
    let html = format!("<link crossorigin=\"{NONCE}\"><script nonce=\"{NONCE}\">1</script>");
    let page = page(&policy, &html, moment(0)).unwrap();
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let answer = page.answer();
        let said = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = said.split('\'').nth(1).unwrap().replace("nonce-", "");
        assert_eq!(said, policy.replace(NONCE, &nonce));
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, html.replace(NONCE, &nonce));
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
    assert!(!nonces.contains(&NONCE.to_owned()));
}

#[test]
fn a_page_whose_nonce_is_not_understood_is_not_remembered() {
    let html = format!("<script nonce=\"{NONCE}\">");
    let policy = format!("script-src 'nonce-{NONCE}'");
    assert!(page(&policy, &html, moment(0)).is_some());
    assert!(page(&policy, "<script>", moment(0)).is_none());
    for policy in ["script-src 'self'", "script-src 'nonce-'", "script-src 'nonce-script'"] {
        assert!(page(policy, &html, moment(0)).is_none(), "{policy}");
    }
}

#[test]
fn a_page_lasts_a_second_and_until_something_is_announced() {
    let begun = moment(3);
    let came = |after, changes| {
        begun.serves(Moment { at: begun.at + Duration::from_millis(after), changes })
    };
    assert!(came(0, 3) && came(999, 3));
    assert!(!came(1000, 3) && !came(0, 4));
    let before = begun.at.checked_sub(Duration::from_millis(5));
    assert!(begun.serves(Moment { at: before.unwrap_or(begun.at), changes: 2 }));
}

#[test]
fn what_was_read_before_a_change_is_not_found_after_it() {
    let changes = Arc::new(AtomicU64::new(0));
    let remembered = Remembered::new(changes.clone());
    let begun = remembered.moment();
    changes.fetch_add(1, Ordering::Release);
    remembered.keep(key("/l/a"), good(begun));
    assert!(remembered.find(&key("/l/a"), remembered.moment()).is_none());
    remembered.keep(key("/l/a"), good(remembered.moment()));
    assert!(remembered.find(&key("/l/a"), remembered.moment()).is_some());
    assert!(remembered.find(&key("/l/a?sort=price"), remembered.moment()).is_none());
    let german = Key { language: "de", ..key("/l/a") };
    assert!(remembered.find(&german, remembered.moment()).is_none());
}

#[test]
fn the_oldest_gives_way() {
    let remembered = Remembered::new(Arc::default());
    for number in 0..=MOST_PAGES {
        remembered.keep(key(&format!("/l/{number}")), good(moment(0)));
    }
    let pages = locked(&remembered.pages);
    assert!(pages.len() <= MOST_PAGES);
    assert!(!pages.contains_key(&key("/l/0")));
    assert!(pages.contains_key(&key(&format!("/l/{MOST_PAGES}"))));
}

#[test]
fn only_first_visits_to_a_shared_list_are_served_so() {
    let of = |address: &str| Key::of(&first_visit(address)).map(|key| key.address);
    for address in ["/l/abc", "/l/abc?sort=price"] {
        assert_eq!(of(address).as_deref(), Some(address));
    }
    for address in ["/", "/l", "/l/", "/l/abc/gift", "/l/abc/", "/r/abc", "/live/share/abc"] {
        assert_eq!(of(address), None, "{address}");
    }
    assert_eq!(of(&format!("/l/{}", "a".repeat(LONGEST_PATH))), None);
    assert_eq!(of(&format!("/l/abc?{}", "a".repeat(LONGEST_QUERY + 1))), None);
    for name in [header::COOKIE, header::AUTHORIZATION] {
        let mut request = first_visit("/l/abc");
        request.headers_mut().insert(name, HeaderValue::from_static("x"));
        assert_eq!(Key::of(&request), None);
    }
    let mut head = first_visit("/l/abc");
    *head.method_mut() = Method::HEAD;
    assert_eq!(Key::of(&head), None);
}

/// Renders slowly, and counts how often.
fn slow_pages(remembered: Arc<Remembered>) -> (Router, Arc<AtomicU64>) {
    let rendered = Arc::new(AtomicU64::new(0));
    let counted = rendered.clone();
    let render = move |status: StatusCode| {
        counted.fetch_add(1, Ordering::Relaxed);
        async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let policy = format!("script-src 'nonce-{NONCE}'");
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                (header::CONTENT_SECURITY_POLICY, policy),
            ];
            (status, headers, format!("<script nonce=\"{NONCE}\">"))
        }
    };
    let absent = render.clone();
    let router = Router::new()
        .route("/l/{token}", get(move || render(StatusCode::OK)))
        .route("/l/absent", get(move || absent(StatusCode::NOT_FOUND)))
        .layer(from_fn_with_state(remembered, layer));
    (router, rendered)
}

#[tokio::test]
async fn many_at_once_are_one_rendering() {
    let (router, rendered) = slow_pages(Arc::new(Remembered::new(Arc::default())));
    let visits = (0..50).map(|_| router.clone().oneshot(first_visit("/l/abc")));
    for answer in join_all(visits).await {
        assert_eq!(answer.unwrap().status(), StatusCode::OK);
    }
    assert_eq!(rendered.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn what_can_not_be_remembered_is_waited_for_once() {
    let (router, rendered) = slow_pages(Arc::new(Remembered::new(Arc::default())));
    let visits = (0..50).map(|_| router.clone().oneshot(first_visit("/l/absent")));
    let answers = tokio::time::timeout(Duration::from_millis(2000), join_all(visits));
    for answer in answers.await.unwrap() {
        assert_eq!(answer.unwrap().status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(rendered.load(Ordering::Relaxed), 50);
}

#[tokio::test]
async fn whoever_goes_away_while_rendering_holds_nobody_up() {
    let (router, rendered) = slow_pages(Arc::new(Remembered::new(Arc::default())));
    let [mut impatient, mut stays] =
        ["/l/abc"; 2].map(|path| Box::pin(router.clone().oneshot(first_visit(path))));
    assert!(impatient.as_mut().now_or_never().is_none(), "it is rendered");
    assert!(stays.as_mut().now_or_never().is_none(), "it waits for that");
    assert_eq!(rendered.load(Ordering::Relaxed), 1);
    drop(impatient);
    assert_eq!(stays.await.unwrap().status(), StatusCode::OK);
    assert_eq!(rendered.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_page_that_is_too_long_is_sent_whole() {
    let long = "x".repeat(LONGEST_PAGE + 1);
    let parts = stream::iter([Ok::<_, axum::Error>(long.clone()), Ok("end".to_owned())]);
    let body = whole(Body::from_stream(parts)).await.unwrap_err();
    assert_eq!(body.collect().await.unwrap().to_bytes(), long + "end");
}
