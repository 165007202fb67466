//! The daily letter of what waits: once a day, from eight in the morning, to everybody who may decide and wants it.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::daily_letter::DailyLetterView;
use domain::permission::Role;
use domain::{Clock, Moment, Receipt};
use server::daily_letter::write;

use crate::{TestApp, on_both};

on_both!(
    it_comes_once_a_day_however_many_servers_run,
    whoever_has_switched_it_off_gets_none,
);

/// Some minutes after a moment that tests choose.
struct At(Moment);

impl Clock for At {
    fn now(&self) -> Moment {
        self.0
    }
}

async fn it_comes_once_a_day_however_many_servers_run(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let lonely = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let clock = app.clock.clone();
    let bell = app.mailer.bell();
    assert_eq!(
        write(&app.store, clock.as_ref(), bell).await.unwrap(),
        0,
        "nothing waits"
    );
    gwen.asks(&practice).await;
    gwen.asks(&lonely).await;
    let early = At(Moment::new(Utc.with_ymd_and_hms(2025, 11, 24, 7, 59, 0).unwrap()));
    assert_eq!(write(&app.store, &early, bell).await.unwrap(), 0, "not before eight");

    let (one, other) = tokio::join!(
        write(&app.store, clock.as_ref(), bell),
        write(&app.store, clock.as_ref(), bell)
    );
    assert_eq!(one.unwrap() + other.unwrap(), 2);
    let digests = async |email: &str| {
        let letters = app.letters_to(email).await;
        letters
            .into_iter()
            .filter(|letter| letter.name == "daily_digest")
            .collect::<Vec<_>>()
    };
    let hers = digests("sian@bont.example").await;
    assert_eq!(hers.len(), 1);
    assert!(hers[0].text.contains("Meddygfa'r Bont: 1") && !hers[0].text.contains("Castell"));
    let support = digests("olwen@support.example").await;
    assert_eq!(support.len(), 1);
    assert!(
        support[0].text.contains("Canolfan Iechyd y Castell: 1"),
        "nobody else can decide there"
    );
    assert!(!support[0].text.contains("Bont"));
    assert_eq!(write(&app.store, clock.as_ref(), bell).await.unwrap(), 0, "once a day");
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(
        write(&app.store, clock.as_ref(), bell).await.unwrap(),
        2,
        "and the next day"
    );
}

async fn whoever_has_switched_it_off_gets_none(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    app.let_in(huw.id, &practice, Role::ProviderUser).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&practice).await;
    let on = async || -> bool {
        let view: DailyLetterView = sian.browser.call("daily_letter", &[]).await.unwrap();
        view.on
    };
    let switch = async |to: &str| {
        let fields = [("daily_letter", to)];
        sian.browser
            .call::<Receipt>("switch_daily_letter", &fields)
            .await
            .unwrap();
    };
    assert!(on().await, "at first everybody gets it");
    switch("off").await;
    switch("off").await;
    assert!(!on().await);
    let bell = app.mailer.bell();
    assert_eq!(write(&app.store, app.clock.as_ref(), bell).await.unwrap(), 1, "Huw's");
    switch("on").await;
    assert_eq!(write(&app.store, app.clock.as_ref(), bell).await.unwrap(), 1);

    // Without scripts, too.
    let page = sian
        .browser
        .submit(
            "/my-account/daily-letter",
            "switch_daily_letter",
            &[("daily_letter", "off")],
        )
        .await;
    assert!(page.says("You do not get this e-mail."), "{}", page.body);
}
