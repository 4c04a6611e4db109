//! Drawings become pictures: SVG to PNG, in memory.

use resvg::{
    render,
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// Renders a drawing `width` pixels wide; nothing where it is none. Text in it is left out, as no
/// fonts are at hand.
pub fn png(svg: &[u8], width: u16) -> Option<Vec<u8>> {
    let tree = Tree::from_data(svg, &Options::default()).ok()?;
    let scale = f32::from(width) / tree.size().width();
    let size = tree.size().scale_by(scale)?.to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_becomes_a_picture_of_its_shape() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 36"><path d="M0 0h64v36H0z" fill="#1d5a4c"/></svg>"##;
        let picture = image::load_from_memory(&png(svg, 640).unwrap()).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (640, 360));
        assert_eq!(picture.get_pixel(320, 180).0, [0x1d, 0x5a, 0x4c]);
    }

    #[test]
    fn what_is_no_drawing_becomes_nothing() {
        assert_eq!(png(b"not a drawing", 640), None);
        assert_eq!(png(b"", 640), None);
    }
}
