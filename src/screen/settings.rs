//! What the address of a screen says: which scenes and for how long, languages, contests, and how it fits its wall.
//! Pure: a query in, settings out, and back. Whatever makes no sense is the usual, for nobody stands by to mend it.

use std::fmt::Write as _;

use homestretch_words::languages;

/// A kind of scene, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Before a gun.
    Countdown,
    /// Who leads, by how much, how fast.
    Lead,
    /// Who comes through the tunnel next.
    Stadium,
    /// Places, page by page.
    Board,
    /// Where everybody is.
    Field,
    /// The first three of a contest.
    Podium,
    /// After the race.
    Thanks,
}

impl Kind {
    /// Every kind, in the usual order.
    pub const ALL: [Self; 7] = [
        Self::Countdown,
        Self::Lead,
        Self::Stadium,
        Self::Board,
        Self::Field,
        Self::Podium,
        Self::Thanks,
    ];
    /// As it is written in the address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Countdown => "countdown",
            Self::Lead => "lead",
            Self::Stadium => "stadium",
            Self::Board => "boards",
            Self::Field => "field",
            Self::Podium => "podium",
            Self::Thanks => "thanks",
        }
    }
    /// For how many seconds it is shown, unless the address says otherwise; a page of a board is read in nine.
    pub fn usual_dwell_s(self) -> u32 {
        match self {
            Self::Lead => 24,
            Self::Stadium => 20,
            Self::Board => 10,
            Self::Countdown | Self::Field | Self::Podium | Self::Thanks => 15,
        }
    }
    fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// The colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// For the evening and for LED walls.
    #[default]
    Dark,
    /// Light.
    Light,
    /// Black on white and nothing in between, for the sun.
    Day,
}

impl Tone {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::Day];
    /// As it is written in the address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Day => "day",
        }
    }
    /// The theme of the app that its map is drawn in.
    pub fn app_key(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light | Self::Day => "light",
        }
    }
}

/// How a screen is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The scenes in order, each with its seconds.
    pub scenes: Vec<(Kind, u32)>,
    /// One language, or two: the first is the large one.
    pub tags: Vec<String>,
    /// Keys of the contests that are shown; empty for all.
    pub contests: Vec<String>,
    /// Safe margin on every side, in hundredths of the picture: old screens and beamers cut their edges.
    pub margin_pct: u32,
    /// Size of everything, in hundredths of the usual.
    pub scale_pct: u32,
    /// The colours.
    pub tone: Tone,
    /// True for a screen whose scenes go by the clock, so that two of them show the same.
    pub in_step: bool,
    /// True to show a race's front on a straight course strip instead of the map.
    pub strip: bool,
    /// False for a screen that does not listen to the race office's remote.
    pub remote: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scenes: Kind::ALL.map(|kind| (kind, kind.usual_dwell_s())).to_vec(),
            tags: vec!["en".to_owned()],
            contests: Vec::new(),
            margin_pct: 3,
            scale_pct: 100,
            tone: Tone::Dark,
            in_step: false,
            strip: false,
            remote: true,
        }
    }
}

/// Seconds that a scene may be asked to stay.
const DWELL_S: (u32, u32) = (5, 600);
/// Hundredths of the picture that a margin may take.
const MARGIN_PCT: (u32, u32) = (0, 12);
/// Hundredths of the usual size.
const SCALE_PCT: (u32, u32) = (90, 150);

impl Settings {
    /// From the address, such as `?lang=ko,en&scenes=lead:30,stadium&margin=5`.
    pub fn of_query(query: &str) -> Self {
        let mut settings = Self::default();
        let pairs = query.trim_start_matches('?').split('&');
        for (key, value) in pairs.filter_map(|pair| pair.split_once('=')) {
            // Two-part values come escaped from some browsers.
            let value = value.replace("%2C", ",").replace("%2c", ",");
            let value = value.replace("%3A", ":").replace("%3a", ":");
            settings.take(key, &value);
        }
        settings
    }

    fn take(&mut self, key: &str, value: &str) {
        let number = |(low, high): (u32, u32)| {
            let number = value.parse::<u32>().ok();
            number.map(|number| number.clamp(low, high))
        };
        match key {
            "scenes" => {
                let scenes: Vec<_> = value.split(',').filter_map(scene).collect();
                if !scenes.is_empty() {
                    self.scenes = scenes;
                }
            }
            "lang" => {
                let tags = value.split(',').filter_map(languages::offered);
                let mut tags: Vec<String> = tags.map(ToOwned::to_owned).collect();
                tags.dedup();
                tags.truncate(2);
                if !tags.is_empty() {
                    self.tags = tags;
                }
            }
            "contests" => {
                let keys = value.split(',').filter(|key| is_plain(key));
                self.contests = keys.map(ToOwned::to_owned).collect();
            }
            "margin" => self.margin_pct = number(MARGIN_PCT).unwrap_or(self.margin_pct),
            "scale" => self.scale_pct = number(SCALE_PCT).unwrap_or(self.scale_pct),
            "theme" => {
                let tone = Tone::ALL.into_iter().find(|tone| tone.key() == value);
                self.tone = tone.unwrap_or_default();
            }
            "step" => self.in_step = value == "clock",
            "front" => self.strip = value == "strip",
            "remote" => self.remote = value != "off",
            _ => {}
        }
    }

