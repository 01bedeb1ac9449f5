//! Where made-up runners come from, how many, and in which languages their names are written.

/// A National Olympic Committee, its share of amateurs and of elite runners, and the languages of names.
pub(super) struct Noc {
    pub(super) code: &'static str,
    pub(super) amateurs: f64,
    pub(super) elites: f64,
    /// The first is what stands on the start list; a second is used for most.
    pub(super) tags: &'static [&'static str],
}

const fn noc(code: &'static str, amateurs: f64, elites: f64, tags: &'static [&'static str]) -> Noc {
    Noc {
        code,
        amateurs,
        elites,
        tags,
    }
}

const EN: &[&str] = &["en"];
const KO: &[&str] = &["ko", "en"];
const ZH: &[&str] = &["zh-Hans", "en"];
const JA: &[&str] = &["ja", "en"];
const RU: &[&str] = &["ru", "en"];

/// Forty-six committees, as many as took part with the host in 2025.
pub(super) const NOCS: [Noc; 46] = [
    noc("PRK", 300.0, 30.0, KO),
    noc("CHN", 180.0, 9.0, ZH),
    noc("RUS", 62.0, 5.0, RU),
    noc("GBR", 58.0, 0.0, EN),
    noc("GER", 50.0, 0.0, EN),
    noc("MEX", 12.0, 0.0, EN),
    noc("AUS", 34.0, 0.0, EN),
    noc("CAN", 26.0, 0.0, EN),
    noc("FRA", 32.0, 0.0, EN),
    noc("NED", 24.0, 0.0, EN),
    noc("SWE", 22.0, 0.0, EN),
    noc("NOR", 18.0, 0.0, EN),
    noc("DEN", 16.0, 0.0, EN),
    noc("FIN", 14.0, 0.0, EN),
    noc("SUI", 18.0, 0.0, EN),
    noc("AUT", 14.0, 0.0, EN),
    noc("ITA", 18.0, 0.0, EN),
    noc("ESP", 18.0, 0.0, EN),
    noc("POR", 8.0, 0.0, EN),
    noc("IRL", 14.0, 0.0, EN),
    noc("BEL", 12.0, 0.0, EN),
    noc("POL", 16.0, 1.0, EN),
    noc("CZE", 12.0, 0.0, EN),
    noc("HUN", 9.0, 0.0, EN),
    noc("ROU", 7.0, 0.0, EN),
    noc("SRB", 6.0, 0.0, EN),
    noc("EST", 5.0, 0.0, EN),
    noc("LAT", 5.0, 0.0, EN),
    noc("LTU", 5.0, 0.0, EN),
    noc("BLR", 8.0, 1.0, RU),
    noc("KAZ", 10.0, 1.0, RU),
    noc("MGL", 12.0, 2.0, RU),
    noc("JPN", 6.0, 0.0, JA),
    noc("HKG", 22.0, 0.0, ZH),
    noc("SGP", 18.0, 0.0, EN),
    noc("MAS", 14.0, 0.0, EN),
    noc("THA", 10.0, 0.0, EN),
    noc("VIE", 10.0, 1.0, EN),
    noc("INA", 8.0, 0.0, EN),
    noc("IND", 10.0, 0.0, EN),
    noc("NZL", 14.0, 0.0, EN),
    noc("RSA", 8.0, 1.0, EN),
    noc("ETH", 3.0, 6.0, EN),
    noc("KEN", 3.0, 5.0, EN),
    noc("MAR", 3.0, 3.0, EN),
    noc("BRA", 8.0, 0.0, EN),
];
