//! The picture of a list that link previews show (R3.7): its cover, its occasion, and its title as
//! far as our font can write it; never gifts or people.
//!
//! It is composed as an SVG of our own, in which nothing that people wrote is more than text, and
//! rendered without looking at any file or font of the machine.

mod title;

use std::{
    fmt::Write as _,
    sync::{Arc, OnceLock},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use domain::Occasion;
use image::{
    ExtendedColorType, ImageEncoder as _,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

/// How large the picture is, in pixels, as those expect it who show previews.
pub const WIDTH: u32 = 1200;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 630;

const FONT: &[u8] = include_bytes!("../assets/fonts/familjen-grotesk-bold.ttf");
const FAMILY: &str = "Familjen Grotesk";

/// A cover of ours is drawn as high as this, and part of it is shown.
const DRAWN: f32 = 675.0;
/// The cover's height above a title, and above the occasion alone.
const COVER: f32 = 392.0;
const COVER_ALONE: f32 = 462.0;
/// The scallops at the cover's lower edge: their radius, so that a whole number of them fits.
const BUMP: f32 = 24.0;
const BUMPS: usize = 25;

/// What the picture is of.
#[derive(Debug, Clone)]
pub struct Scene {
    /// What the list is called.
    pub title: String,
    /// What it is for, in the reader's language.
    pub occasion: String,
    /// Which of our covers it has.
    pub cover: Occasion,
    /// The owners' own picture in its place, a WebP.
    pub picture: Option<Bytes>,
    /// Whether it is closed, which greys the cover (R3.5).
    pub closed: bool,
}

/// Paints the picture: a PNG. It takes some tenths of a second of a core. Nothing where that fails,
/// which no title makes it do.
pub fn paint(scene: &Scene) -> Option<Vec<u8>> {
    let tree = Tree::from_str(&composed(scene)?, &options()).ok()?;
    let mut pixmap = Pixmap::new(WIDTH, HEIGHT)?;
    resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
    // A photograph in fewer shades is a third smaller, and looks the same at this size.
    let shade =
        |value: u8| if scene.picture.is_some() { (value & 0xFC) | (value >> 6) } else { value };
    let pixels = pixmap.pixels().iter();
    let rgb = pixels.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()].map(shade));
    let rgb: Vec<u8> = rgb.collect();
    let mut file = Vec::new();
    let written =
        PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive);
    written.write_image(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8).ok()?;
    Some(file)
}

/// Our font, and no other.
fn options() -> Options<'static> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(FONT.to_vec());
        Arc::new(fonts)
    });
    Options { fontdb: fonts.clone(), font_family: FAMILY.to_owned(), ..Options::default() }
}

fn composed(scene: &Scene) -> Option<String> {
    let title = title::written(&scene.title);
    let high = if title.is_some() { COVER } else { COVER_ALONE };
    let words = words(title.as_deref(), &scene.occasion, high)?;
    let cover = cover(scene, high);
    let grey = if scene.closed { " filter=\"url(#grey)\" opacity=\".7\"" } else { "" };
    let bumps = format!("a{BUMP} {BUMP} 0 0 1 -{} 0", 2.0 * BUMP).repeat(BUMPS);
    let edge = format!("M0 0H{WIDTH}V{}{bumps}z", high - BUMP);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
         <defs><clipPath id=\"edge\"><path d=\"{edge}\"/></clipPath>\
         <filter id=\"grey\" color-interpolation-filters=\"sRGB\">\
         <feColorMatrix type=\"saturate\" values=\"0.15\"/></filter></defs>\
         <path d=\"M0 0h{WIDTH}v{HEIGHT}H0z\" fill=\"#f5f7f2\"/>\
         <g clip-path=\"url(#edge)\"><g{grey}>{cover}</g></g>\
         <g font-weight=\"700\" text-anchor=\"middle\">{words}</g></svg>"
    ))
}

/// The cover, of which the page shows the same part.
fn cover(scene: &Scene, high: f32) -> String {
    if let Some(picture) = &scene.picture {
        let picture = STANDARD.encode(picture);
        return format!(
            "<image width=\"{WIDTH}\" height=\"{high}\" preserveAspectRatio=\"xMidYMid slice\" \
             href=\"data:image/webp;base64,{picture}\"/>"
        );
    }
    let up = (high - DRAWN) * 0.58;
    let place = format!("<svg y=\"{up}\" width=\"{WIDTH}\" height=\"{DRAWN}\" ");
    drawing(scene.cover).replacen("<svg ", &place, 1)
}

/// The occasion above the title, or alone where that can not be written.
fn words(title: Option<&str>, occasion: &str, high: f32) -> Option<String> {
    let mut words = String::new();
    let mut line = |text: &str, y: f32, size: u16, colour: &str| {
        let text = escaped(text);
        write!(
            words,
            "<text x=\"{}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\">{text}</text>",
            WIDTH / 2
        )
        .ok()
    };
    let room = 630.0 - high;
    let Some(title) = title else {
        line(occasion, high + room / 2.0 + 22.0, 66, "#1a2a26")?;
        return Some(words);
    };
    let set = title::set(title, &width);
    let lead = f32::from(set.size) * 1.12;
    let all = set.lines.iter().fold(46.0, |height, _| height + lead);
    let top = high + (room - all) / 2.0;
    line(occasion, top + 28.0, 32, "#50605a")?;
    let mut y = top + 46.0 + f32::from(set.size) * 0.86;
    for text in &set.lines {
        line(text, y, set.size, "#1a2a26")?;
        y += lead;
    }
    Some(words)
}