    /// The query that says so; what is usual is left out.
    pub fn to_query(&self) -> String {
        let usual = Self::default();
        let mut pairs = Vec::new();
        if self.tags != usual.tags {
            pairs.push(format!("lang={}", self.tags.join(",")));
        }
        if self.scenes != usual.scenes {
            let mut scenes = String::new();
            for (kind, dwell_s) in &self.scenes {
                let comma = if scenes.is_empty() { "" } else { "," };
                let _ = write!(scenes, "{comma}{}", kind.key());
                if *dwell_s != kind.usual_dwell_s() {
                    let _ = write!(scenes, ":{dwell_s}");
                }
            }
            pairs.push(format!("scenes={scenes}"));
        }
        if !self.contests.is_empty() {
            pairs.push(format!("contests={}", self.contests.join(",")));
        }
        if self.margin_pct != usual.margin_pct {
            pairs.push(format!("margin={}", self.margin_pct));
        }
        if self.scale_pct != usual.scale_pct {
            pairs.push(format!("scale={}", self.scale_pct));
        }
        if self.tone != usual.tone {
            pairs.push(format!("theme={}", self.tone.key()));
        }
        if self.in_step {
            pairs.push("step=clock".to_owned());
        }
        if self.strip {
            pairs.push("front=strip".to_owned());
        }
        if !self.remote {
            pairs.push("remote=off".to_owned());
        }
        if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        }
    }

    /// For how long a kind of scene is shown, in milliseconds; none for one that is not.
    pub fn dwell_ms(&self, kind: Kind) -> Option<f64> {
        let found = self.scenes.iter().find(|(known, _)| *known == kind);
        found.map(|(_, dwell_s)| f64::from(*dwell_s) * 1000.0)
    }

    /// True when the contest of that key is shown.
    pub fn shows(&self, contest: &str) -> bool {
        self.contests.is_empty() || self.contests.iter().any(|key| key == contest)
    }
}

/// `lead` or `lead:30`.
fn scene(text: &str) -> Option<(Kind, u32)> {
    let (key, dwell_s) = text.split_once(':').unwrap_or((text, ""));
    let kind = Kind::of_key(key)?;
    let dwell_s = dwell_s.parse::<u32>().ok();
    let dwell_s = dwell_s.map_or(kind.usual_dwell_s(), |s| s.clamp(DWELL_S.0, DWELL_S.1));
    Some((kind, dwell_s))
}

fn is_plain(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    !word.is_empty() && word.len() <= 40 && word.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_every_setting_there_and_back() {
        let query = "?lang=ko,en&scenes=lead:30,stadium,boards&contests=full,half&margin=5&scale=110&theme=day&step=clock&front=strip&remote=off";
        let settings = Settings::of_query(query);
        assert_eq!(settings.to_query(), query);
        assert_eq!(
            settings.scenes,
            [(Kind::Lead, 30), (Kind::Stadium, 20), (Kind::Board, 10)]
        );
        assert!(settings.shows("half") && !settings.shows("5k"));
        assert_eq!(Settings::of_query(&query.replace(',', "%2C")), settings);
        assert_eq!(Settings::default().to_query(), "");
    }

    #[test]
    fn what_makes_no_sense_is_the_usual() {
        let odd = Settings::of_query("?scenes=moon,:3&lang=<b>&margin=-1&scale=9&theme=pink&x");
        let usual = Settings {
            scale_pct: 90,
            ..Settings::default()
        };
        assert_eq!(odd, usual);
        let odd = Settings::of_query("scenes=lead:1,field:99999");
        assert_eq!(odd.scenes, [(Kind::Lead, 5), (Kind::Field, 600)]);
        let tags = |said: &str| Settings::of_query(&format!("lang={said}")).tags;
        assert!(languages::TAGS.iter().all(|tag| tags(tag) == [*tag]));
        assert_eq!(tags("xx,zh-cn,ko-KP,de"), ["zh-Hans", "ko"]);
        assert_eq!(tags("fr,fr-CA,ro"), ["fr", "ro"]);
    }
}
