//! A site that is told to end, or is killed, while people write: what was answered is there, whatever
//! the moment.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::program::{Program, Serving, until};

/// So many write at the same time, each about a list of their own.
const WRITERS: usize = 8;

/// So often it ends, each time a little later.
const TIMES: u64 = 4;

/// Whoever runs it kills what has not ended by then: see release/ewelists.service.
const MOST_TO_END: Duration = Duration::from_secs(30);

/// A list, and the last number that stands there.
struct Written {
    list: String,
    number: u32,
}

/// Counts up on a list until nobody answers any more, and what all who do so are answered. Answers the
/// last number that was answered.
fn write(serving: &Serving, token: &str, written: &Written, all: &AtomicU32) -> u32 {
    let mut answered = written.number;
    loop {
        match serving.describe(token, &written.list, &(answered + 1).to_string()) {
            200 => {
                answered += 1;
                all.fetch_add(1, Ordering::Relaxed);
            }
            status => {
                assert!(matches!(status, 0 | 503), "{status}");
                return answered;
            }
        }
    }
}

/// The numbers that stand there, by the lists.
fn standing(serving: &Serving, token: &str) -> Vec<Written> {
    let lists = serving.lists(token).into_iter().filter_map(|list| {
        let number = list["description"].as_str()?.parse().ok()?;
        Some(Written { list: list["listId"].as_str()?.to_owned(), number })
    });
    lists.collect()
}

fn nothing_answered_is_lost(signal: &str, code: Option<i32>) {
    let mut program = Program::new();
    program.set("LIMITS__API_TOKEN__BURST", 1_000_000);
    let token = program.token();
    let serving = program.serve();
    for writer in 0..WRITERS {
        assert_eq!(serving.make_list(&token, &format!("Writer {writer}")), 200);
    }
    for list in serving.lists(&token) {
        if list["title"].as_str().is_some_and(|title| title.starts_with("Writer")) {
            let list = list["listId"].as_str().unwrap();
            assert_eq!(serving.describe(&token, list, "0"), 200);
        }
    }
    let mut known = standing(&serving, &token);
    assert_eq!(known.len(), WRITERS);
    assert_eq!(serving.stop(), Some(0));

    for time in 0..=TIMES {
        let mut serving = program.serve();
        until("readiness", || serving.is_ready());
        let stands = standing(&serving, &token);
        for Written { list, number } in &known {
            let found = stands.iter().find(|found| found.list == *list).unwrap().number;
            // What was under way may be done, and nobody have heard of it.
            assert!((*number..=number + 1).contains(&found), "{found} for {number}");
        }
        known = stands;
        if time == TIMES {
            assert_eq!(serving.stop(), Some(0));
            break;
        }
        let all = AtomicU32::new(0);
        let (answered, told) = thread::scope(|scope| {
            let (serving, token, all) = (&serving, token.as_str(), &all);
            let write = |written| scope.spawn(move || write(serving, token, written, all));
            let writing: Vec<_> = known.iter().map(write).collect();
            thread::sleep(Duration::from_millis(400 + 170 * time));
            // However slow the machine is: else this would prove nothing.
            until("an answer", || all.load(Ordering::Relaxed) > 0);
            let told = Instant::now();
            serving.signal(signal);
            let answered = writing.into_iter().map(|writer| writer.join().unwrap());
            (answered.collect::<Vec<_>>(), told)
        });
        assert_eq!(serving.ended(), code, "{}", serving.log());
        assert!(told.elapsed() < MOST_TO_END, "{:?}", told.elapsed());
        for (written, number) in known.iter_mut().zip(answered) {
            written.number = number;
        }
    }
    assert!(program.run(&["doctor"]).out.contains("Its counts are right."));
}

#[test]
fn a_site_that_is_told_to_end_while_people_write_loses_nothing_that_it_answered() {
    nothing_answered_is_lost("TERM", Some(0));
}

#[test]
fn a_site_that_is_killed_while_people_write_loses_nothing_that_it_answered() {
    nothing_answered_is_lost("KILL", None);
}

#[test]
fn a_database_whose_making_is_killed_again_and_again_is_made_by_the_next_start() {
    let program = Program::new();
    for millis in [5, 20, 40, 70, 100, 150, 200, 300, 400, 600, 800, 1_200] {
        let mut making = program.begin(&["migrate"]);
        thread::sleep(Duration::from_millis(millis));
        // It may be done already.
        let _ = making.kill();
        making.wait().unwrap();
    }
    let serving = program.serve();
    until("readiness", || serving.is_ready());
    assert_eq!(serving.stop(), Some(0));
    assert!(program.run(&["doctor"]).out.contains("Its counts are right."));
}
