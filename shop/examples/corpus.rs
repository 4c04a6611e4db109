//! How well the reader does, field by field, on the pages that it was written for and on those that
//! were set aside; and how long it takes. Ends with 1 where a known field is wrong, or where one
//! page of 200 KB in a hundred takes longer than 5 ms.

#![allow(clippy::unwrap_used, reason = "a corpus that can not be read ends it")]

#[path = "../tests/told/mod.rs"]
mod told;

use std::{
    hint::black_box,
    process::ExitCode,
    time::{Duration, Instant},
};

use shop::{Page, read};
use told::{FIELDS, corpus, page, reading, wrong};
use url::Url;

/// What a page may take.
const BOUND: Duration = Duration::from_millis(5);
const LARGE: usize = 200 * 1024;
/// How often each is read.
const READS: usize = 20;

fn main() -> ExitCode {
    let known = tell("known");
    tell("set-aside");
    let slow = times();
    if known > 0 || slow { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Prints how many of each field are right; answers how many are wrong.
fn tell(folder: &str) -> usize {
    let pages = corpus(folder);
    let all: Vec<_> = pages
        .iter()
        .flat_map(|(_, told, bytes)| wrong(told, &reading(told, bytes), false))
        .collect();
    println!("{folder}, {} pages", pages.len());
    for field in FIELDS {
        let wrong = all.iter().filter(|(name, _)| *name == field).count();
        println!("  {field:8} {:3} of {}", pages.len() - wrong, pages.len());
    }
    all.len()
}

/// Prints how long pages take, as they are and blown up to 200 KB by the noise of other products.
/// Answers whether that is too long.
fn times() -> bool {
    let pages = corpus("known");
    let noise = "<li class=\"tile\"><a href=\"/p/7?x=1\" title=\"Other &amp; more\"><img src=\"/7.jpg\" \
                 alt=\"\"><span class=\"price\">12,90&nbsp;€</span></a></li>\n";
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for (_, told, bytes) in &pages {
        let mut blown = bytes.clone();
        while blown.len() < LARGE {
            blown.extend_from_slice(noise.as_bytes());
        }
        let url = Url::parse(&told.url).unwrap();
        for _ in 0..READS {
            small.push(took(&page(told, &url, bytes)));
            large.push(took(&page(told, &url, &blown)));
        }
    }
    for (name, times) in [("as they are", &mut small), ("of 200 KB", &mut large)] {
        times.sort_unstable();
        println!("pages {name}: p50 {:?}, p99 {:?}", at(times, 50), at(times, 99));
    }
    at(&large, 99) > BOUND
}

/// How long the reader alone takes, from a page to what it says.
fn took(page: &Page<'_>) -> Duration {
    let began = Instant::now();
    let reading = black_box(read(black_box(page)));
    let took = began.elapsed();
    drop(reading);
    took
}

fn at(sorted: &[Duration], hundredth: usize) -> Duration {
    sorted[(sorted.len() * hundredth / 100).min(sorted.len() - 1)]
}
