//! `ewelists doctor --test-alerts`: whether alarms arrive where they are read.

use std::process::ExitCode;

use chrono::TimeDelta;
use domain::{Alarm, AlarmState, EmailAddress, HowBad, OutboxId};
use store::Ids as _;

use crate::{
    clock::Clock,
    mail::{Express, ExpressError, Notice},
    settings::Settings,
};

/// Sends a test of each alarm, and of the news that products wait, to the team, past the outbox, and
/// says where each went. The exit code says whether the mail server took all of them.
pub async fn run(settings: &Settings) -> ExitCode {
    let team = settings.mail.team_address();
    let Ok(to) = EmailAddress::parse(team) else {
        println!("  WRONG mail.team is not an e-mail address.");
        return ExitCode::FAILURE;
    };
    let express = match Express::new(settings) {
        Ok(express) => express,
        Err(error) => {
            println!("  WRONG Mail can not be sent: {error}.");
            return ExitCode::FAILURE;
        }
    };
    let (clock, mut lost) = (Clock::default(), 0);
    for alarm in Alarm::ALL {
        let now = clock.now();
        let state = AlarmState {
            raised: true,
            turns: 1,
            bad_from: Some(now - TimeDelta::minutes(20)),
            bad_at: Some(now),
            how_bad: HowBad::Figure(20),
        };
        let id = OutboxId::new(clock.next());
        let notice = Notice { alarm, state, test: true, id, at: now };
        lost += told(alarm.code(), team, express.send(&to, "en", notice).await);
    }
    let (id, now) = (OutboxId::new(clock.next()), clock.now());
    lost += told("queue", team, express.send_queue_test(&to, "en", id, now).await);
    if !settings.watch.mails {
        println!("  note  watch.mails is false: real alarms are mailed to nobody.");
    }
    match lost {
        0 => println!("All tests were taken by the mail server. Look whether they arrive."),
        lost => println!("{lost} tests were not taken."),
    }
    if lost == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Says where a test went; answers how many were lost by it.
fn told(what: &str, team: &str, sent: Result<(), ExpressError>) -> u32 {
    match sent {
        Ok(()) => {
            println!("  ok    A test of `{what}` went to {team}.");
            0
        }
        Err(error) => {
            println!("  WRONG A test of `{what}` did not go to {team}: {error}.");
            1
        }
    }
}
