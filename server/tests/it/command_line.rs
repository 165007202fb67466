//! The command line: settings, starting, stopping.

use std::os::unix::fs::PermissionsExt;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::process::{Server, porthor};

/// The answer's first line.
async fn asked(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_wrong_setting_stops_the_start_with_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in [
        ("LISTEN", "everywhere"),
        ("BASE_URL", "https://porthor.example"),
        ("SMTP_URL", "mail"),
        ("DATABASE_URL", "mysql://localhost"),
    ] {
        let output = porthor(&["serve"], "sqlite://porthor.db", folder.path())
            .env(name, value)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("porthor: "), "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[tokio::test]
async fn the_server_makes_what_it_needs_for_its_owner_only_and_stops_in_good_order() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&["serve"], "sqlite://var/porthor.db", folder.path()).await;
    assert!(server.greeting.contains("http://localhost:3000"), "{}", server.greeting);
    assert_eq!(asked(&server.address, "/ready").await, "HTTP/1.1 200 OK");
    assert_eq!(asked(&server.address, "/").await, "HTTP/1.1 200 OK");
    let mode = |path: &str| {
        std::fs::metadata(folder.path().join(path))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(
        (mode("var"), mode("var/letters"), mode("var/secret.key")),
        (0o700, 0o700, 0o600)
    );
    assert_eq!(server.terminate().await.code(), Some(0));
}

#[tokio::test]
async fn a_demo_database_is_served_as_a_demo_only_and_a_real_one_never() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Server::start(&["serve", "--demo"], "sqlite://demo.db", folder.path()).await;
    assert_eq!(asked(&demo.address, "/demo/letters").await, "HTTP/1.1 200 OK");
    assert_eq!(demo.terminate().await.code(), Some(0));
    let plain = porthor(&["serve"], "sqlite://demo.db", folder.path()).output().unwrap();
    assert_eq!(plain.status.code(), Some(2));
    assert!(String::from_utf8(plain.stderr).unwrap().contains("demo"));

    let register = folder.path().join("register.csv");
    let row = "W91001,MEDDYGFA BRYN GWYN,W00,7A1,1 HIGH STREET,LLANFAIR-Y-BONT,,,,ZZ99 1AA,19740401,,A,B,7A1,20130401,,\
               01632 960100,,,,0,,4,,0,\n";
    std::fs::write(&register, row).unwrap();
    let import = ["import", "organisations", "register.csv"];
    let imported = porthor(&import, "sqlite://real.db", folder.path()).output().unwrap();
    let said = String::from_utf8(imported.stdout).unwrap();
    assert!(
        said.ends_with("1 read: 1 new, 0 changed, 0 unchanged, 0 refused\n"),
        "{said}"
    );
    let demo = porthor(&["serve", "--demo"], "sqlite://real.db", folder.path())
        .env("LISTEN", "127.0.0.1:0")
        .output();
    let demo = demo.unwrap();
    assert_eq!(demo.status.code(), Some(1));
    assert!(String::from_utf8(demo.stderr).unwrap().contains("not marked as a demo"));
}

#[test]
fn what_is_no_report_of_a_letter_of_ours_is_refused_with_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = folder.path().join("garbage.eml");
    let stranger = folder.path().join("stranger.eml");
    std::fs::write(&garbage, [0, 159, 146, 150]).unwrap();
    std::fs::write(
        &stranger,
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"edge\"\r\n\r\n\
         --edge\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n\
         Final-Recipient: rfc822; gwen@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --edge\r\nContent-Type: text/rfc822-headers\r\n\r\nTo: gwen@example.org\r\n\
         Message-ID: <0199a5c0-1111-7222-8333-444455556666@localhost>\r\n\r\n--edge--\r\n",
    )
    .unwrap();
    for (message, why) in [(garbage, "RFC 3464"), (stranger, "a letter of this service")] {
        let output = porthor(&["letters", "bounce"], "sqlite://porthor.db", folder.path())
            .stdin(std::fs::File::open(message).unwrap())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("porthor: ") && said.contains(why), "{said}");
    }
}
