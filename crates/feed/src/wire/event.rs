//! `event-HASH.json`: what is known before the gun.

use homestretch_race::event::{
    Category, Contest, CourseRecord, Event, Mat, Pick, Point, RankBy, Role, Wave, Zone,
};
use homestretch_race::roster::Sex;
use homestretch_race::time::{Instant, Span};

use crate::content::EventFile;
use crate::fields::Fields;
use crate::json::Json;
use crate::paths;
use crate::problem::FeedError;
use crate::wire::changes::{of_word, word_of};
use crate::wire::{
    CENTIMETRES, EPOCH_MS, INDEXES, Pairs, TENTHS, VERSION, cm_from_m, field, instant_from_tenths,
    m_from_cm, put_texts, tenths_from_instant, texts,
};

const RANKS: [(RankBy, &str); 2] = [(RankBy::Gun, "gun"), (RankBy::Net, "net")];
const PICKS: [(Pick, &str); 2] = [(Pick::First, "first"), (Pick::Last, "last")];
const SEXES: [(Sex, &str); 3] = [(Sex::Female, "F"), (Sex::Male, "M"), (Sex::Other, "X")];
const ROLES: [(Role, &str); 4] = [
    (Role::Start, "start"),
    (Role::Split, "split"),
    (Role::Helper, "helper"),
    (Role::Finish, "finish"),
];

pub(crate) fn read(fields: &Fields<'_, '_, '_>) -> Result<EventFile, FeedError> {
    let missing = |field| FeedError::Missing {
        file: "event",
        field,
    };
    let name = |key| {
        fields
            .text(key)
            .filter(|name| paths::is_name(name))
            .map(str::to_owned)
    };
    let base = Instant(fields.int("base", EPOCH_MS).ok_or(missing("base"))?);
    let mats: Vec<Mat> = each(fields, "mats", |f| Mat {
        key: text(f, "key"),
        names: f.texts("names"),
    });
    let contests = each(fields, "contests", |f| read_contest(f, base));
    for (i, contest) in contests.iter().enumerate() {
        for point in contest.points.iter().filter(|p| p.mat >= mats.len()) {
            let (key, mat) = (&point.key, point.mat);
            let message = format!(
                "point `{key}` is on mat {mat}, which is not in `mats`; it counts as never read"
            );
            fields.problem(&format!("contests[{i}]"), message);
        }
    }
    let zone = fields.object("zone").map(|zone| Zone {
        iana: text(&zone, "iana"),
        offset_min: zone.int("offset_min", -1440..=1440).unwrap_or(0) as i32,
    });
    let event = Event {
        key: text(fields, "key"),
        names: fields.texts("names"),
        places: fields.texts("places"),
        date: text(fields, "date"),
        zone: zone.unwrap_or_default(),
        base,
        demo: fields.flag("demo").unwrap_or(false),
        contests,
        mats,
        categories: each(fields, "categories", |f| Category {
            key: text(f, "key"),
            names: f.texts("names"),
        }),
        noc_names: fields
            .object("noc_names")
            .map(|f| f.texts_by_key())
            .unwrap_or_default(),
        sweep: fields.texts("sweep"),
        wording: fields
            .object("wording")
            .map(|f| f.texts_by_key())
            .unwrap_or_default(),
        // Comes with a file of its own.
        pacing: None,
    };
    Ok(EventFile {
        event,
        course: name("course").ok_or(missing("course"))?,
        entrants: name("entrants").ok_or(missing("entrants"))?,
        pacing: name("pacing"),
        light_buckets: fields.int("light_buckets", 0..=65_536).unwrap_or(0) as u32,
    })
}

