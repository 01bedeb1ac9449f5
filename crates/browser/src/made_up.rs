//! Made-up results of a big field, for tests and measurements: a file that `homestretch replay` reads.

use std::fmt::Write as _;

const FIRST: [&str; 20] = [
    "Acer", "Alder", "Aspen", "Beech", "Birch", "Cedar", "Elm", "Fern", "Fir", "Hazel", "Heath",
    "Iris", "Juniper", "Larch", "Linden", "Maple", "Oak", "Olive", "Poplar", "Rowan",
];
const LAST: [&str; 30] = [
    "Bittern", "Bunting", "Crane", "Curlew", "Dipper", "Dunlin", "Eider", "Falcon", "Finch",
    "Godwit", "Grebe", "Heron", "Hobby", "Ibis", "Jay", "Kestrel", "Knot", "Lapwing", "Lark",
    "Merlin", "Osprey", "Ouzel", "Pipit", "Plover", "Quail", "Raven", "Redwing", "Siskin", "Swift",
    "Wren",
];
const NOCS: [&str; 8] = ["PRK", "KOR", "ROU", "CHN", "GER", "FRA", "ESP", "JPN"];

/// A field with paces like a big marathon's, in the columns that `homestretch replay` reads.
#[must_use]
pub fn results(n: u32) -> String {
    let mut csv =
        "bib,name,sex,country,start_offset_s,s5k,s10k,s15k,s20k,shalf,s25k,s30k,s35k,s40k,finish\n"
            .to_owned();
    for bib in 1..=n {
        // Shares that fall evenly and in no order: the fast are not all at the front.
        let share = f64::from(bib) * 0.618_033_988_7 % 1.0;
        let s_per_km = 200.0 + 220.0 * share + 60.0 * share * share;
        let of = |words: &[&'static str], step: u32| words[(bib / step) as usize % words.len()];
        let (first, last, noc) = (of(&FIRST, 1), of(&LAST, 7), of(&NOCS, 3));
        let sex = if bib.is_multiple_of(3) { "F" } else { "M" };
        let _ = write!(
            csv,
            "{bib},{first} {last},{sex},{noc},{}",
            u64::from(bib) * 2400 / u64::from(n)
        );
        for km in [
            5.0, 10.0, 15.0, 20.0, 21.0975, 25.0, 30.0, 35.0, 40.0, 42.195,
        ] {
            // Everybody slows a little.
            let _ = write!(csv, ",{:.0}", s_per_km * km * (1.0 + km / 400.0));
        }
        csv.push('\n');
    }
    csv
}
