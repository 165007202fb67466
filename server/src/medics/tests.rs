//! Files of medics, good and bad: each bad one has one clear result.

use super::*;
use domain::rosters::RosterName;

const HEADER: &str = "gmc_number,first_name,last_name,email,roster,roster_group,starts,ends";
const ANN: &str = "7000001,Ann,Example,ann@example.org,Ward 1,Medicine,2026-01-01,2026-12-31";
const BEN: &str = "7000002,Ben,Sample,ben@example.org,Ward 2,,,";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn read_all(bytes: &[u8]) -> Result<File, Unfit> {
    let file = read(bytes, today())?;
    if file.is_mostly_refused() {
        assert!(!file.refused.is_empty());
        return Err(Unfit::MostlyRefused);
    }
    Ok(file)
}

/// A file of these lines.
fn of(lines: &[&str]) -> File {
    let text = format!("{HEADER}\r\n{}\r\n", lines.join("\r\n"));
    read_all(text.as_bytes()).unwrap()
}

/// What is said of a line that stands after two good ones: that it is refused, and the rest is not.
fn why(line: &str) -> String {
    let file = of(&[ANN, BEN, line]);
    assert_eq!((file.read, file.lines.len()), (3, 2), "{line}");
    let (number, reason) = &file.refused[0];
    assert_eq!(*number, 4);
    reason.clone()
}

fn cell(column: usize, text: &str) -> String {
    let mut cells: Vec<&str> = "7000003,Cai,Third,cai@example.org,Ward 1,,,".split(',').collect();
    cells[column] = text;
    cells.join(",")
}

#[test]
fn a_good_file_is_read_whole() {
    let file = of(&[ANN, "", BEN, "7000001,Ann,Example,ANN@example.org,\"Ward, 2\",,,"]);
    assert_eq!((file.read, file.lines.len(), file.refused.len()), (3, 3, 0));
    let ann = &file.lines[0];
    assert_eq!((ann.line, ann.gmc.as_str()), (2, "7000001"));
    assert_eq!(ann.on.group.as_ref().map(RosterName::as_str), Some("Medicine"));
    assert_eq!(
        (ann.on.starts, ann.on.ends),
        ("2026-01-01".parse().ok(), "2026-12-31".parse().ok())
    );
    assert_eq!(file.lines[2].on.roster.as_str(), "Ward, 2");
    assert_eq!(file.doubts, BTreeSet::new());
}

#[test]
fn a_byte_order_mark_line_feeds_only_and_other_case_in_the_columns_are_fine() {
    let header = " GMC number, First_Name ,last name,EMAIL,roster,Roster group,starts,ends";
    let text = format!("\u{FEFF}{header}\n{ANN}\n{BEN}");
    assert_eq!(read_all(text.as_bytes()).unwrap().lines.len(), 2);
}

