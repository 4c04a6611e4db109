//! A title set in the font of the picture: what of it can be written, and in which lines.

use std::ops::RangeInclusive;

/// A line, in pixels, and how many of them the title may take.
const SIZES: [(u16, usize); 3] = [(80, 1), (60, 2), (46, 3)];

/// A line is this long at most, in pixels.
const LONGEST: f32 = 1040.0;

/// Several lines are tried this narrow first, so that they come out alike.
const SHARES: [f32; 5] = [0.6, 0.7, 0.8, 0.9, 1.0];

/// The characters of the font in `server/assets/fonts`: Latin, with what Europe, Turkey and Vietnam
/// put above and below it.
const WRITTEN: [RangeInclusive<char>; 24] = [
    ' '..='~',
    '\u{A0}'..='\u{131}',
    '\u{134}'..='\u{148}',
    '\u{14A}'..='\u{17E}',
    '\u{18F}'..='\u{18F}',
    '\u{192}'..='\u{192}',
    '\u{1A0}'..='\u{1A1}',
    '\u{1AF}'..='\u{1B0}',
    '\u{1C4}'..='\u{1CC}',
    '\u{1E6}'..='\u{1E7}',
    '\u{1EA}'..='\u{1EB}',
    '\u{1FA}'..='\u{21B}',
    '\u{22A}'..='\u{22D}',
    '\u{230}'..='\u{233}',
    '\u{259}'..='\u{259}',
    '\u{1E80}'..='\u{1E85}',
    '\u{1E9E}'..='\u{1E9E}',
    '\u{1EA0}'..='\u{1EF9}',
    '\u{2013}'..='\u{2014}',
    '\u{2018}'..='\u{201A}',
    '\u{201C}'..='\u{201E}',
    '\u{2022}'..='\u{2022}',
    '\u{2026}'..='\u{2026}',
    '\u{20AC}'..='\u{20AC}',
];

/// A title in lines of one size.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lines {
    pub size: u16,
    pub lines: Vec<String>,
}

/// What can be written of a title: emoji and other signs that the font lacks are left out. Nothing
/// where letters would be missing, or none are left: boxes say less than no title.
pub(super) fn written(title: &str) -> Option<String> {
    let is_written = |c: &char| WRITTEN.iter().any(|range| range.contains(c));
    if title.chars().any(|c| c.is_alphanumeric() && !is_written(&c)) {
        return None;
    }
    let kept: String = title.chars().filter(is_written).collect();
    let words: Vec<_> = kept.split_whitespace().collect();
    kept.chars().any(char::is_alphanumeric).then(|| words.join(" "))
}

/// Sets a title as large as its length allows. `width` measures a text at a size.
pub(super) fn set(title: &str, width: &dyn Fn(&str, u16) -> f32) -> Lines {
    for (size, most) in SIZES {
        let shares = if most == 1 { &SHARES[SHARES.len() - 1..] } else { &SHARES[..] };
        let mut tries = shares
            .iter()
            .filter_map(|share| broken(title, most, &|line| width(line, size) <= LONGEST * share));
        if let Some(lines) = tries.next() {
            return Lines { size, lines };
        }
    }
    let size = SIZES[SIZES.len() - 1].0;
    Lines { size, lines: vec![cut(title, &|line| width(line, size) <= LONGEST)] }
}

/// Breaks a title between words into lines that fit. Nothing where that takes too many of them, or
/// a word is too long.
fn broken(title: &str, most: usize, fits: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split(' ') {
        let longer = lines.last().map(|line| format!("{line} {word}")).filter(|line| fits(line));
        match longer {
            Some(longer) => {
                lines.pop();
                lines.push(longer);
            }
            None if fits(word) => lines.push(word.to_owned()),
            None => return None,
        }
    }
    (lines.len() <= most).then_some(lines)
}

/// As much of a title as fits into one line.
fn cut(title: &str, fits: &dyn Fn(&str) -> bool) -> String {
    let mut kept = title.to_owned();
    while !fits(&format!("{kept}…")) && kept.pop().is_some() {}
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    // R3.7, R9.7
    #[test]
    fn a_title_is_written_whole_or_not_at_all() {
        let latin = "Żółta łódź, žluťoučký kůň, İstanbul, Đặng";
        for (title, expected) in [
            ("Ida’s first birthday", Some("Ida’s first birthday")),
            (latin, Some(latin)),
            ("Größe 🎂 <b>&amp;</b>", Some("Größe <b>&amp;</b>")),
            ("👨‍👩‍👧‍👦 Ida 1️⃣", Some("Ida 1")),
            ("عيد ميلاد سعيد", None),
            ("Ida אידה", None),
            ("誕生日 2026", None),
            ("🎂🎂", None),
            ("— …", None),
        ] {
            assert_eq!(written(title).as_deref(), expected, "{title}");
        }
    }

    fn half_an_em(text: &str, size: u16) -> f32 {
        f32::from(u16::try_from(text.chars().count()).unwrap()) * f32::from(size) / 2.0
    }

    #[test]
    fn a_title_is_as_large_as_it_can_be() {
        let long = "Everything we could need for the place by the canal, and more than we do need";
        for (title, size, lines) in
            [("Ida", 80, 1), ("A title of which one line is not enough", 60, 2), (long, 46, 3)]
        {
            let set = set(title, &half_an_em);
            assert_eq!((set.size, set.lines.len()), (size, lines), "{:?}", set.lines);
            assert_eq!(set.lines.join(" "), title);
            assert!(set.lines.iter().all(|line| half_an_em(line, size) <= LONGEST));
        }
    }

    #[test]
    fn lines_come_out_alike() {
        let set = set("A title of which one line is not enough", &half_an_em);
        let lengths: Vec<_> = set.lines.iter().map(|line| line.chars().count()).collect();
        assert!(lengths[0].abs_diff(lengths[1]) < 8, "{:?}", set.lines);
    }

    #[test]
    fn what_has_no_place_to_break_is_cut() {
        let set = set(&"x".repeat(100), &half_an_em);
        assert_eq!((set.size, set.lines.len()), (46, 1));
        assert!(set.lines[0].ends_with("x…") && half_an_em(&set.lines[0], 46) <= LONGEST);
    }

    #[test]
    fn every_character_that_is_written_has_a_glyph() {
        for character in WRITTEN.into_iter().flatten() {
            assert!(super::super::has_glyph(character), "{character:?}");
        }
    }
}
