//! Writes pictures down as we serve them: WebP, in three widths, and nothing but the pixels.

use std::array;

use domain::{PictureId, PictureWidth};
use image::DynamicImage;
use sha2::{Digest as _, Sha256};
use webp::Encoder;

use super::{Unusable, resize};

/// How much is kept, out of 100: above it files grow and nobody sees a difference.
const QUALITY: f32 = 80.0;

/// A picture as it is kept.
pub struct Encoded {
    /// Its name, which follows from the widest file.
    pub id: PictureId,
    /// Its files, the smallest first.
    pub files: [(PictureWidth, Vec<u8>); 3],
}

/// Makes the three files of a picture. None is wider than the picture itself, so that those of a
/// small one are the same.
///
/// # Errors
/// [`Unusable::NotAPicture`] where the encoder refuses, for want of memory at most: the bounds are
/// far below those of WebP.
pub fn encode(picture: DynamicImage) -> Result<Encoded, Unusable> {
    let mut picture = picture;
    let mut written: Option<Vec<u8>> = None;
    let mut files = array::from_fn(|_| Vec::new());
    // The widest first: the others are made of it.
    for (width, file) in PictureWidth::ALL.into_iter().zip(&mut files).rev() {
        let before = (picture.width(), picture.height());
        let (wide, tall) = resize::bounds(width);
        picture = resize::within(picture, wide, tall)?;
        let same = (picture.width(), picture.height()) == before;
        let bytes = match written {
            Some(bytes) if same => bytes,
            _ => write(&picture)?,
        };
        file.clone_from(&bytes);
        written = Some(bytes);
    }
    let [small, medium, large] = files;
    let id = PictureId::new(Sha256::digest(&large).into());
    let [narrow, middle, wide] = PictureWidth::ALL;
    Ok(Encoded { id, files: [(narrow, small), (middle, medium), (wide, large)] })
}

fn write(picture: &DynamicImage) -> Result<Vec<u8>, Unusable> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgb8(pixels) => Encoder::from_rgb(pixels, width, height),
        DynamicImage::ImageRgba8(pixels) => Encoder::from_rgba(pixels, width, height),
        _ => return Err(Unusable::NotAPicture),
    };
    let written = encoder.encode_simple(false, QUALITY);
    written.map(|bytes| bytes.to_vec()).map_err(|_| Unusable::NotAPicture)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    /// Something with edges and slopes.
    fn painted(width: u32, height: u32) -> DynamicImage {
        let part = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
        RgbImage::from_fn(width, height, |x, y| {
            let edge = if (x / 40 + y / 40) % 2 == 0 { 255 } else { 30 };
            Rgb([part(x, width), part(y, height), edge])
        })
        .into()
    }

    fn read(file: &[u8]) -> DynamicImage {
        image::load_from_memory_with_format(file, ImageFormat::WebP).unwrap()
    }

    fn sizes(encoded: &Encoded) -> [(u32, u32); 3] {
        encoded.files.each_ref().map(|(_, file)| {
            let picture = read(file);
            (picture.width(), picture.height())
        })
    }

    #[test]
    fn a_picture_comes_in_three_widths() {
        let encoded = encode(painted(2000, 1000)).unwrap();
        assert_eq!(sizes(&encoded), [(320, 160), (640, 320), (1280, 640)]);
        assert_eq!(encoded.files.each_ref().map(|(width, _)| *width), PictureWidth::ALL);
        let [small, _, large] = encoded.files.each_ref().map(|(_, file)| file.len());
        assert!(small < large && large < 200_000, "{small} {large}");
    }

    #[test]
    fn a_small_picture_keeps_its_size_under_each_name() {
        let encoded = encode(painted(500, 400)).unwrap();
        assert_eq!(sizes(&encoded), [(320, 256), (500, 400), (500, 400)]);
        let encoded = encode(painted(40, 32)).unwrap();
        assert_eq!(sizes(&encoded), [(40, 32); 3]);
    }

    #[test]
    fn a_very_tall_picture_is_bounded() {
        let encoded = encode(painted(600, 9000)).unwrap();
        assert_eq!(sizes(&encoded), [(64, 960), (128, 1920), (256, 3840)]);
    }

    // R6.4: under the digest of their content.
    #[test]
    fn the_same_picture_has_the_same_name() {
        let id = |picture| encode(picture).unwrap().id;
        assert_eq!(id(painted(700, 500)), id(painted(700, 500)));
        assert_ne!(id(painted(700, 500)), id(painted(700, 501)));
    }

    #[test]
    fn what_is_transparent_stays_so() {
        let hole = RgbaImage::from_fn(400, 400, |x, _| match x < 200 {
            true => Rgba([200, 30, 30, 255]),
            false => Rgba([0, 0, 0, 0]),
        });
        let encoded = encode(hole.into()).unwrap();
        for (_, file) in &encoded.files {
            let pixels = read(file).into_rgba8();
            let middle = pixels.height() / 2;
            assert!(pixels.get_pixel(2, middle)[3] > 250);
            assert!(pixels.get_pixel(pixels.width() - 3, middle)[3] < 5);
        }
    }

    #[test]
    fn what_is_opaque_has_no_transparency() {
        let encoded = encode(RgbaImage::from_pixel(64, 64, Rgba([9, 9, 9, 255])).into()).unwrap();
        assert!(!read(&encoded.files[0].1).color().has_alpha());
    }
}
