//! What holds for pictures that strangers bring.

use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, Rgba, RgbaImage, codecs};
use proptest::prelude::*;
use webp::{AnimEncoder, AnimFrame, Encoder, WebPConfig};

use super::*;

/// A corner of it is red, so that it is seen which side is up.
fn corner(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match x < width / 2 && y < height / 2 {
        true => Rgb([250, 10, 10]),
        false => Rgb([10, 10, 250]),
    })
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn lossy(picture: &RgbImage) -> Vec<u8> {
    Encoder::from_rgb(picture, picture.width(), picture.height()).encode(90.0).to_vec()
}

fn animated_webp() -> Vec<u8> {
    let config = WebPConfig::new().unwrap();
    let (one, other) = (corner(64, 48), RgbImage::new(64, 48));
    let mut encoder = AnimEncoder::new(64, 48, &config);
    encoder.add_frame(AnimFrame::from_rgb(&one, 64, 48, 0));
    encoder.add_frame(AnimFrame::from_rgb(&other, 64, 48, 100));
    encoder.encode().to_vec()
}

fn animated_gif() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = codecs::gif::GifEncoder::new(&mut file);
    for frame in [corner(64, 48), RgbImage::new(64, 48)] {
        encoder.encode_frame(image::Frame::new(DynamicImage::from(frame).into_rgba8())).unwrap();
    }
    drop(encoder);
    file
}

/// One of each kind, 64 by 48.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let alpha = RgbaImage::from_pixel(64, 48, Rgba([250, 10, 10, 128]));
    let deep = DynamicImage::from(corner(64, 48)).into_rgb16();
    let grey = DynamicImage::from(corner(64, 48)).into_luma8();
    vec![
        ("jpeg", written(corner(64, 48), ImageFormat::Jpeg)),
        ("grey jpeg", written(grey.clone(), ImageFormat::Jpeg)),
        ("png", written(corner(64, 48), ImageFormat::Png)),
        ("grey png", written(grey, ImageFormat::Png)),
        ("deep png", written(deep, ImageFormat::Png)),
        ("png with alpha", written(alpha.clone(), ImageFormat::Png)),
        ("webp", lossy(&corner(64, 48))),
        ("webp without loss", written(corner(64, 48), ImageFormat::WebP)),
        ("webp with alpha", Encoder::from_rgba(&alpha, 64, 48).encode(90.0).to_vec()),
        ("webp that moves", animated_webp()),
        ("gif", written(corner(64, 48), ImageFormat::Gif)),
        ("gif that moves", animated_gif()),
    ]
}

