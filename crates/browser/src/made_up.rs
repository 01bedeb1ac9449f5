//! Made-up results of a big field, for measurements: a file that `homestretch replay` reads.

use std::fmt::Write as _;

/// A field with paces like a big marathon's, in the columns that `homestretch replay` reads.
#[must_use]
pub fn results(n_runners: u32) -> String {
    let mut csv =
        "bib,name,start_offset_s,s5k,s10k,s15k,s20k,shalf,s25k,s30k,s35k,s40k,finish\n".to_owned();
    for bib in 1..=n_runners {
        // Shares that fall evenly and in no order: the fast are not all at the front.
        let share = f64::from(bib) * 0.618_033_988_7 % 1.0;
        let s_per_km = 200.0 + 220.0 * share + 60.0 * share * share;
        let _ = write!(csv, "{bib},Runner {bib},{}", bib * 40 * 60 / n_runners);
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
