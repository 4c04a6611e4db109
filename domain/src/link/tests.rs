use proptest::prelude::*;
use test_case::test_case;

use super::*;

#[test_case("https://shop.example/a?b=c", "https://shop.example/a?b=c")]
#[test_case("shop.example/chair", "https://shop.example/chair")]
#[test_case("Look at this: https://shop.example/x !", "https://shop.example/x")]
#[test_case("HTTPS://Shop.Example/X", "https://shop.example/X")]
#[test_case("//shop.example/x", "https://shop.example/x")]
#[test_case("shop.example/x?a=1&amp;b=2", "https://shop.example/x?a=1&b=2"; "copied out of mark up")]
#[test_case("shop.example/go?to=https://b.example/", "https://shop.example/go?to=https://b.example/"; "an address within")]
#[test_case("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"; "other letters")]
#[test_case("https://shop.example/a(/../b)", "https://shop.example/b"; "a bracket left over")]
fn links_are_found(raw: &str, expected: &str) {
    assert_eq!(Link::parse(raw).unwrap().as_str(), expected);
}

#[test_case("javascript:alert(1)")]
#[test_case("javascript://x.example/%0aalert(1)")]
#[test_case("data:text/html,x")]
#[test_case("file:///etc/passwd")]
#[test_case("ftp://shop.example/x")]
#[test_case("https://user:secret@shop.example/")]
#[test_case("me@shop.example")]
#[test_case("https://localhost/")]
#[test_case("https://127.0.0.1/")]
#[test_case("https://[::1]/")]
#[test_case("chair")]
#[test_case("A chair, please.")]
fn what_is_no_shop_page_is_refused(raw: &str) {
    assert_eq!(Link::parse(raw), Err(FieldProblem::NotALink));
}

#[test]
fn a_link_has_its_length_in_ascii_too() {
    let too_long = Err(FieldProblem::TooLong { max: 2000 });
    assert_eq!(Link::parse(&format!("https://shop.example/{}", "ä".repeat(900))), too_long);
    assert_eq!(Link::parse(&format!("https://shop.example/{}", "a".repeat(2000))), too_long);
    assert!(Link::parse(&format!("{} shop.example/a", "word ".repeat(10_000))).is_ok());
}

#[test]
fn a_shop_is_named_by_its_host() {
    assert_eq!(Link::parse("https://www.shop.example/x").unwrap().host(), "shop.example");
}

// R4.2: links are kept without what only tracks people, in the shop's short form.

