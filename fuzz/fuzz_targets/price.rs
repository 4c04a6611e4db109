//! Whatever stands where a price should is read without a panic; what is found is above nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The first line says what else the page tells.
    let (hint, text) = text.split_once('\n').unwrap_or(("", text));
    let (currency, host) = hint.split_once(' ').unwrap_or((hint, "shop.de"));
    let currency = Some(currency).filter(|currency| !currency.is_empty());
    if let Some(money) = shop::price::parse(text, currency, host) {
        assert!(money.minor() > 0);
        let again = shop::price::parse(&money.plain(), Some(money.currency()), host);
        assert_eq!(again, Some(money));
    }
});