#[test]
fn a_file_that_is_no_list_of_medics_has_one_clear_reason() {
    let utf16: Vec<u8> = format!("\u{FEFF}{HEADER}\n{ANN}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let semicolons = format!("{HEADER}\n{ANN}\n").replace(',', ";");
    let mostly = format!("{HEADER}\n{ANN}\n1,2\n3,4\n");
    for (bytes, unfit) in [
        (b"".as_slice(), Unfit::Empty),
        (b"\xEF\xBB\xBF \r\n", Unfit::Empty),
        (b"PK\x03\x04\x00\x00\n\x00", Unfit::NotText),
        (&utf16, Unfit::NotText),
        (b"gmc_number,pr\xe9nom\n", Unfit::NotText),
        (format!("{HEADER}\r{ANN}\r").as_bytes(), Unfit::LineEnds),
        (semicolons.as_bytes(), Unfit::Semicolons),
        (b"name,town\nBont,Conwy\n", Unfit::Columns),
        (format!("{ANN}\n{BEN}\n").as_bytes(), Unfit::Columns),
        (format!("{HEADER},grade\n{ANN},F1\n").as_bytes(), Unfit::Columns),
        (HEADER.as_bytes(), Unfit::NoLines),
        (format!("{HEADER}\r\n\r\n").as_bytes(), Unfit::NoLines),
        (mostly.as_bytes(), Unfit::MostlyRefused),
    ] {
        assert_eq!(read_all(bytes), Err(unfit), "{}", String::from_utf8_lossy(bytes));
        assert!(said(unfit).ends_with("; nothing has changed"));
    }
}

#[test]
fn a_bad_line_is_refused_with_its_reason_and_the_rest_goes_in() {
    let long = "x".repeat(61);
    let longer = "x".repeat(81);
    for (line, reason) in [
        ("7000003,Cai,Third".to_owned(), "it has 3 cells, not 8"),
        (cell(7, "2027-01-01,more"), "it has 9 cells, not 8"),
        (HEADER.to_owned(), "it names the columns again"),
        (ANN.to_owned(), "it already stands on line 2"),
        (cell(1, "\"Cai"), "its quotation marks do not match"),
        (
            cell(0, "700003"),
            "gmc_number, \"700003\", is no GMC number (seven digits)",
        ),
        (cell(0, ""), "gmc_number, \"\", is no GMC number (seven digits)"),
        (cell(1, ""), "first_name is empty"),
        (cell(1, &long), "first_name is longer than 60 characters"),
        (cell(2, "www.example.org"), "last_name, \"www.example.org\", is no name"),
        (
            cell(3, "cai.example.org"),
            "email, \"cai.example.org\", is no e-mail address",
        ),
        (cell(3, ""), "email is empty"),
        (cell(4, ""), "roster is empty"),
        (cell(4, &longer), "roster is longer than 80 characters"),
        (cell(5, &longer), "roster_group is longer than 80 characters"),
        (
            cell(6, "1/2/2026"),
            "starts, \"1/2/2026\", is no day from 2000 to 2100 (YYYY-MM-DD)",
        ),
        (
            cell(7, "2027-02-30"),
            "ends, \"2027-02-30\", is no day from 2000 to 2100 (YYYY-MM-DD)",
        ),
        (
            cell(7, "2026-1"),
            "ends, \"2026-1\", is no day from 2000 to 2100 (YYYY-MM-DD)",
        ),
        (
            "7000003,Cai,Third,cai@example.org,Ward 1,,2027-02-02,2027-02-01".to_owned(),
            "it ends on 2027-02-01, before it starts on 2027-02-02",
        ),
        (cell(7, "2026-11-21"), "it ended on 2026-11-21, which has passed"),
        (
            cell(1, "=HYPERLINK(1)"),
            "first_name, \"=HYPERLINK(1)\", begins like a formula (=, +, - or @)",
        ),
        (
            cell(4, "@SUM(A1)"),
            "roster, \"@SUM(A1)\", begins like a formula (=, +, - or @)",
        ),
        (cell(4, "Ward\u{1b}[31m"), "roster holds control characters"),
        (
            "7000003,Reception,Team,reception@example.org,Ward 1,,,".to_owned(),
            "name and address are those of a shared mailbox, not of a person",
        ),
        (
            "7000001,Anna,Example,ann@example.org,Ward 3,,,".to_owned(),
            "line 2 has other names for the same GMC number",
        ),
        (
            "7000001,Ann,Example,anne@example.org,Ward 3,,,".to_owned(),
            "line 2 has another address for the same GMC number",
        ),
        (
            "7000003,Ann,Example,Ann@Example.org,Ward 3,,,".to_owned(),
            "line 2 has the same address for the GMC number 7000001",
        ),
        (
            "7000001,Ann,Example,ann@example.org,WARD 1,medicine,,".to_owned(),
            "line 2 lists the same person for the same roster",
        ),
    ] {
        assert_eq!(why(&line), reason, "{line}");
    }
    let latin = [
        format!("{HEADER}\n{ANN}\n7000003,Si").as_bytes(),
        b"\xe2n,Third,s@example.org,W,,,\n",
    ]
    .concat();
    let file = read_all(&latin).unwrap();
    assert_eq!(file.refused, [(3, "it is not UTF-8 text".to_owned())]);
    assert_eq!(file.doubts, BTreeSet::from(["7000003".to_owned()]));
}

#[test]
fn a_file_that_was_cut_off_loses_its_last_line_only() {
    let text = format!("{HEADER}\n{ANN}\n{BEN}\n7000003,Cai,\"Thi");
    let file = read_all(text.as_bytes()).unwrap();
    assert_eq!((file.lines.len(), file.refused[0].0), (2, 4));
}

#[test]
fn whoever_stands_on_a_refused_line_is_known_as_far_as_can_be() {
    let doubts = |line: &str| of(&[ANN, BEN, line]).doubts.into_iter().collect::<Vec<_>>();
    assert_eq!(doubts(&cell(6, "soon")), ["7000003"]);
    assert_eq!(doubts(&cell(0, "x")), ["cai@example.org"]);
    assert_eq!(doubts("7000003,\"Cai"), ["7000003"]);
    assert_eq!(doubts("nothing"), Vec::<String>::new());
    assert_eq!(doubts(ANN), Vec::<String>::new(), "twice is no doubt");
}

#[test]
fn the_closing_line_reads_as_promised() {
    let figures = Figures {
        read: 10_000,
        new: 9_000,
        changed: 10,
        unchanged: 900,
        refused: 3,
        unlisted: 7,
    };
    assert_eq!(
        figures.to_string(),
        "10000 read: 9000 new, 10 changed, 900 unchanged, 3 refused"
    );
}