// What tracks
#[test_case("https://shop.example/x?utm_source=a&id=7&UTM_Medium=b", "https://shop.example/x?id=7")]
#[test_case("https://shop.example/x?gclid=a", "https://shop.example/x")]
#[test_case("https://shop.example/x?fbclid=a#reviews", "https://shop.example/x")]
#[test_case("https://shop.example/x?", "https://shop.example/x")]
#[test_case("https://shop.example/x?&&a=1&", "https://shop.example/x?a=1")]
#[test_case("https://shop.example/x?variant=2&sku=3&pid=4&size=L&color=red", "https://shop.example/x?variant=2&sku=3&pid=4&size=L&color=red"; "what tells the variant stays in its order")]
#[test_case("https://shop.example/x?utm%5Fsource=a", "https://shop.example/x"; "a name in code")]
#[test_case("https://shop.example/x?q=a%26b+c&msclkid=1", "https://shop.example/x?q=a%26b+c"; "a value keeps its spelling")]
#[test_case("https://shop.example/x?ref=7", "https://shop.example/x?ref=7"; "ref may be a number of an article")]
#[test_case("https://www.ikea.com/de/de/p/s-1/?ref=7", "https://www.ikea.com/de/de/p/s-1/"; "ref where it is known")]
#[test_case("https://shop.example/#!/product/7", "https://shop.example/#!/product/7"; "a route with a bang")]
#[test_case("https://shop.example/#/product/7", "https://shop.example/#/product/7"; "a route")]
#[test_case("https://www.otto.de/p/x-S0K0/#variationId=S0K", "https://www.otto.de/p/x-S0K0/#variationId=S0K"; "a variant in a fragment")]
#[test_case("https://www.otto.de/p/x-S0K0/#reviews", "https://www.otto.de/p/x-S0K0/"; "a place in a page")]
#[test_case("https://shop.example/x;JSESSIONID=5A?a=1", "https://shop.example/x?a=1"; "a session in a path")]
#[test_case("https://shop.example/x.?gclid=1", "https://shop.example/x"; "what is left may end in a sign")]
#[test_case("http://shop.example/x?mc_cid=1", "http://shop.example/x"; "the scheme stays")]
#[test_case("https://shop.myshopify.com/products/x?variant=4&_pos=1&_sid=2&_ss=r", "https://shop.myshopify.com/products/x?variant=4"; "a search in a shop")]
#[test_case("https://www.zalando.de/x.html?wmc=AFF&_rfl=de", "https://www.zalando.de/x.html"; "in every country")]
#[test_case("https://en.zalando.de/x.html?opc=1", "https://en.zalando.de/x.html"; "on subdomains")]
#[test_case("https://zalando.evil.example/x?wmc=1", "https://zalando.evil.example/x?wmc=1"; "not elsewhere")]
// Short forms
#[test_case("amazon.co.uk/dp/B00X4WHP5E", "https://www.amazon.co.uk/dp/B00X4WHP5E")]
#[test_case(
    "https://www.amazon.de/Holzzug-Kinder/dp/B00X4WHP5E/ref=sr_1_1?keywords=zug&qid=1",
    "https://www.amazon.de/dp/B00X4WHP5E"
)]
#[test_case(
    "http://smile.amazon.com/gp/product/b00x4whp5e?psc=1",
    "https://www.amazon.com/dp/B00X4WHP5E"
)]
#[test_case("https://m.amazon.fr/gp/aw/d/B00X4WHP5E/", "https://www.amazon.fr/dp/B00X4WHP5E")]
#[test_case(
    "https://amazon.com.au/exec/obidos/ASIN/0140328726/tag-20",
    "https://www.amazon.com.au/dp/0140328726"
)]
#[test_case(
    "https://www.amazon.co.jp/-/en/dp/B00X4WHP5E#customerReviews",
    "https://www.amazon.co.jp/dp/B00X4WHP5E"
)]
#[test_case(
    "https://www.amazon.it/product-reviews/B00X4WHP5E",
    "https://www.amazon.it/dp/B00X4WHP5E"
)]
#[test_case("https://www.amazon.de/s?k=zug", "https://www.amazon.de/s?k=zug"; "a search has no short form")]
#[test_case("https://www.amazon.de/dp/B00X4WHP5", "https://www.amazon.de/dp/B00X4WHP5"; "nine signs are no code")]
#[test_case("https://amazon.evil.example/dp/B00X4WHP5E", "https://amazon.evil.example/dp/B00X4WHP5E"; "somebody elses amazon")]
#[test_case("https://www.amazon.de/sspa/click?ie=UTF8&spc=1&url=%2FZug%2Fdp%2FB00X4WHP5E%2Fref%3Dsr", "https://www.amazon.de/dp/B00X4WHP5E"; "an advertisement in amazon")]
#[test_case(
    "https://www.etsy.com/de/listing/1234567890/holzzug?click_key=1&ref=2",
    "https://www.etsy.com/listing/1234567890"
)]
#[test_case(
    "https://www.etsy.com/listing/1234567890/x?variation0=77",
    "https://www.etsy.com/listing/1234567890?variation0=77"
)]
#[test_case(
    "https://m.ebay.co.uk/itm/Wooden-Train/123456789012?hash=1",
    "https://www.ebay.co.uk/itm/123456789012"
)]
#[test_case(
    "https://www.ebay.de/itm/123456789012?var=55&mkcid=1",
    "https://www.ebay.de/itm/123456789012?var=55"
)]
#[test_case(
    "https://de.aliexpress.com/item/1005001234567890.html?spm=a2g0o",
    "https://www.aliexpress.com/item/1005001234567890.html"
)]
#[test_case(
    "https://m.aliexpress.us/i/1005001234567890.html",
    "https://www.aliexpress.us/item/1005001234567890.html"
)]
#[test_case(
    "https://www.walmart.com/ip/Wooden-Train/12345678?athcpid=1",
    "https://www.walmart.com/ip/12345678"
)]
// Hosts for phones
#[test_case("https://m.zalando.de/x.html", "https://www.zalando.de/x.html")]
#[test_case("https://m.next.co.uk/style/a#b", "https://www.next.co.uk/style/a")]
#[test_case("https://m.shop.example/x", "https://m.shop.example/x"; "an unknown host for phones stays")]
#[test_case("https://a.m.zalando.de/x", "https://a.m.zalando.de/x"; "what is below a host for phones stays")]
// Redirectors
#[test_case("https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&ued=https%3A%2F%2Fshop.example%2Fx%3Fid%3D1", "https://shop.example/x?id=1"; "awin")]
#[test_case("https://www.awin1.com/cread.php?awinmid=1&p=https%3A%2F%2Fshop.example%2Fx", "https://shop.example/x"; "awin of old")]
#[test_case("https://clk.tradedoubler.com/click?p=1&a=2&url=https%3A%2F%2Fshop.example%2Fx", "https://shop.example/x"; "tradedoubler")]
#[test_case("https://clk.tradedoubler.com/click?p(1)a(2)url(https://shop.example/x)", "https://shop.example/x"; "tradedoubler in brackets")]
#[test_case("https://click.linksynergy.com/deeplink?id=1&mid=2&murl=https%3A%2F%2Fshop.example%2Fx", "https://shop.example/x"; "linksynergy")]
#[test_case("https://go.skimresources.com/?id=1&url=https%3A%2F%2Fshop.example%2Fx", "https://shop.example/x"; "skimlinks")]
#[test_case("https://redirect.viglink.com/?key=1&u=https%3A%2F%2Fshop.example%2Fx", "https://shop.example/x"; "viglink")]
#[test_case("https://prf.hn/click/camref:1/pubref:2/destination:https%3A%2F%2Fshop.example%2Fx%3Fa%3D1", "https://shop.example/x?a=1"; "partnerize in code")]
#[test_case("https://prf.hn/click/camref:1/destination:https://shop.example/x?a=1", "https://shop.example/x?a=1"; "partnerize plainly")]
#[test_case("https://www.kqzyfj.com/links/1/type/dlg/https://shop.example/x", "https://shop.example/x"; "commission junction")]
#[test_case("https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2Fx", "https://shop.example/x"; "impact")]
#[test_case("https://www.google.com/url?sa=t&url=https%3A%2F%2Fshop.example%2Fx&ved=1", "https://shop.example/x"; "google")]
#[test_case("https://www.google.co.uk/url?q=https://shop.example/x&sa=D", "https://shop.example/x"; "google in a country")]
#[test_case("https://www.google.com/search?q=https://shop.example/x", "https://www.google.com/search?q=https://shop.example/x"; "a search is no redirector")]
#[test_case("https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2Fx%3Ffbclid%3D1&h=2", "https://shop.example/x"; "facebook")]
#[test_case("https://out.reddit.com/t3_1?url=https%3A%2F%2Fshop.example%2Fx", "https://shop.example/x"; "reddit")]
#[test_case("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fx&data=1", "https://shop.example/x"; "outlook")]
#[test_case("https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.awin1.com%2Fcread.php%3Fued%3Dhttps%253A%252F%252Fm.zalando.de%252Fx", "https://www.zalando.de/x"; "one in another")]
#[test_case("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"; "a script is no target")]
#[test_case("https://www.google.com/url?q=https://user:pw@shop.example/", "https://www.google.com/url?q=https://user:pw@shop.example/"; "a password is no target")]
#[test_case("https://www.google.com/url?q=https://127.0.0.1/", "https://www.google.com/url?q=https://127.0.0.1/"; "a machine is no target")]
#[test_case("https://www.google.com/url?q=notes", "https://www.google.com/url?q=notes"; "a word is no target")]
fn links_are_cleaned(raw: &str, expected: &str) {
    let link = Link::parse(raw).unwrap();
    assert_eq!(link.cleaned().as_str(), expected);
    assert_eq!(link.cleaned().cleaned(), link.cleaned());
    assert_eq!(link.cleaned().key(), link.key());
}

