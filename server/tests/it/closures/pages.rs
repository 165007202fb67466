//! The pages, with scripts off: the banner, the list, the choice that comes back as it was left, and what is confirmed.

use axum::http::StatusCode;
use domain::organisations::Status;

use super::{Town, closure_fields};
use crate::{TestApp, on_both};

on_both!(the_pages_lead_from_the_list_to_the_decision);

async fn the_pages_lead_from_the_list_to_the_decision(app: TestApp) {
    let town = Town::on(app).await;
    let (waits, decide) = ("access waits for a decision", "Decide about its people");
    let page = town.sian.browser.get("/organisations/W91001/members").await;
    assert!(!page.says(waits), "it is open");
    town.register_says(Status::Closed).await;
    for path in ["/organisations/W91001/members", "/organisations/W91001/history"] {
        let page = town.sian.browser.get(path).await;
        assert!(
            page.says("Closed on 31 October 2025 in the register"),
            "{path}: {}",
            page.body
        );
        assert!(page.says(waits) && !page.says(decide), "{path}");
    }
    let page = town.sian.browser.get("/my-account/organisations").await;
    assert!(page.says("Closed on 31 October 2025") && page.says("Your access waits for a decision"));
    let page = town.olwen.browser.get("/").await;
    assert!(page.says("The people of 1 organisation wait for a decision."));
    let page = town.olwen.browser.get("/closed-organisations").await;
    assert!(
        page.says("Meddygfa&#x27;r Bont") || page.says("Meddygfa'r Bont"),
        "{}",
        page.body
    );
    let page = town.olwen.browser.get("/cy/closed-organisations").await;
    assert!(page.says("Sefydliadau sydd wedi cau"));

    let choose = "/organisations/W91001/closure";
    let page = town.olwen.browser.get(choose).await;
    assert_eq!(page.body.matches("name=\"ticked[]\"").count(), 2);
    assert_eq!(page.body.matches(" checked").count(), 2, "all are ticked at first");
    let (sian, huw) = (
        town.member_at(&town.sian, &town.bont).await.to_string(),
        town.member_at(&town.huw, &town.bont).await.to_string(),
    );
    let mut fields = closure_fields(&town.bont, Some(&town.bont));
    fields.push(("ticked[]", &huw));
    let page = town.olwen.browser.submit(choose, "choose_closure", &fields).await;
    assert!(page.says("this is the one that is no longer open"), "{}", page.body);
    assert_eq!(
        page.body.matches(" checked").count(),
        2,
        "Huw and the way, as they were left"
    );
    let mut fields = closure_fields(&town.bont, Some(&town.castell));
    fields.push(("ticked[]", &huw));
    let page = town.olwen.browser.submit(choose, "choose_closure", &fields).await;
    assert!(page.says("Move them to the successor?") && page.says("Huw Tomos"));
    assert!(!page.says("sian@bont.example") && !page.says(&sian));
    let page = town
        .olwen
        .browser
        .submit("/organisations/W91001/closure/confirm", "decide_closure", &fields);
    let page = page.await;
    assert!(page.says("It is decided about 1 of its people"), "{}", page.body);
    assert!(page.says("Siân Jones"), "she still waits");

    let mut fields = closure_fields(&town.bont, None);
    fields.push(("ticked[]", &sian));
    let page = town.olwen.browser.submit(choose, "choose_closure", &fields).await;
    assert!(page.says("End their access?"));
    let page = town
        .olwen
        .browser
        .submit("/organisations/W91001/closure/confirm", "decide_closure", &fields);
    assert!(page.await.says("Nobody at a closed organisation waits for a decision."));
    let page = town.olwen.browser.get("/organisations/W91001/closure/confirm").await;
    assert_eq!(page.status, StatusCode::FOUND, "nothing is chosen");
    let page = town.olwen.browser.get("/organisations/W91001/history").await;
    assert!(page.says("moved it to the successor"), "{}", page.body);
    let page = town.cai.browser.get("/ask-to-join?q=bont").await;
    assert!(page.says("Ask W91002 instead"), "{}", page.body);
    let page = town.cai.browser.get("/ask-to-join/W91001").await;
    assert!(page.says("Ask W91002 instead"));
}