fn each<T>(
    fields: &Fields<'_, '_, '_>,
    key: &str,
    read: impl Fn(&Fields<'_, '_, '_>) -> T,
) -> Vec<T> {
    fields.objects(key).iter().map(|(_, f)| read(f)).collect()
}

fn text(fields: &Fields<'_, '_, '_>, key: &str) -> String {
    fields.text(key).unwrap_or_default().to_owned()
}

/// The value of a word; a missing or unknown word gives the usual value.
fn word<T: Copy + Default>(
    fields: &Fields<'_, '_, '_>,
    key: &str,
    table: &[(T, &'static str)],
) -> T {
    let Some(word) = fields.text(key) else {
        return T::default();
    };
    of_word(table, word).unwrap_or_else(|| {
        fields.problem(
            key,
            format!("is \"{word}\", which is not known; the usual is taken"),
        );
        T::default()
    })
}

fn read_contest(fields: &Fields<'_, '_, '_>, base: Instant) -> Contest {
    let points = each(fields, "points", |f| Point {
        key: text(f, "key"),
        names: f.texts("names"),
        at_m: m_from_cm(f.int("at_cm", CENTIMETRES).unwrap_or(0)),
        mat: f.int("mat", INDEXES).unwrap_or(0) as usize,
        pick: word(f, "pick", &PICKS),
        role: word(f, "role", &ROLES),
    });
    let waves = each(fields, "waves", |f| Wave {
        key: text(f, "key"),
        gun: instant_from_tenths(f.int("gun", TENTHS).unwrap_or(0), base),
    });
    Contest {
        key: text(fields, "key"),
        names: fields.texts("names"),
        length_m: m_from_cm(fields.int("length_cm", CENTIMETRES).unwrap_or(0)),
        route: text(fields, "route"),
        points,
        waves,
        rank_by: word(fields, "rank_by", &RANKS),
        limit: fields
            .int("limit", 0..=*TENTHS.end())
            .map(|tenths| Span(tenths * 100)),
        records: fields
            .objects("records")
            .iter()
            .filter_map(|(_, f)| read_record(f))
            .collect(),
    }
}

/// A record without a time is none.
fn read_record(fields: &Fields<'_, '_, '_>) -> Option<CourseRecord> {
    let sex = fields.text("sex");
    Some(CourseRecord {
        sex: sex.and_then(|sex| of_word(&SEXES, sex)),
        time: Span(fields.int("time", 1..=*TENTHS.end())? * 100),
        holder: fields.texts("holder"),
        year: fields
            .int("year", 1..=9999)
            .and_then(|year| u16::try_from(year).ok()),
    })
}

pub(crate) fn write(file: &EventFile) -> Json<'_> {
    let event = &file.event;
    let mut out = vec![VERSION, field("key", Json::text(&event.key))];
    put_texts(&mut out, "names", &event.names);
    put_texts(&mut out, "places", &event.places);
    let zone = vec![
        field("iana", Json::text(&event.zone.iana)),
        field("offset_min", Json::Int(i64::from(event.zone.offset_min))),
    ];
    out.extend([
        field("date", Json::text(&event.date)),
        field("zone", Json::Object(zone)),
        field("base", Json::Int(event.base.0)),
        field("demo", Json::Bool(event.demo)),
        field("course", Json::text(&file.course)),
        field("entrants", Json::text(&file.entrants)),
    ]);
    if let Some(pacing) = &file.pacing {
        out.push(field("pacing", Json::text(pacing)));
    }
    out.push(field(
        "light_buckets",
        Json::Int(i64::from(file.light_buckets)),
    ));
    let contests = event.contests.iter().map(|c| write_contest(c, event.base));
    out.push(field("contests", Json::List(contests.collect())));
    let mats = event.mats.iter().map(|mat| keyed(&mat.key, &mat.names));
    out.push(field("mats", Json::List(mats.collect())));
    let categories = event.categories.iter().map(|c| keyed(&c.key, &c.names));
    out.push(field("categories", Json::List(categories.collect())));
    for (key, table) in [("noc_names", &event.noc_names), ("wording", &event.wording)] {
        if !table.is_empty() {
            let each = table
                .iter()
                .map(|(key, text)| (key.as_str().into(), texts(text)));
            out.push(field(key, Json::Object(each.collect())));
        }
    }
    put_texts(&mut out, "sweep", &event.sweep);
    Json::Object(out)
}

fn keyed<'a>(key: &'a str, names: &'a homestretch_race::event::Text) -> Json<'a> {
    let mut out: Pairs<'a> = vec![field("key", Json::text(key))];
    put_texts(&mut out, "names", names);
    Json::Object(out)
}

fn write_contest(contest: &Contest, base: Instant) -> Json<'_> {
    let mut out = vec![field("key", Json::text(&contest.key))];
    put_texts(&mut out, "names", &contest.names);
    out.extend([
        field("length_cm", Json::Int(cm_from_m(contest.length_m))),
        field("route", Json::text(&contest.route)),
        field("rank_by", Json::text(word_of(&RANKS, contest.rank_by))),
    ]);
    if let Some(limit) = contest.limit {
        out.push(field("limit", Json::Int(limit.0.div_euclid(100))));
    }
    let waves = contest.waves.iter().map(|wave| {
        let gun = Json::Int(tenths_from_instant(wave.gun, base));
        Json::Object(vec![field("key", Json::text(&wave.key)), field("gun", gun)])
    });
    out.push(field("waves", Json::List(waves.collect())));
    let points = contest.points.iter().map(|point| {
        let mut out = vec![field("key", Json::text(&point.key))];
        put_texts(&mut out, "names", &point.names);
        out.extend([
            field("at_cm", Json::Int(cm_from_m(point.at_m))),
            field("mat", Json::Int(point.mat as i64)),
            field("pick", Json::text(word_of(&PICKS, point.pick))),
            field("role", Json::text(word_of(&ROLES, point.role))),
        ]);
        Json::Object(out)
    });
    out.push(field("points", Json::List(points.collect())));
    if !contest.records.is_empty() {
        let records = contest.records.iter().map(write_record);
        out.push(field("records", Json::List(records.collect())));
    }
    Json::Object(out)
}

fn write_record(record: &CourseRecord) -> Json<'_> {
    let mut out = vec![field("time", Json::Int(record.time.0.div_euclid(100)))];
    if let Some(sex) = record.sex {
        out.push(field("sex", Json::text(word_of(&SEXES, sex))));
    }
    put_texts(&mut out, "holder", &record.holder);
    if let Some(year) = record.year {
        out.push(field("year", Json::Int(year.into())));
    }
    Json::Object(out)
}