#[test]
fn a_redirector_is_followed_three_deep_and_no_deeper() {
    let wrap = |target: &str| {
        let target: String = url::form_urlencoded::byte_serialize(target.as_bytes()).collect();
        format!("https://out.reddit.com/t?url={target}")
    };
    let mut raw = "https://shop.example/x".to_owned();
    for _ in 0..3 {
        raw = wrap(&raw);
        assert_eq!(Link::parse(&raw).unwrap().cleaned().as_str(), "https://shop.example/x");
    }
    raw = wrap(&raw);
    assert_eq!(Link::parse(&raw).unwrap().cleaned().as_str(), raw);
}

// R4.3, R6.1
#[test_case(&["https://www.shop.example/x/?b=2&a=1", "http://shop.example/x?a=1&b=2#top", "SHOP.example/x?a=1&utm_id=3&b=2"])]
#[test_case(&["https://shop.example/a%2Db%c3%a4", "https://shop.example/a-bä"])]
#[test_case(&["https://shop.example/?q=a+b", "https://shop.example?q=a%20b"])]
#[test_case(&["https://shop.example./x", "https://shop.example/x"])]
#[test_case(&["https://shop.example/collections/wood/products/train?variant=1", "https://shop.example/products/train?variant=1&_pos=2"])]
#[test_case(&["https://www.amazon.de/Zug/dp/B00X4WHP5E/ref=a?th=1", "amazon.de/gp/product/B00X4WHP5E", "https://l.facebook.com/l.php?u=https://smile.amazon.de/dp/b00x4whp5e"])]
fn one_product_has_one_key(links: &[&str]) {
    let keys: Vec<_> = links.iter().map(|link| Link::parse(link).unwrap().key()).collect();
    assert!(keys.iter().all(|key| key == &keys[0]), "{keys:?}");
    assert_eq!(LinkKey::from_stored(keys[0].as_str().to_owned()), keys[0]);
}

