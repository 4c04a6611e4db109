//! Reads pictures that strangers bring, and no more of them than we keep.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use domain::PictureWidth;
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits,
    metadata::Orientation,
};
use thiserror::Error;

use super::{form::Form, resize};

/// The most pixels.
const MOST_PIXELS: u64 = 25_000_000;

/// The most pixels from side to side.
pub const MOST_A_SIDE: u32 = 12_000;

/// The fewest pixels from side to side.
pub const FEWEST_A_SIDE: u32 = 32;

/// How many bytes of memory decoding may take, the decoded picture included. How many it takes is
/// known before it begins, from the way in which the picture was written down. Making a very tall
/// one smaller takes a quarter more.
const MEMORY: u64 = 128 << 20;

/// How many bytes what a PNG says besides its pixels may take once it is unpacked.
const PNG_EXTRAS: u64 = 16 << 20;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unusable {
    /// It is none of JPEG, PNG, WebP and GIF, whatever its name says, or it breaks off.
    #[error("not a picture that we can read")]
    NotAPicture,
    /// More than 25 megapixels or 12,000 pixels a side, or more than we want to unpack.
    #[error("too large a picture")]
    TooLarge,
    /// Less than 32 pixels a side.
    #[error("too small a picture")]
    TooSmall,
}

impl From<ImageError> for Unusable {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            _ => Self::NotAPicture,
        }
    }
}

/// Reads a picture, the first one of an animation, and turns it upright. It comes no larger than
/// its widest file, and in 8 bits a channel. What else the file said is left behind.
///
/// # Errors
/// [`Unusable`]. It does not panic.
pub fn decode(bytes: &[u8]) -> Result<DynamicImage, Unusable> {
    // The decoders are others' code, and what they read was made to break them.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    read.unwrap_or(Err(Unusable::NotAPicture))
}

fn read(bytes: &[u8]) -> Result<DynamicImage, Unusable> {
    let format = image::guess_format(bytes)?;
    let form = Form::of(format, bytes)?;
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_A_SIDE);
    limits.max_image_height = Some(MOST_A_SIDE);
    limits.max_alloc = Some(if format == ImageFormat::Png { PNG_EXTRAS } else { MEMORY });
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;

    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let memory = pixels.saturating_mul(form.bytes_a_pixel(decoder.color_type()));
    if width.max(height) > MOST_A_SIDE || pixels > MOST_PIXELS || memory > MEMORY {
        return Err(Unusable::TooLarge);
    }
    if width.min(height) < FEWEST_A_SIDE {
        return Err(Unusable::TooSmall);
    }

    // What can not be read says nothing of which side is up.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder)?;
    let (wide, tall) = resize::bounds(PictureWidth::Large);
    // Turning it makes a copy, so it is made small first.
    let mut picture = match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => resize::within(picture, tall, wide)?,
        _ => resize::within(picture, wide, tall)?,
    };
    picture.apply_orientation(orientation);
    Ok(picture)
}

#[cfg(test)]
mod tests;
