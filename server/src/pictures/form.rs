//! The way in which a picture is written down, looked at before it is decoded: what decoding will
//! take, and whether the file is whole.
//!
//! The decoders bound the size of the picture that comes out, and not what they need to get there.
//! A JPEG that gets better in several passes is kept whole until the last one; the codes of a WebP
//! without loss can be unpacked to hundreds of times their bytes.

use image::{ColorType, ImageFormat};

use super::Unusable;

/// How many bytes what a WebP holds without loss may have. One that is made on purpose takes three
/// hundred and fifty times as much memory for its codes alone.
const MOST_WITHOUT_LOSS: usize = 384 << 10;

/// How a picture is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JPEG. In one pass it needs no more than what comes out; else every part of every pixel.
    Jpeg {
        /// How many numbers a pixel has, where the picture comes in passes.
        kept: Option<u8>,
    },
    /// PNG: nothing but what comes out.
    Png,
    /// GIF: the first picture, and the canvas that it is put on.
    Gif,
    /// WebP with loss, and nothing else in it: brightness, and colour of every fourth pixel.
    WebPLossy,
    /// WebP with transparency, without loss, or with several pictures.
    WebP,
}

impl Form {
    /// Looks at a file.
    ///
    /// # Errors
    /// [`Unusable::NotAPicture`] where it is none of that format, or not a whole one, and
    /// [`Unusable::TooLarge`].
    pub fn of(format: ImageFormat, bytes: &[u8]) -> Result<Self, Unusable> {
        let (form, without_loss) = match format {
            ImageFormat::Jpeg => jpeg(bytes).map(|form| (form, 0)),
            ImageFormat::Png => Some((Self::Png, 0)),
            ImageFormat::Gif => Some((Self::Gif, 0)),
            ImageFormat::WebP => webp(bytes),
            _ => None,
        }
        .ok_or(Unusable::NotAPicture)?;
        if without_loss > MOST_WITHOUT_LOSS { Err(Unusable::TooLarge) } else { Ok(form) }
    }

    /// So many bytes of memory are taken for each pixel while it is decoded to `colour` and made
    /// smaller, at the most.
    pub fn bytes_a_pixel(self, colour: ColorType) -> u64 {
        let pixel = u64::from(colour.bytes_per_pixel());
        match self {
            Self::Jpeg { kept: None } | Self::Png => pixel + pixel.div_ceil(4),
            Self::Jpeg { kept: Some(numbers) } => pixel + 1 + 2 * u64::from(numbers),
            Self::Gif => 2 * pixel,
            Self::WebPLossy => pixel + 2,
            Self::WebP => 13,
        }
    }
}

/// Walks through a JPEG (ITU-T T.81, B.2) up to its first scan. It must have an end: decoders fill
/// up what is missing with grey.
fn jpeg(bytes: &[u8]) -> Option<Form> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut frame = None;
    loop {
        let stands_alone = |code| matches!(code, 0x00 | 0x01 | 0xD0..=0xD8 | 0xFF);
        let begins = |pair: &[u8]| pair[0] == 0xFF && !stands_alone(pair[1]);
        let at = rest.windows(2).position(begins)?;
        let (marker, after) = rest.get(at + 1..)?.split_first()?;
        let (length, _) = after.split_first_chunk()?;
        let (segment, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
        match marker {
            0xC0..=0xC2 => frame = Some((*marker == 0xC2, *segment.get(7)?)),
            0xDA => {
                let (passes, numbers) = frame?;
                let passes = passes || *segment.get(2)? != numbers;
                let whole = after.windows(2).any(|pair| pair == [0xFF, 0xD9]);
                return whole.then_some(Form::Jpeg { kept: passes.then_some(numbers) });
            }
            _ => {}
        }
        rest = after;
    }
}

/// Walks through a WebP (RFC 9649), and counts the bytes of what it holds without loss. No part may
/// reach beyond the file, nor be a larger picture than the whole.
fn webp(bytes: &[u8]) -> Option<(Form, usize)> {
    let (head, mut rest) = bytes.split_at_checked(12)?;
    if !head.starts_with(b"RIFF") || !head.ends_with(b"WEBP") {
        return None;
    }
    let mut first = None;
    let mut canvas = None;
    let mut without_loss = 0;
    while let Some((head, after)) = rest.split_at_checked(8) {
        let (name, length) = head.split_at(4);
        let length = u32::from_le_bytes(length.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let part = after.get(..length)?;
        rest = after.get(length + length % 2..).unwrap_or_default();
        first.get_or_insert(name);
        match name {
            b"VP8X" => canvas = Some((three(part, 4)? + 1, three(part, 7)? + 1)),
            // The parts of a picture of an animation come next.
            b"ANMF" => rest = after.get(16..)?,
            b"VP8 " => {
                let (width, height) = (two(part, 6)? & 0x3FFF, two(part, 8)? & 0x3FFF);
                if canvas.is_some_and(|(wide, tall)| width > wide || height > tall) {
                    return None;
                }
            }
            b"VP8L" | b"ALPH" => without_loss += length,
            _ => {}
        }
    }
    let form = if first? == b"VP8 " { Form::WebPLossy } else { Form::WebP };
    Some((form, without_loss))
}

/// A number of two bytes.
fn two(part: &[u8], at: usize) -> Option<u32> {
    let bytes = part.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes).into())
}

