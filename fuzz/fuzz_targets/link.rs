//! Whatever is pasted is parsed and cleaned without a panic, and cleaning twice changes nothing.
#![no_main]

use domain::Link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(link) = Link::parse(text) else { return };
    assert!(link.as_str().starts_with("https://") || link.as_str().starts_with("http://"));
    assert_eq!(Link::parse(link.as_str()).as_ref(), Ok(&link));
    let cleaned = link.cleaned();
    assert_eq!(cleaned.cleaned(), cleaned);
    assert_eq!(cleaned.key(), link.key());
    assert_eq!(Link::parse(cleaned.as_str()), Ok(cleaned));
    let _ = shop::refuses(&link);
});
