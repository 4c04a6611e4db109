//! QR codes, for authenticator apps and for share links (R2.8, R3.7).

use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
use qrcode::{Color, EcLevel, QrCode};

/// How many modules around a code stay white; with fewer, cameras do not find it (ISO/IEC 18004).
const QUIET: usize = 4;

/// Pixels of a module on each side, in a PNG that is to be printed.
const PIXELS: usize = 24;

/// A QR code: its modules row by row, and how many there are on each side.
pub struct Code {
    modules: Vec<Color>,
    size: usize,
}

impl Code {
    /// The code that says this; nothing for what is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        Some(Self { size: code.width(), modules: code.to_colors() })
    }

    /// How many modules it has on each side.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The dark modules as the `d` of an SVG path, one unit each: each run of them in a row is one
    /// rectangle.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.modules.chunks(self.size.max(1)).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, other| one == other) {
                if run.first() == Some(&Color::Dark) {
                    path += &format!("M{x} {y}h{}v1h-{}z", run.len(), run.len());
                }
                x += run.len();
            }
        }
        path
    }

    /// The whole as a file, black on white whatever is around it.
    pub fn svg(&self) -> String {
        let side = self.side();
        let (pixels, dark) = (side * PIXELS, self.path());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-{QUIET} -{QUIET} {side} {side}\" \
             width=\"{pixels}\" height=\"{pixels}\" shape-rendering=\"crispEdges\">\
             <path d=\"M-{QUIET}-{QUIET}h{side}v{side}h-{side}z\" fill=\"#fff\"/>\
             <path d=\"{dark}\"/></svg>"
        )
    }

    /// The same as a PNG. Nothing where there is no memory for it.
    pub fn png(&self) -> Option<Vec<u8>> {
        let side = self.side() * PIXELS;
        let mut pixels = vec![u8::MAX; side * side];
        for (y, row) in pixels.chunks_mut(side).enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                if self.is_dark(x / PIXELS, y / PIXELS) {
                    *pixel = 0;
                }
            }
        }
        let width = u32::try_from(side).ok()?;
        let mut file = Vec::new();
        let written = PngEncoder::new(&mut file);
        written.write_image(&pixels, width, width, ExtendedColorType::L8).ok()?;
        Some(file)
    }

    fn side(&self) -> usize {
        self.size + 2 * QUIET
    }

    /// Whether a module is dark, counted from the corner of the quiet zone.
    fn is_dark(&self, x: usize, y: usize) -> bool {
        let (Some(x), Some(y)) = (x.checked_sub(QUIET), y.checked_sub(QUIET)) else { return false };
        x < self.size && self.modules.get(y * self.size + x) == Some(&Color::Dark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Code {
        use Color::{Dark, Light};
        let modules = vec![Dark, Dark, Light, Light, Dark, Light, Light, Light, Light];
        Code { modules, size: 3 }
    }

    #[test]
    fn a_qr_code_is_drawn_in_runs() {
        assert_eq!(small().path(), "M0 0h2v1h-2zM1 1h1v1h-1z");
    }

    #[test]
    fn it_stands_in_a_quiet_zone() {
        let svg = small().svg();
        assert!(svg.contains("viewBox=\"-4 -4 11 11\"") && svg.contains("M0 0h2v1h-2z"), "{svg}");
        let png = image::load_from_memory(&small().png().unwrap()).unwrap().to_luma8();
        assert_eq!(png.dimensions(), (264, 264));
        let at = |x: u32, y: u32| png.get_pixel(x * 24 + 12, y * 24 + 12).0[0];
        assert_eq!(
            [at(3, 4), at(4, 4), at(5, 4), at(6, 4), at(5, 5), at(4, 5)],
            [255, 0, 0, 255, 0, 255]
        );
        assert_eq!((at(0, 0), at(10, 10)), (255, 255));
    }

    #[test]
    fn a_link_fits_and_a_book_does_not() {
        let link = format!("https://gifts.example/l/{}", "a".repeat(27));
        assert!(Code::of(&link).unwrap().size() >= 29);
        assert!(Code::of(&"x".repeat(10_000)).is_none());
    }
}