/// A number of three bytes.
fn three(part: &[u8], at: usize) -> Option<u32> {
    let [a, b, c] = *part.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes([a, b, c, 0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, inner: &[u8]) -> Vec<u8> {
        let length = u8::try_from(inner.len() + 2).unwrap();
        [&[0xFF, marker, 0, length], inner].concat()
    }

    /// A JPEG of three numbers a pixel.
    fn jpeg(frame: u8, in_first_scan: u8, end: &[u8]) -> Result<Form, Unusable> {
        // A thumbnail is a whole picture of its own.
        let thumbnail = segment(0xE1, b"\xFF\xD8\xFF\xC2\0\x0B\x08\0\x08\0\x08\x01\xFF\xD9");
        let frame = segment(frame, &[8, 0, 64, 0, 64, 3]);
        let scan = segment(0xDA, &[in_first_scan]);
        let file = [b"\xFF\xD8", &thumbnail[..], &frame, &scan, b"\x55\xFF\0\x55", end].concat();
        Form::of(ImageFormat::Jpeg, &file)
    }

    #[test]
    fn a_jpeg_in_passes_takes_more() {
        let end = b"\xFF\xD9, and more";
        let form = |frame, in_first_scan| jpeg(frame, in_first_scan, end).unwrap();
        assert_eq!(form(0xC0, 3), Form::Jpeg { kept: None });
        assert_eq!(form(0xC0, 1), Form::Jpeg { kept: Some(3) });
        assert_eq!(form(0xC2, 3), Form::Jpeg { kept: Some(3) });
        assert_eq!(form(0xC0, 3).bytes_a_pixel(ColorType::Rgb8), 4);
        assert_eq!(form(0xC2, 3).bytes_a_pixel(ColorType::Rgb8), 10);
    }

    #[test]
    fn a_jpeg_has_a_frame_and_an_end() {
        assert_eq!(jpeg(0xC0, 3, b"\xFF"), Err(Unusable::NotAPicture));
        assert_eq!(jpeg(0xE0, 3, b"\xFF\xD9"), Err(Unusable::NotAPicture));
    }

    fn part(name: &[u8; 4], inner: &[u8]) -> Vec<u8> {
        let length = u32::try_from(inner.len()).unwrap().to_le_bytes();
        let even = &[0][..inner.len() % 2];
        [name, &length[..], inner, even].concat()
    }

    fn webp(parts: &[Vec<u8>]) -> Result<Form, Unusable> {
        let file = [b"RIFF\0\0\0\0WEBP", &parts.concat()[..]].concat();
        Form::of(ImageFormat::WebP, &file)
    }

    /// A canvas of 64 by 64, and what says that it is a picture of that many.
    fn canvas() -> Vec<u8> {
        part(b"VP8X", &[0, 0, 0, 0, 63, 0, 0, 63, 0, 0])
    }

    fn lossy(side: u8) -> Vec<u8> {
        part(b"VP8 ", &[0, 0, 0, 0x9D, 1, 0x2A, side, 0, side, 0, 7])
    }

    #[test]
    fn no_picture_of_a_webp_is_larger_than_the_whole() {
        assert_eq!(webp(&[lossy(65)]), Ok(Form::WebPLossy));
        assert_eq!(webp(&[canvas(), lossy(64), part(b"EXIF", b"x")]), Ok(Form::WebP));
        assert_eq!(webp(&[canvas(), lossy(65)]), Err(Unusable::NotAPicture));
        let moving = |side| part(b"ANMF", &[&[0; 16][..], &lossy(side)].concat());
        assert_eq!(webp(&[canvas(), moving(64), moving(64)]), Ok(Form::WebP));
        assert_eq!(webp(&[canvas(), moving(64), moving(65)]), Err(Unusable::NotAPicture));
    }

    #[test]
    fn no_part_of_a_webp_reaches_beyond_it() {
        let mut exif = part(b"EXIF", b"xy");
        exif[7] = 0xFF;
        assert_eq!(webp(&[canvas(), lossy(64), exif]), Err(Unusable::NotAPicture));
        assert_eq!(webp(&[]), Err(Unusable::NotAPicture));
    }

    #[test]
    fn what_unpacks_to_hundreds_of_times_its_size_is_bounded() {
        let half = vec![0; MOST_WITHOUT_LOSS / 2];
        let parts = [canvas(), part(b"ALPH", &half), part(b"VP8L", &half)];
        assert_eq!(webp(&parts), Ok(Form::WebP));
        let more = [&parts[..], &[part(b"ALPH", b"x")]].concat();
        assert_eq!(webp(&more), Err(Unusable::TooLarge));
    }
}
