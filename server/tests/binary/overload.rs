//! More people at once than the site has places for: who is let in is served well, everybody else is
//! told at once when to come back, and as soon as they are gone there is room again. For longer, and with
//! figures: `server/examples/overload.rs`.

use std::{
    collections::BTreeMap,
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
};

use crate::{
    giving::{Shared, unlimited},
    program::{Answer, Program, Serving, until},
};

/// So many requests are answered at once.
const PLACES: usize = 4;

/// Of this gift only so many are wanted.
const FEW: u32 = 5;

/// So often a crowd comes, at most, until there was no place for one of them.
const CROWDS: usize = 50;

/// What givers who came at the same moment were answered, by gift and status.
type Answered = BTreeMap<(usize, u16), u64>;

/// Ends what goes on beside a test, also where that fails.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// After how many seconds whoever was sent away may come back.
fn wait(answer: &Answer) -> Option<u32> {
    let line = answer.head.lines().find_map(|line| line.strip_prefix("retry-after: "));
    line?.trim().parse().ok()
}

/// So many new givers reserve at the same moment, whether or not others are done.
fn crowd(
    serving: &Serving,
    shared: &Shared,
    gifts: &[String; 2],
    crowd: &str,
    many: usize,
) -> Answered {
    let (together, mut answered) = (Barrier::new(many), Answered::new());
    thread::scope(|scope| {
        let givers = (0..many).map(|giver| {
            let together = &together;
            scope.spawn(move || {
                let (gift, who) = (giver % gifts.len(), format!("giver{giver}of{crowd}"));
                together.wait();
                let answer = shared.reserve(serving, &gifts[gift], &who);
                let answer = answer.unwrap_or_else(|| panic!("{who} is not answered"));
                match answer.status {
                    200 => {}
                    409 => assert!(answer.body.contains("already_taken"), "{}", answer.body),
                    503 => {
                        let wait = wait(&answer);
                        assert!(wait.is_some_and(|s| (1..=10).contains(&s)), "{}", answer.head);
                    }
                    status => panic!("{status}: {}", answer.body),
                }
                (gift, answer.status)
            })
        });
        for giver in givers.collect::<Vec<_>>() {
            *answered.entry(giver.join().unwrap()).or_default() += 1;
        }
    });
    answered
}

/// How many were answered like this.
fn with(answered: &Answered, status: u16) -> u64 {
    answered.iter().filter(|((_, of), _)| *of == status).map(|(_, many)| many).sum()
}

// R4.1, R5.2: not one too many, and not one less than was said.
#[test]
fn who_finds_no_place_is_told_so_at_once_and_what_was_reserved_stays_reserved() {
    let mut program = Program::new();
    unlimited(&mut program);
    program.set("SERVER__MAX_REQUESTS", PLACES);
    // However slow the machine is, what is let in is answered.
    program.set("SERVER__REQUEST_TIMEOUT", 600);
    let token = program.token();
    let serving = program.serve();
    until("readiness", || serving.is_ready());
    let shared = Shared::begin(&serving, &token);
    let gifts = [shared.gift(&serving, "Plenty", 999), shared.gift(&serving, "Few", FEW)];
    let page = format!("/l/{}", shared.share);

    let (over, asked) = (AtomicBool::new(false), AtomicU32::new(0));
    let mut all = Answered::new();
    thread::scope(|scope| {
        // How it is doing is told whatever the load.
        scope.spawn(|| {
            while !over.load(Ordering::Acquire) {
                let health = serving.get("/healthz").unwrap();
                assert_eq!(health.status, 200, "{}", health.body);
                asked.fetch_add(1, Ordering::Relaxed);
            }
        });
        let ends = Ends(&over);
        for times in [3, 10] {
            let (mut taken, mut away) = (0, 0);
            for number in 0..CROWDS {
                let name = format!("{number}x{times}");
                let answered = crowd(&serving, &shared, &gifts, &name, PLACES * times);
                (taken, away) = (taken + with(&answered, 200), away + with(&answered, 503));
                for (which, many) in answered {
                    *all.entry(which).or_default() += many;
                }
                // They have all been answered, so there is room, for the very next one.
                let next = serving.get(&page).unwrap();
                assert_eq!(next.status, 200, "{}", next.body);
                if taken > 0 && away > 0 {
                    break;
                }
            }
            assert!(taken > 0, "at {times} times of what it can do nothing is done: {all:?}");
            assert!(away > 0, "at {times} times of what it can do nobody is sent away: {all:?}");
        }
        until("how it is doing", || asked.load(Ordering::Relaxed) > 0);
        drop(ends);
    });
    assert_eq!(serving.log().matches("panicked").count(), 0, "{}", serving.log());

    // What was said is so, also for a process that comes later.
    assert_eq!(serving.stop(), Some(0));
    let serving = program.serve();
    for (number, gift) in gifts.iter().enumerate() {
        let said = all.get(&(number, 200)).copied().unwrap_or_default();
        assert_eq!(shared.reserved(&serving, gift), said, "{all:?}");
    }
    assert!(shared.reserved(&serving, &gifts[1]) <= u64::from(FEW));
    assert_eq!(serving.stop(), Some(0));
    assert!(program.run(&["doctor"]).out.contains("Its counts are right."));
}
