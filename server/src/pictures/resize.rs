//! Makes pictures smaller, and never larger.

use domain::PictureWidth;
use fast_image_resize::{MulDiv, ResizeOptions, Resizer};
use image::DynamicImage;

use super::Unusable;

/// How many times as tall as it may be wide a file is at most.
const TALLEST: u32 = 3;

/// How wide and how tall a file of one width is at most.
pub fn bounds(width: PictureWidth) -> (u32, u32) {
    (width.pixels(), width.pixels() * TALLEST)
}

/// The size in which a picture fits within bounds: its own where that fits, else the largest that
/// keeps its shape, and never nothing.
pub fn fit((width, height): (u32, u32), (wide, tall): (u32, u32)) -> (u32, u32) {
    if width <= wide && height <= tall {
        return (width, height);
    }
    let scaled = |side: u32, to: u32, from: u32| {
        let rounded = (u64::from(side) * u64::from(to) + u64::from(from) / 2) / u64::from(from);
        u32::try_from(rounded).unwrap_or(u32::MAX).max(1)
    };
    if u64::from(width) * u64::from(tall) >= u64::from(height) * u64::from(wide) {
        (wide, scaled(height, wide, width).min(tall))
    } else {
        (scaled(width, tall, height).min(wide), tall)
    }
}

/// The picture, no larger than that, in 8 bits a channel.
///
/// # Errors
/// [`Unusable::NotAPicture`] for a kind of pixel that no file has.
pub fn within(picture: DynamicImage, wide: u32, tall: u32) -> Result<DynamicImage, Unusable> {
    let size = fit((picture.width(), picture.height()), (wide, tall));
    let smaller = if size == (picture.width(), picture.height()) {
        picture
    } else {
        shrink(picture, size).map_err(|()| Unusable::NotAPicture)?
    };
    Ok(match smaller.color().has_alpha() {
        true => smaller.into_rgba8().into(),
        false => smaller.into_rgb8().into(),
    })
}

/// Resamples with Lanczos3. Colour counts as much as it is opaque, so that what lies beneath
/// transparent parts does not bleed into their edges.
fn shrink(mut picture: DynamicImage, (width, height): (u32, u32)) -> Result<DynamicImage, ()> {
    let alpha = picture.color().has_alpha();
    let mut smaller = DynamicImage::new(width, height, picture.color());
    // Done in place: the resizer would make a copy of the whole picture.
    if alpha {
        MulDiv::new().multiply_alpha_inplace(&mut picture).map_err(|_| ())?;
    }
    let options = ResizeOptions::new().use_alpha(false);
    Resizer::new().resize(&picture, &mut smaller, &options).map_err(|_| ())?;
    if alpha {
        MulDiv::new().divide_alpha_inplace(&mut smaller).map_err(|_| ())?;
    }
    Ok(smaller)
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_and_does_not_grow() {
        let large = bounds(PictureWidth::Large);
        for (size, fits) in [
            ((100, 50), (100, 50)),
            ((1280, 3840), (1280, 3840)),
            ((4000, 3000), (1280, 960)),
            ((3000, 4000), (1280, 1707)),
            ((2000, 12_000), (640, 3840)),
            ((12_000, 32), (1280, 3)),
            ((32, 12_000), (10, 3840)),
        ] {
            assert_eq!(fit(size, large), fits, "{size:?}");
        }
        assert_eq!(fit((12_000, 32), bounds(PictureWidth::Small)), (320, 1));
        assert_eq!(fit((1, 12_000), bounds(PictureWidth::Small)), (1, 960));
    }

    #[test]
    fn what_is_transparent_does_not_colour_its_edges() {
        let halves = RgbaImage::from_fn(64, 64, |x, _| match x < 32 {
            true => Rgba([0, 0, 255, 255]),
            false => Rgba([255, 0, 0, 0]),
        });
        let smaller = within(halves.into(), 21, 63).unwrap().into_rgba8();
        assert_eq!(smaller.dimensions(), (21, 21));
        for Rgba([red, _, _, alpha]) in smaller.pixels() {
            assert!(*alpha == 0 || *red == 0, "{red} at {alpha}");
        }
    }
}