/// How long a text is, in pixels.
fn width(text: &str, size: u16) -> f32 {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
         <text font-weight=\"700\" font-size=\"{size}\">{}</text></svg>",
        escaped(text)
    );
    Tree::from_str(&svg, &options()).map_or(0.0, |tree| tree.root().bounding_box().width())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One of our covers.
fn drawing(cover: Occasion) -> &'static str {
    macro_rules! of {
        ($name:literal) => {
            include_str!(concat!("../../public/covers/", $name, ".svg"))
        };
    }
    match cover {
        Occasion::BabyShower => of!("baby-shower"),
        Occasion::Birthday => of!("birthday"),
        Occasion::Christmas => of!("christmas"),
        Occasion::Baptism => of!("baptism"),
        Occasion::Christening => of!("christening"),
        Occasion::Wedding => of!("wedding"),
        Occasion::Anniversary => of!("anniversary"),
        Occasion::Housewarming => of!("housewarming"),
        Occasion::Graduation => of!("graduation"),
        Occasion::Other => of!("other"),
    }
}

/// Whether the font has a glyph for a character.
#[cfg(test)]
fn has_glyph(character: char) -> bool {
    use resvg::usvg::{GlyphId, Node};

    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
         <text font-weight=\"700\" font-size=\"20\">x{}x</text></svg>",
        escaped(&character.to_string())
    );
    let tree = Tree::from_str(&svg, &options()).unwrap();
    let Some(Node::Text(text)) = tree.root().children().first() else { return false };
    let mut glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
    glyphs.all(|glyph| glyph.id != GlyphId(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures;

    fn scene(title: &str) -> Scene {
        Scene {
            title: title.to_owned(),
            occasion: "Birthday".to_owned(),
            cover: Occasion::Birthday,
            picture: None,
            closed: false,
        }
    }

    /// The picture, as whoever shows it reads it.
    fn painted(scene: &Scene) -> image::RgbImage {
        let file = paint(scene).unwrap();
        let format = image::guess_format(&file).unwrap();
        assert_eq!(format, image::ImageFormat::Png);
        let picture = image::load_from_memory(&file).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
        picture
    }

    /// How much ink stands where the words are.
    fn ink(picture: &image::RgbImage) -> usize {
        let below = picture.enumerate_pixels().filter(|(_, y, _)| *y > 470);
        below.filter(|(_, _, pixel)| pixel.0[0] < 90).count()
    }

    // R3.7
    #[test]
    fn any_title_makes_a_picture() {
        let plain = ink(&painted(&scene("Ida")));
        assert!(plain > 500, "{plain}");
        let long =
            "Everything that we could possibly need for the new place by the canal ".repeat(2);
        for title in [
            "عيد ميلاد سعيد",
            "誕生日 🎂",
            "🎂",
            "<script>alert(1)</script> & \"co\" ]]> <!-- &#0;",
            "\u{FFFF}Ida",
            &long,
            &"W".repeat(100),
            "",
        ] {
            assert!(ink(&painted(&scene(title))) > 500, "{title}");
        }
    }

    #[test]
    fn a_longer_title_has_more_ink_and_arabic_has_no_boxes() {
        let [short, long, arabic, none] =
            ["Ida", "Ida is one", "عيد ميلاد", ""].map(|title| ink(&painted(&scene(title))));
        assert!(long > short);
        assert_eq!(arabic, none, "the occasion alone");
    }

    /// How colourful the cover is.
    fn colour(picture: &image::RgbImage) -> u32 {
        let above = picture.enumerate_pixels().filter(|(_, y, _)| *y < 300);
        let colours = above.map(|(_, _, pixel)| {
            let [r, g, b] = pixel.0;
            u32::from(r.max(g).max(b) - r.min(g).min(b))
        });
        colours.sum()
    }

    // R3.5
    #[test]
    fn the_cover_of_a_closed_list_is_grey() {
        let open = colour(&painted(&scene("Ida")));
        let closed = colour(&painted(&Scene { closed: true, ..scene("Ida") }));
        assert!(open > 4 * closed, "{open} {closed}");
    }

    #[test]
    fn every_cover_is_drawn() {
        for cover in Occasion::ALL {
            let picture = painted(&Scene { cover: *cover, ..scene("Ida") });
            assert!(colour(&picture) > 1_000_000, "{cover:?}");
        }
    }

    #[test]
    fn an_own_picture_takes_the_covers_place() {
        let red = image::RgbImage::from_pixel(800, 600, image::Rgb([200, 30, 30]));
        let mut file = std::io::Cursor::new(Vec::new());
        red.write_to(&mut file, image::ImageFormat::Png).unwrap();
        let kept = pictures::decode(&file.into_inner()).and_then(pictures::encode).unwrap();
        let (_, widest) = kept.files.into_iter().next_back().unwrap();
        let picture = painted(&Scene { picture: Some(Bytes::from(widest)), ..scene("Ida") });
        for (x, y) in [(5, 5), (600, 200), (1195, 350)] {
            let [r, g, b] = picture.get_pixel(x, y).0;
            assert!(r > 180 && g < 60 && b < 60, "{x} {y}: {r} {g} {b}");
        }
        // What can not be decoded leaves the rest.
        painted(&Scene { picture: Some(Bytes::from_static(b"none")), ..scene("Ida") });
    }
}