#[test_case("https://shop.example/x?variant=1", "https://shop.example/x?variant=2")]
#[test_case("https://shop.example/x?size=S", "https://shop.example/x")]
#[test_case("https://shop.example/x?a=1&a=2", "https://shop.example/x?a=1")]
#[test_case("https://shop.example/X", "https://shop.example/x")]
#[test_case("https://shop.example/a%2Fb", "https://shop.example/a/b")]
#[test_case("https://shop.example:8443/x", "https://shop.example/x")]
#[test_case("https://shop.example/#/a", "https://shop.example/#/b")]
#[test_case("https://www.otto.de/p/x/#variationId=1", "https://www.otto.de/p/x/#variationId=2")]
#[test_case("https://www.ebay.de/itm/123456?var=1", "https://www.ebay.de/itm/123456?var=2")]
#[test_case("https://www.amazon.de/dp/B00X4WHP5E", "https://www.amazon.fr/dp/B00X4WHP5E")]
#[test_case("https://m.shop.example/x", "https://shop.example/x")]
fn different_products_have_different_keys(one: &str, other: &str) {
    assert_ne!(Link::parse(one).unwrap().key(), Link::parse(other).unwrap().key());
}

#[test]
fn shortened_links_are_known() {
    for short in [
        "https://amzn.to/3x",
        "a.co/d/1",
        "https://amzn.in/d/1",
        "https://www.bit.ly/1",
        "shop.app/p/1",
        "https://x.app.link/1",
    ] {
        assert!(Link::parse(short).unwrap().is_short(), "{short}");
    }
    for long in ["https://www.amazon.de/dp/B00X4WHP5E", "https://xa.co/", "https://bit.ly.example/"]
    {
        assert!(!Link::parse(long).unwrap().is_short(), "{long}");
    }
}

/// Text that comes close to links, so that chance finds their corners.
fn linkish() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "https://",
        "http://",
        "www.",
        "m.",
        "amazon.de",
        "amazon.co.uk",
        "ebay.com",
        "shop.example",
        "l.facebook.com/l.php?u=",
        "out.reddit.com/?url=",
        "google.com/url?q=",
        "awin1.com/?ued=",
        "prf.hn/click/destination:",
        "clk.tradedoubler.com/click?url(",
        "https%3A%2F%2F",
        "%2F",
        "/dp/",
        "B00X4WHP5E",
        "/itm/",
        "123456789012",
        "/",
        "?",
        "&",
        "=",
        "#",
        "#!/",
        ";jsessionid=",
        "utm_source",
        "gclid",
        "variant",
        "ä",
        "%",
        "%41",
        "+",
        " ",
        ".",
        ")",
        "(",
        "[",
        "]",
        "'",
        "!",
        ":",
        "@",
        "..",
        "/../",
        "collections/a/products/b",
        "\u{200B}",
        "zalando.de",
        "otto.de",
    ]);
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn parsing_never_panics_and_never_lets_a_script_through(raw in prop_oneof![any::<String>(), linkish()]) {
        if let Ok(link) = Link::parse(&raw) {
            prop_assert!(link.as_str().starts_with("http://") || link.as_str().starts_with("https://"));
            prop_assert_eq!(Link::parse(link.as_str()), Ok(link));
        }
    }

    #[test]
    fn cleaning_twice_changes_nothing_more(raw in prop_oneof![any::<String>(), linkish()]) {
        if let Ok(link) = Link::parse(&raw) {
            let cleaned = link.cleaned();
            prop_assert_eq!(cleaned.cleaned(), cleaned.clone());
            prop_assert_eq!(cleaned.key(), link.key());
            let stored = Link::parse(cleaned.as_str());
            prop_assert_eq!(stored, Ok(cleaned));
        }
    }

    #[test]
    fn a_shop_that_no_file_names_keeps_its_host(host in "[a-z]{1,8}\\.[a-z]{1,8}\\.example", rest in linkish()) {
        if let Ok(link) = Link::parse(&format!("https://{host}/{rest}")) {
            prop_assert_eq!(link.cleaned().host(), link.host());
        }
    }
}

#[test]
fn the_work_grows_with_the_length_only() {
    let time = |length: usize| {
        let raws = [
            "http ".repeat(length / 5),
            "a.b/".repeat(length / 4),
            "(".repeat(length),
            format!("https://a.example/{}", "((".repeat(length / 2)),
            "www".repeat(length / 3),
            "a.a ".repeat(length / 4),
        ];
        let start = std::time::Instant::now();
        for raw in &raws {
            let _ = Link::parse(raw);
        }
        start.elapsed()
    };
    let (short, long) = (time(20_000), time(200_000));
    assert!(long < short * 40 + std::time::Duration::from_millis(20), "{short:?}, then {long:?}");
}
