//! Distances as people name marks after them: `5 km`, `30K`, `mile 20`, `half`.

const MILE_M: f64 = 1_609.344;

/// The metres that a mark is named after, if it is.
pub(super) fn m_from_name(name: &str) -> Option<f64> {
    let name = name.trim().to_ascii_lowercase().replace(',', ".");
    if name == "start" {
        return Some(0.0);
    }
    if ["half", "half marathon", "halfway", "half-way"].contains(&name.as_str()) {
        return Some(21_097.5);
    }
    let number: String = name
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let unit: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let unit_m = match unit.as_str() {
        "km" | "k" | "kilometre" | "kilometer" => 1_000.0,
        "m" => 1.0,
        "mi" | "mile" | "miles" => MILE_M,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|n| n * unit_m)
}

#[cfg(test)]
mod tests {
    use super::m_from_name;

    #[test]
    fn names_of_distances_are_understood_and_others_are_not() {
        let cases = [
            ("5 km", Some(5_000.0)),
            ("30K", Some(30_000.0)),
            ("21,1 km", Some(21_100.0)),
            ("Mile 2", Some(3_218.688)),
            ("400 m", Some(400.0)),
            ("Half", Some(21_097.5)),
            ("Start", Some(0.0)),
            ("Kenmore Square", None),
            ("km", None),
            ("", None),
        ];
        for (name, metres) in cases {
            assert_eq!(m_from_name(name), metres, "{name}");
        }
    }
}
