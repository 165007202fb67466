//! Proposals that end with what they rest on.

use super::*;

on_both!(what_waits_about_somebody_ends_with_the_request_the_access_or_the_account);

async fn what_waits_about_somebody_ends_with_the_request_the_access_or_the_account(app: TestApp) {
    let [olwen, owain, nest] = three(&app).await;
    let board = board(&app).await;
    let waiting = async || {
        let proposals = team(&olwen).await.proposals;
        proposals
            .into_iter()
            .map(|row| (row.kind, row.name))
            .collect::<Vec<_>>()
    };
    let dilys = app.person("Dilys Pugh", "dilys@board.example").await;
    let asks_and_is_proposed = async || {
        dilys
            .tries_to_ask(&board, Role::CommissioningAdministrator)
            .await
            .unwrap();
        let request = dilys.request_at(&board).await.id;
        olwen.approves(&board, request).await.unwrap();
        assert_eq!(waiting().await.len(), 1);
    };

    // The removal of somebody whose access is revoked meanwhile.
    let other = app.person("Mair Ellis", "mair@board.example").await;
    app.let_in(other.id, &board, Role::CommissioningAdministrator).await;
    app.let_in(dilys.id, &board, Role::CommissioningAdministrator).await;
    proposes_removal(&nest, dilys.id, "7A9").await.unwrap();
    let removal = newest(&olwen).await;
    let member = app
        .store
        .read()
        .members()
        .of(dilys.id, board.id)
        .await
        .unwrap()
        .unwrap();
    owain.revokes(&board, member.id).await.unwrap();
    assert!(waiting().await.is_empty());
    assert_eq!(refused(confirms(&owain, removal).await), Refusal::NoLongerStands);

    // The account is closed: neither what she asked for nor what others proposed still stands.
    asks_and_is_proposed().await;
    proposes(&nest, "support_joins", &dilys.email, "").await.unwrap();
    proposes(
        &nest,
        "support_joins",
        &app.person("Elen Fychan", "elen@board.example").await.email,
        "",
    )
    .await
    .unwrap();
    assert_eq!(waiting().await.len(), 3);
    for (call, fields) in [
        (
            "choose_closing_reason",
            [("reason", "not_needed"), ("other", "")].as_slice(),
        ),
        ("close_my_account", &[("password", PASSWORD)]),
    ] {
        dilys.browser.call::<Receipt>(call, fields).await.unwrap();
    }
    assert_eq!(
        waiting().await,
        [(domain::proposals::Kind::SupportJoins, "Elen Fychan".to_owned())]
    );
    let lapsed = events(&app, dilys.id).await;
    let lapsed = lapsed.iter().filter(|event| **event == Event::ProposalLapsed);
    assert_eq!(lapsed.count(), 3);
}
