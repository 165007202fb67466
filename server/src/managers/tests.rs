//! Files of practice managers, good and bad: each bad one has one clear result.

use super::*;

const HEADER: &str = "ods_code,first_name,last_name,email,role,valid_from,valid_to";
const ANN: &str = "W91001,Ann,Example,ann@example.org,Practice Manager,2026-01-01,2026-12-31";
const BEN: &str = "W91002,Ben,Sample,ben@example.org,practice_manager,,";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn of(lines: &[&str]) -> Rows {
    let text = format!("{HEADER}\r\n{}\r\n", lines.join("\r\n"));
    read(text.as_bytes(), today()).unwrap()
}

/// What is said of a line that stands after two good ones: that it is refused, and the rest is not.
fn why(line: &str) -> String {
    let Rows { file, rows } = of(&[ANN, BEN, line]);
    assert_eq!((file.read, rows.len()), (3, 2), "{line}");
    let (number, reason) = &file.refused[0];
    assert_eq!(*number, 4);
    reason.clone()
}

fn cell(column: usize, text: &str) -> String {
    let mut cells: Vec<&str> = "W91003,Cai,Third,cai@example.org,Practice Manager,,"
        .split(',')
        .collect();
    cells[column] = text;
    cells.join(",")
}

#[test]
fn a_good_file_is_read_whole() {
    let elsewhere = ANN.replace("W91001", " w91002 ").replace("ann@", "ANN@");
    let Rows { file, rows } = of(&[ANN, "", BEN, &elsewhere]);
    assert_eq!((file.read, rows.len(), file.refused.len()), (3, 3, 0));
    assert_eq!((rows[2].line, rows[2].code.as_str()), (5, "W91002"));
    assert_eq!(rows[2].email.key(), "ann@example.org");
    assert_eq!(file.doubts, BTreeSet::new());
}

#[test]
fn a_file_that_is_no_list_of_managers_has_one_clear_reason() {
    for (text, unfit) in [
        (String::new(), Unfit::Empty),
        ("name,town\nBont,Conwy\n".to_owned(), Unfit::Columns),
        (format!("{ANN}\n"), Unfit::Columns),
        (format!("{HEADER}\n{ANN}\n").replace(',', ";"), Unfit::Semicolons),
        (format!("{HEADER}\r{ANN}\r"), Unfit::LineEnds),
        (format!("{HEADER}\n"), Unfit::NoLines),
        ("PK\u{3}\u{4}\0\0\n\0".to_owned(), Unfit::NotText),
    ] {
        assert_eq!(read(text.as_bytes(), today()).err(), Some(unfit), "{text}");
    }
    let mut file = of(&[ANN, "1,2", "3,4"]).file;
    assert!(file.is_mostly_refused(), "no line has a practice yet");
    file.read = 0;
    let said = lists::said(Unfit::MostlyRefused, "practice managers", &COLUMNS);
    assert_eq!(
        said,
        "the file is no list of practice managers: most of its lines were refused; nothing has changed"
    );
}

#[test]
fn a_bad_line_is_refused_with_its_reason_and_the_rest_goes_in() {
    let long = "x".repeat(61);
    for (line, reason) in [
        ("W91003,Cai,Third".to_owned(), "it has 3 cells, not 7"),
        (cell(6, "2027-01-01,more"), "it has 8 cells, not 7"),
        (HEADER.to_owned(), "it names the columns again"),
        (ANN.to_owned(), "it already stands on line 2"),
        (
            ANN.replace("Ann,", "Anna,"),
            "line 2 lists the same address for the same practice, and says otherwise",
        ),
        (cell(1, "\"Cai"), "its quotation marks do not match"),
        (cell(0, ""), "ods_code is empty"),
        (cell(0, "W9 1003"), "ods_code, \"W9 1003\", is no ODS code"),
        (cell(1, ""), "first_name is empty"),
        (cell(2, &long), "last_name is longer than 60 characters"),
        (cell(2, "www.example.org"), "last_name, \"www.example.org\", is no name"),
        (
            cell(3, "cai.example.org"),
            "email, \"cai.example.org\", is no e-mail address",
        ),
        (cell(3, ""), "email is empty"),
        (
            cell(3, "reception@example.org"),
            "email, \"reception@example.org\", is a mailbox that several people use",
        ),
        (
            cell(3, "w91003@example.org"),
            "email, \"w91003@example.org\", is a mailbox that several people use",
        ),
        (
            "W91003,Reception,Team,reception@example.org,Practice Manager,,".to_owned(),
            "name and address are those of a shared mailbox, not of a person",
        ),
        (
            "W91003,Practice,Manager,cai@example.org,Practice Manager,,".to_owned(),
            "the name, \"Practice Manager\", does not identify a person",
        ),
        (cell(4, ""), "role is empty"),
        (
            cell(4, "Partner"),
            "role, \"Partner\", is neither Practice Manager nor a role that can be given at a practice; nobody else is \
             pre-approved",
        ),
        (
            cell(5, "1/2/2026"),
            "valid_from, \"1/2/2026\", is no day from 2000 to 2100 (YYYY-MM-DD)",
        ),
        (
            cell(6, "2027-02-30"),
            "valid_to, \"2027-02-30\", is no day from 2000 to 2100 (YYYY-MM-DD)",
        ),
        (
            "W91003,Cai,Third,cai@example.org,Practice Manager,2027-02-02,2027-02-01".to_owned(),
            "it ends on 2027-02-01, before it starts on 2027-02-02",
        ),
        (cell(6, "2026-11-21"), "it ended on 2026-11-21, which has passed"),
        (
            cell(1, "=HYPERLINK(1)"),
            "first_name, \"=HYPERLINK(1)\", begins like a formula (=, +, - or @)",
        ),
        (cell(4, "Practice\u{1b}[31m"), "role holds control characters"),
    ] {
        assert_eq!(why(&line), reason, "{line}");
    }
}

#[test]
fn whoever_stands_on_a_refused_line_is_known_as_far_as_can_be() {
    let doubts = |line: &str| of(&[ANN, BEN, line]).file.doubts.into_iter().collect::<Vec<_>>();
    assert_eq!(doubts(&cell(4, "Partner")), ["W91003 cai@example.org"]);
    assert_eq!(doubts(&cell(0, "?")), ["cai@example.org"]);
    assert_eq!(doubts(&cell(3, "cai")), ["W91003 cai third"]);
    assert_eq!(doubts("nothing"), Vec::<String>::new());
    assert_eq!(doubts(ANN), Vec::<String>::new(), "twice is no doubt");
    assert_eq!(
        doubts(&cell(6, "2026-11-21")),
        Vec::<String>::new(),
        "what is over is listed no longer"
    );
}
