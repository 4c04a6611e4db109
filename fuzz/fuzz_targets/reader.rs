//! Whatever a shop sends is read without a panic, and what is found may stand on a page.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use shop::Page;
use url::Url;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(url) = Url::parse("https://www.shop.example/train?variant=2") else {
        return Corpus::Reject;
    };
    let reading = shop::read(&Page { url: &url, content_type: None, bytes });
    for picture in &reading.pictures {
        assert!(matches!(picture.value.scheme(), "http" | "https"));
    }
    assert!(reading.pictures.len() <= 8);
    if let Some(name) = reading.name {
        assert!(domain::GiftName::parse(&name.value).is_ok(), "{name:?}");
    }
    if let Some(brand) = reading.brand {
        assert!(domain::Brand::parse(&brand.value).is_ok_and(|brand| !brand.is_empty()));
    }
    if let Some(shop) = reading.shop {
        assert!(domain::ShopName::parse(&shop.value).is_ok_and(|shop| !shop.is_empty()));
    }
    if let Some(price) = reading.price {
        assert!(price.value.minor() > 0);
    }
    Corpus::Keep
});
