//! Files that are sent.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What the camera wrote, which nobody shall read.
pub const CANARY: &str = "CANARY-52.5163N";

/// A picture with slopes, as a file.
pub fn written(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let part = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
        Rgb([part(x, width), part(y, height), 99])
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A photo that lies on its side, taken at a place that its EXIF tells, in three ways.
pub fn photo() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08".to_vec();
    let text = [CANARY.as_bytes(), b"\0"].concat();
    let length = u32::try_from(text.len()).unwrap();
    // Each entry: tag, type, count, value or where it is. Offsets count from behind `Exif`.
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()]
            .concat()
    };
    exif.extend(3_u16.to_be_bytes());
    exif.extend(entry(0x010E, 2, length, 68));
    exif.extend(entry(0x0112, 3, 1, 6 << 16));
    exif.extend(entry(0x8825, 4, 1, 50));
    exif.extend([0; 4]);
    exif.extend(1_u16.to_be_bytes());
    exif.extend(entry(0x001D, 2, length, 68));
    exif.extend([0; 4]);
    exif.extend(&text);
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta place=\"{CANARY}\"/>");
    let segment = |marker: u8, inner: &[u8]| {
        let length = u16::try_from(inner.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &length, inner].concat()
    };
    let jpeg = written(1600, 1200, ImageFormat::Jpeg);
    let said = [segment(0xE1, &exif), segment(0xE1, xmp.as_bytes()), segment(0xFE, &text)];
    [&jpeg[..2], &said.concat(), &jpeg[2..], CANARY.as_bytes()].concat()
}

/// A PNG of a few bytes that says it is enormous.
pub fn bomb() -> Vec<u8> {
    let mut table = [0_u32; 256];
    for (at, entry) in table.iter_mut().enumerate() {
        let mut rest = u32::try_from(at).unwrap();
        for _ in 0..8 {
            rest = (rest >> 1) ^ if rest & 1 == 1 { 0xEDB8_8320 } else { 0 };
        }
        *entry = rest;
    }
    let chunk = |name: &[u8], inner: &[u8]| {
        let all = [name, inner].concat();
        let check = all.iter().fold(!0_u32, |check, byte| {
            (check >> 8) ^ table[usize::try_from((check ^ u32::from(*byte)) & 0xFF).unwrap()]
        });
        let length = u32::try_from(inner.len()).unwrap().to_be_bytes();
        [&length[..], &all, &(!check).to_be_bytes()].concat()
    };
    let side = 30_000_u32.to_be_bytes();
    let header = [&side[..], &side, &[8, 6, 0, 0, 0]].concat();
    let packed = [&b"\x78\x9C"[..], &[0; 2000]].concat();
    [
        &b"\x89PNG\r\n\x1A\n"[..],
        &chunk(b"IHDR", &header),
        &chunk(b"IDAT", &packed),
        &chunk(b"IEND", b""),
    ]
    .concat()
}
