//! What the service does by itself: once however many servers run, in its time, and on after one of them died.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::audit::Event;
use domain::{Clock, Moment};
use server::scheduler::{Job, Scheduler};
use storage::Housekeeping;

use crate::{TestApp, on_both};

on_both!(
    of_two_servers_one_does_each_job,
    a_job_of_a_server_that_died_is_done_by_another,
    over_the_changes_of_the_clocks_each_letter_goes_once,
);

/// What two servers do at the same time.
async fn round(servers: &[Scheduler; 2]) -> Vec<Job> {
    let (one, other) = tokio::join!(servers[0].round(), servers[1].round());
    [one, other].concat()
}

fn two(app: &TestApp) -> [Scheduler; 2] {
    [Scheduler::new(app.needed()), Scheduler::new(app.needed())]
}

async fn of_two_servers_one_does_each_job(app: TestApp) {
    let servers = two(&app);
    let each_once = |done: &[Job], jobs: &[Job]| {
        assert_eq!(done.len(), jobs.len(), "{done:?}");
        assert!(jobs.iter().all(|job| done.contains(job)), "{done:?}");
    };
    let often = [Job::DailyLetters, Job::Invitations, Job::Requests, Job::Ends];
    each_once(&round(&servers).await, &Job::ALL);
    each_once(&round(&servers).await, &[]);
    app.clock.advance(TimeDelta::minutes(4));
    each_once(&round(&two(&app)).await, &[]);
    app.clock.advance(TimeDelta::minutes(1));
    each_once(&round(&two(&app)).await, &often);
    app.clock.advance(TimeDelta::hours(1));
    each_once(&round(&servers).await, &Job::ALL);
}

async fn a_job_of_a_server_that_died_is_done_by_another(app: TestApp) {
    let now = app.clock.now();
    let mut change = app.store.change().await.unwrap();
    let dead = storage::fresh(now);
    let until = now.plus(TimeDelta::minutes(10));
    assert!(change.jobs().take("requests", dead, now, until, now).await.unwrap());
    change.commit_housekeeping(Housekeeping::Job).await.unwrap();
    let servers = two(&app);
    assert!(!round(&servers).await.contains(&Job::Requests));
    app.clock.advance(TimeDelta::minutes(9));
    assert!(!round(&servers).await.contains(&Job::Requests));
    app.clock.advance(TimeDelta::minutes(1));
    assert!(round(&servers).await.contains(&Job::Requests));
}

/// Two servers look every half an hour for five days about each change of the clocks.
async fn over_the_changes_of_the_clocks_each_letter_goes_once(app: TestApp) {
    let servers = two(&app);
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    for (month, day) in [(3, 27), (10, 23)] {
        let from = Moment::new(Utc.with_ymd_and_hms(2026, month, day, 12, 0, 0).unwrap());
        app.clock.advance(from.utc() - app.clock.now().utc());
        gwen.signs_in().await;
        let request = gwen.asks(&practice).await;
        let count = async |name: &str| {
            let letters = app.letters_to("sian@bont.example").await;
            letters.iter().filter(|letter| letter.name == name).count()
        };
        let before = (count("daily_digest").await, count("requests_waiting").await);
        for _ in 0..5 * 48 {
            app.clock.advance(TimeDelta::minutes(30));
            round(&servers).await;
        }
        let after = (count("daily_digest").await, count("requests_waiting").await);
        // Noon of the first day, when it is late enough for that day's, to noon five days on.
        assert_eq!(after.0 - before.0, 6, "a letter a day");
        assert_eq!(after.1 - before.1, 2, "after two days and after five");
        gwen.signs_in().await;
        gwen.withdraws(request).await.unwrap();
    }
    assert_eq!(app.count_of(&practice, Event::RequestReminded).await, 4);
}
