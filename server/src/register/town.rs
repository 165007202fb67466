//! The town of a register's address: its five lines carry no labels, and a picker must show the town.

/// What may stand after the town: counties past and present, as the register writes them. A town of the same name
/// (Durham, Conwy) stands on a line of its own before its county, so taking it for a county loses nothing then.
const COUNTIES: &[&str] = &[
    "ABERCONWY",
    "ANGLESEY",
    "AVON",
    "BEDFORDSHIRE",
    "BERKSHIRE",
    "BLAENAU GWENT",
    "BUCKINGHAMSHIRE",
    "CAERPHILLY",
    "CAMBRIDGESHIRE",
    "CARMARTHENSHIRE",
    "CEREDIGION",
    "CHESHIRE",
    "CLEVELAND",
    "CLWYD",
    "CONWY",
    "CORNWALL",
    "CO DURHAM",
    "COUNTY DURHAM",
    "CUMBRIA",
    "DENBIGHSHIRE",
    "DERBYSHIRE",
    "DEVON",
    "DORSET",
    "DURHAM",
    "DYFED",
    "EAST RIDING OF YORKSHIRE",
    "EAST SUSSEX",
    "EAST YORKSHIRE",
    "ESSEX",
    "FLINTSHIRE",
    "GLAMORGAN",
    "GLOUCESTERSHIRE",
    "GREATER LONDON",
    "GREATER MANCHESTER",
    "GWENT",
    "GWYNEDD",
    "HAMPSHIRE",
    "HEREFORDSHIRE",
    "HERTFORDSHIRE",
    "HUMBERSIDE",
    "ISLE OF ANGLESEY",
    "ISLE OF WIGHT",
    "KENT",
    "LANCASHIRE",
    "LEICESTERSHIRE",
    "LINCOLNSHIRE",
    "MERSEYSIDE",
    "MID GLAMORGAN",
    "MIDDLESEX",
    "MONMOUTHSHIRE",
    "NORFOLK",
    "NORTH EAST LINCOLNSHIRE",
    "NORTH HUMBERSIDE",
    "NORTH LINCOLNSHIRE",
    "NORTH SOMERSET",
    "NORTH YORKSHIRE",
    "NORTHAMPTONSHIRE",
    "NORTHUMBERLAND",
    "NOTTINGHAMSHIRE",
    "OXFORDSHIRE",
    "PEMBROKESHIRE",
    "POWYS",
    "RHONDDA CYNON TAFF",
    "RUTLAND",
    "SHROPSHIRE",
    "SOMERSET",
    "SOUTH GLAMORGAN",
    "SOUTH GLOUCESTERSHIRE",
    "SOUTH HUMBERSIDE",
    "SOUTH YORKSHIRE",
    "STAFFORDSHIRE",
    "SUFFOLK",
    "SURREY",
    "SUSSEX",
    "TEESSIDE",
    "TORFAEN",
    "TYNE & WEAR",
    "TYNE AND WEAR",
    "VALE OF GLAMORGAN",
    "WALES",
    "WARWICKSHIRE",
    "WEST GLAMORGAN",
    "WEST MIDLANDS",
    "WEST SUSSEX",
    "WEST YORKSHIRE",
    "WILTSHIRE",
    "WIRRAL",
    "WORCESTERSHIRE",
    "YORKSHIRE",
    "YNYS MON",
];

/// The last line that is not a county; the county itself where nothing but the first line is before it.
pub(super) fn town(address: &[String]) -> String {
    let lines: Vec<&String> = address.iter().filter(|line| !line.is_empty()).collect();
    let last = lines.len().saturating_sub(1);
    let is_county = |line: &str| COUNTIES.contains(&line.to_uppercase().as_str());
    let chosen = match lines.get(last) {
        Some(line) if last >= 2 && is_county(line) => lines.get(last - 1),
        other => other,
    };
    chosen.map(|line| (*line).clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: [&str; 5]) -> String {
        town(&lines.map(str::to_owned))
    }

    #[test]
    fn the_county_is_left_out() {
        assert_eq!(
            of(["Y FEDDYGFA", "STRYD FAWR", "DINAS BACH", "GWYNEDD", ""]),
            "DINAS BACH"
        );
        assert_eq!(of(["THE SURGERY", "", "OXTOWN", "", ""]), "OXTOWN");
        assert_eq!(
            of(["THE SURGERY", "1 HIGH STREET", "LONDON", "", "GREATER LONDON"]),
            "LONDON"
        );
        assert_eq!(of(["THE SURGERY", "KENT", "", "", ""]), "KENT");
        assert_eq!(of(["", "", "", "", ""]), "");
    }
}