/// A JPEG whose EXIF says which side is up.
fn oriented(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let jpeg = written(picture.clone(), ImageFormat::Jpeg);
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

/// Why a file is refused, without its pixels where it is not.
fn refusal(file: &[u8]) -> Option<Unusable> {
    decode(file).err()
}

fn size(picture: &DynamicImage) -> (u32, u32) {
    (picture.width(), picture.height())
}

fn red(picture: &DynamicImage, x: u32, y: u32) -> bool {
    let Rgba([red, _, blue, _]) = picture.to_rgba8().get_pixel(x, y).to_owned();
    red > 150 && blue < 100
}

// R3.2: JPEG, PNG, WebP or GIF.
#[test]
fn every_format_is_read_and_of_an_animation_the_first_picture() {
    for (kind, file) in files() {
        let picture = decode(&file).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(size(&picture), (64, 48), "{kind}");
        assert_eq!(picture.color().has_alpha(), picture.as_rgba8().is_some(), "{kind}");
        if !kind.starts_with("grey") {
            assert!(red(&picture, 4, 4), "{kind}");
        }
    }
}

#[test]
fn what_is_transparent_stays_so() {
    for (kind, file) in files().into_iter().filter(|(kind, _)| kind.ends_with("with alpha")) {
        let picture = decode(&file).unwrap();
        let alpha = picture.as_rgba8().unwrap().get_pixel(9, 9)[3];
        assert!((126..=130).contains(&alpha), "{kind}: {alpha}");
    }
}

#[test]
fn a_picture_stands_upright() {
    let corners = [(8, 8), (248, 8), (8, 120), (248, 120)];
    for (orientation, at) in [(1, 0), (2, 1), (3, 3), (4, 2)] {
        let picture = decode(&oriented(&corner(256, 128), orientation)).unwrap();
        assert_eq!(size(&picture), (256, 128));
        let found = corners.map(|(x, y)| red(&picture, x, y));
        assert_eq!(found.iter().position(|red| *red), Some(at), "{orientation}");
    }
    for (orientation, at) in [(5, 0), (6, 1), (7, 3), (8, 2)] {
        let picture = decode(&oriented(&corner(256, 128), orientation)).unwrap();
        assert_eq!(size(&picture), (128, 256));
        let found = corners.map(|(x, y)| red(&picture, x / 2, y * 2));
        assert_eq!(found.iter().position(|red| *red), Some(at), "{orientation}");
    }
}

#[test]
fn a_large_picture_comes_as_large_as_we_keep_it() {
    let wide = corner(3000, 400);
    assert_eq!(size(&decode(&written(wide.clone(), ImageFormat::Jpeg)).unwrap()), (1280, 171));
    // Turned, it is tall, and may be three times as tall as wide.
    assert_eq!(size(&decode(&oriented(&wide, 6)).unwrap()), (400, 3000));
    assert_eq!(size(&decode(&oriented(&corner(6000, 400), 8)).unwrap()), (256, 3840));
}

#[test]
fn what_is_no_picture_is_refused_whatever_it_is_called() {
    for file in [
        "",
        "GIF89a",
        "\u{89}PNG",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\"><script/></svg>",
        "<?xml version=\"1.0\"?><svg/>",
        "<!DOCTYPE html><script>alert(1)</script>",
        "alert(1)",
        "BM......................................................................",
        "%PDF-1.7",
        "RIFF\u{10}\0\0\0WEBPVP8 \u{4}\0\0\0....",
        "a picture, really",
    ] {
        assert_eq!(refusal(file.as_bytes()), Some(Unusable::NotAPicture), "{file}");
    }
    // Read as a GIF, this script says that it is 10,799 pixels wide.
    let polyglot = b"GIF89a/*.......................*/=1;alert(document.domain)//";
    assert_eq!(refusal(polyglot), Some(Unusable::TooLarge));
}

#[test]
fn a_picture_must_be_whole() {
    // Of what moves, only the first picture is read.
    for (kind, file) in files().into_iter().filter(|(kind, _)| !kind.ends_with("moves")) {
        // The last bytes may be an end that nobody waits for.
        for length in (0..file.len().saturating_sub(24)).step_by(7) {
            let cut = refusal(&file[..length]);
            assert_eq!(cut, Some(Unusable::NotAPicture), "{kind}, {length} of {}", file.len());
        }
    }
}

/// The file with another size in its head.
fn claiming(format: ImageFormat, width: u16, height: u16) -> Vec<u8> {
    let picture = corner(64, 48);
    match format {
        ImageFormat::Gif => {
            let mut file = written(picture, format);
            file[6..8].copy_from_slice(&width.to_le_bytes());
            file[8..10].copy_from_slice(&height.to_le_bytes());
            file
        }
        ImageFormat::Jpeg => {
            let mut file = written(picture, format);
            let frame = file.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
            file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
            file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
            file
        }
        _ => {
            let mut file = lossy(&picture);
            file[26..28].copy_from_slice(&width.to_le_bytes());
            file[28..30].copy_from_slice(&height.to_le_bytes());
            file
        }
    }
}

#[test]
fn what_would_be_too_large_is_not_decoded() {
    let begun = std::time::Instant::now();
    for format in [ImageFormat::Gif, ImageFormat::Jpeg, ImageFormat::WebP] {
        for (width, height) in [(12_001, 40), (40, 12_001), (5001, 5000), (12_000, 12_000)] {
            let file = claiming(format, width, height);
            assert_eq!(refusal(&file), Some(Unusable::TooLarge), "{format:?} {width}x{height}");
        }
    }
    // A picture of one colour packs a thousand to one.
    let mut file = Vec::new();
    let bomb = vec![0; 13_000 * 40];
    codecs::png::PngEncoder::new(&mut file)
        .write_image(&bomb, 13_000, 40, ExtendedColorType::L8)
        .unwrap();
    assert!(file.len() < 10_000, "{}", file.len());
    assert_eq!(refusal(&file), Some(Unusable::TooLarge));
    assert!(begun.elapsed() < std::time::Duration::from_secs(10));
}

#[test]
fn a_tiny_picture_is_refused() {
    for (width, height) in [(31, 64), (64, 31), (1, 1)] {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let file = written(corner(width, height), format);
            assert_eq!(refusal(&file), Some(Unusable::TooSmall), "{format:?} {width}x{height}");
        }
    }
    assert!(decode(&written(corner(32, 32), ImageFormat::Png)).is_ok());
}

fn answers(bytes: &[u8]) {
    // `decode` catches panics, `read` does not.
    let read = catch_unwind(|| read(bytes));
    if let Ok(Ok(picture)) = read {
        assert!(picture.width() <= 1280 && picture.height() <= 3840);
    }
    if let Ok(picture) = decode(bytes) {
        assert!(picture.as_rgb8().is_some() || picture.as_rgba8().is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_picture_is_answered(
        kind in 0..12_usize,
        spoilt in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let (_, mut file) = files().swap_remove(kind);
        for (at, byte) in spoilt {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let length = if cut { length.index(file.len()) } else { file.len() };
        answers(&file[..length]);
    }

    #[test]
    fn noise_is_answered(
        magic in prop::sample::select(vec![
            &b"\xFF\xD8\xFF"[..],
            b"\x89PNG\r\n\x1A\n",
            b"GIF89a",
            b"RIFF\x40\0\0\0WEBPVP8X",
            b"RIFF\x40\0\0\0WEBPVP8L",
            b"RIFF\x40\0\0\0WEBPVP8 ",
            b"",
        ]),
        noise in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        answers(&[magic, &noise].concat());
    }
}
