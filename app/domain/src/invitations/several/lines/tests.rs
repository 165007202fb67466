//! Lines as people paste them, good and bad.

use proptest::prelude::*;

use super::*;

/// Address, first and last name of a line that stands alone.
fn of(line: &str) -> Result<(String, Option<(String, String)>), Wrong> {
    let lines = read(line);
    assert_eq!(lines.len(), 1, "{line}");
    let Named { email, names } = lines[0].read.clone()?;
    let names = names.map(|(first, last)| (first.as_str().to_owned(), last.as_str().to_owned()));
    Ok((email.to_string(), names))
}

fn gwen() -> (String, Option<(String, String)>) {
    let names = ("Gwen".to_owned(), "Rees".to_owned());
    ("gwen@bont.example".to_owned(), Some(names))
}

#[test]
fn a_line_is_read_however_it_is_divided() {
    for line in [
        "gwen@bont.example,Gwen,Rees",
        "gwen@bont.example; Gwen; Rees",
        "gwen@bont.example\tGwen\tRees",
        "Gwen,Rees,gwen@bont.example",
        "gwen@bont.example, Gwen Rees",
        "Gwen Rees gwen@bont.example",
        "Gwen Rees <gwen@bont.example>",
        "Gwen Rees <gwen@bont.example>;",
        "\"Rees, Gwen\" <gwen@bont.example>",
        "Rees, Gwen <gwen@bont.example>",
        "\"gwen@bont.example\",\"Gwen\",\"Rees\",,",
        "mailto:gwen@bont.example,Gwen,Rees",
    ] {
        assert_eq!(of(line), Ok(gwen()), "{line}");
    }
    assert_eq!(of("gwen@bont.example"), Ok(("gwen@bont.example".to_owned(), None)));
    assert_eq!(of("<gwen@bont.example>"), Ok(("gwen@bont.example".to_owned(), None)));
    let dafydd = of("Dafydd ap Rhys <dafydd@bont.example>").unwrap().1.unwrap();
    assert_eq!(dafydd, ("Dafydd".to_owned(), "ap Rhys".to_owned()));
}

#[test]
fn what_is_wrong_with_a_line_is_said() {
    for (line, why) in [
        ("Gwen Rees", Wrong::NoAddress),
        (",Gwen,Rees", Wrong::NoAddress),
        ("gwen@bont,Gwen,Rees", Wrong::NotAnAddress),
        ("gwen@bont.example,huw@bont.example", Wrong::SeveralAddresses),
        (
            "Gwen <gwen@bont.example>; Huw <huw@bont.example>",
            Wrong::SeveralAddresses,
        ),
        ("reception@bont.example,Gwen,Rees", Wrong::GenericAddress),
        ("gwen@bont.example,,Rees", Wrong::NoNames),
        ("Gwen <gwen@bont.example>", Wrong::NoNames),
        ("gwen@bont.example,G3en,Rees", Wrong::FirstName),
        ("gwen@bont.example,Gwen,www.evil.example", Wrong::LastName),
        ("gwen@bont.example,Gwen,Rees,Clerk", Wrong::TooMuch),
        ("\"gwen@bont.example,Gwen,Rees", Wrong::Quotes),
    ] {
        assert_eq!(of(line), Err(why), "{line}");
    }
}

#[test]
fn a_heading_says_what_the_columns_are() {
    let text = "Surname;Team;First name;E-mail\n\nRees;Desk;Gwen;gwen@bont.example\nTomos;Desk;;huw@bont.example\n";
    let lines = read(text);
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 4]);
    let (first, last) = lines[0].read.clone().unwrap().names.unwrap();
    assert_eq!((first.as_str(), last.as_str()), ("Gwen", "Rees"));
    assert_eq!(lines[1].read, Err(Wrong::NoNames));
    let nobody = read("email,first_name,last_name\nNobody,Gwen,Rees");
    assert_eq!(nobody[0].read, Err(Wrong::NoAddress));
    assert_eq!(count(text), 2);
    assert_eq!(read("email,first_name,last_name").len(), 0);
    assert_eq!(count("Gwen Rees\nHuw Tomos"), 2, "no heading names no address");
}

#[test]
fn each_address_is_invited_once_and_a_line_without_names_is_none() {
    let lines = read("gwen@bont.example\ngwen@bont.example,Gwen,Rees\nGWEN@bont.example,Gwen,Rees\nhuw@bont.example");
    let names = |_: &EmailAddress| None;
    let each = invitees(&lines, names);
    assert_eq!(each[0], Err(Wrong::NoNames));
    assert!(each[1].is_ok());
    assert_eq!(each[2], Err(Wrong::Twice { line: 2 }));
    let huw = |email: &EmailAddress| {
        let names = (PersonName::parse("Huw").unwrap(), PersonName::parse("Tomos").unwrap());
        (email.local_part() == "huw").then_some(names)
    };
    assert!(invitees(&lines, huw)[3].is_ok(), "whom the inviter sees needs no names");
}

#[test]
fn what_cannot_be_seen_is_no_reason_to_refuse_a_line() {
    let text = cleaned("\r\n\u{FEFF}gwen@bont.example\u{200B},Gwen,Rees\r\rhuw@bont.example\0,Huw,Tomos\u{7}");
    assert_eq!(text, "gwen@bont.example,Gwen,Rees\n\nhuw@bont.example ,Huw,Tomos");
    assert!(read(&text).iter().all(|line| line.read.is_ok()));
}

/// Pieces of lines as they are pasted, good and bad.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("gwen@bont.example".to_owned()),
        Just("GWEN@bont.example".to_owned()),
        Just("Gwen".to_owned()),
        Just("email".to_owned()),
        Just("\"".to_owned()),
        Just(",".to_owned()),
        Just(";".to_owned()),
        Just("\t".to_owned()),
        Just("<".to_owned()),
        Just(">".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        ".{0,6}",
    ]
}

proptest! {
    #[test]
    fn every_line_has_one_result_in_the_order_pasted(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = cleaned(&pieces.concat());
        prop_assert_eq!(&cleaned(&text), &text, "what is kept is read as it is");
        let lines = read(&text);
        let blank = |line: &&str| line.trim().is_empty();
        let pasted: Vec<&str> = text.lines().filter(|line| !blank(line)).collect();
        prop_assert!(pasted.len() - lines.len() <= 1, "but for the heading");
        prop_assert_eq!(lines.len(), count(&text));
        prop_assert!(lines.windows(2).all(|two| two[0].number < two[1].number));
        for line in &lines {
            let at = usize::try_from(line.number).unwrap() - 1;
            prop_assert_eq!(text.lines().nth(at).unwrap().trim(), &line.text);
        }
        let each = invitees(&lines, |_| None);
        prop_assert_eq!(each.len(), lines.len());
        let mut keys: Vec<String> = each.iter().flatten().map(|one| one.email.key().to_owned()).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), all, "nobody is invited twice");
    }
}
