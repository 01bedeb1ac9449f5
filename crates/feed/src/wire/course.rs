//! `course-HASH.json`: lines, routes, landmarks and context.
//! Long because each part is written beside its reading, so that the two are changed together.

use homestretch_course::{LatLon, Leg, Mark};

use crate::course_file::{Area, Context, CourseFile, Landmark, Route, Stream, Street};
use crate::fields::Fields;
use crate::json::Json;
use crate::wire::{
    CENTIMETRES, Pairs, VERSION, cm_from_m, field, m_from_cm, places, put_texts, within,
};

pub(crate) fn read(fields: &Fields<'_, '_, '_>) -> CourseFile {
    let lines: Vec<Vec<LatLon>> = fields
        .items("lines")
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let at = fields.path(&format!("lines[{i}]"));
            if let Json::Ints(ints) = line.as_ref() {
                return places::read_line(ints, &at, fields.problems);
            }
            fields
                .problems
                .add(at, "is not a list of whole numbers; dropped".to_owned());
            Vec::new()
        })
        .collect();
    let routes = fields.objects("routes");
    let routes = routes.iter().filter_map(|(i, route)| {
        let read = read_route(route, &lines);
        if let Err(why) = &read {
            fields.problem(&format!("routes[{i}]"), format!("{why}; dropped"));
        }
        read.ok()
    });
    let context = fields.object("context").map(|context| Context {
        waters: areas(&context, "waters"),
        streams: streams(&context),
        islands: areas(&context, "islands"),
        parks: areas(&context, "parks"),
        streets: streets(&context, "streets"),
        bridges: streets(&context, "bridges"),
    });
    CourseFile {
        label: fields.texts("label"),
        attribution: fields.text("attribution").unwrap_or_default().to_owned(),
        routes: routes.collect(),
        landmarks: landmarks(fields),
        context: context.unwrap_or_default(),
        lines,
    }
}

fn read_route(fields: &Fields<'_, '_, '_>, lines: &[Vec<LatLon>]) -> Result<Route, String> {
    let key = fields.text("key").ok_or("has no `key`")?;
    let length_cm = fields
        .int("length_cm", CENTIMETRES)
        .ok_or("has no `length_cm`")?;
    let line = fields.int("line", 0..=999).unwrap_or(0) as usize;
    if line >= lines.len() {
        return Err(format!("walks line {line}, and there are {}", lines.len()));
    }
    let legs: Option<Vec<Leg>> = fields
        .items("legs_cm")
        .iter()
        .map(|leg| {
            let leg = leg.items()?;
            let metres = |i| within(leg.int(i), &CENTIMETRES).map(m_from_cm);
            Some(Leg {
                from_m: metres(0)?,
                to_m: metres(1)?,
            })
        })
        .collect();
    let marks: Option<Vec<Mark>> = fields
        .items("marks")
        .iter()
        .map(|mark| {
            let mark = mark.items()?;
            Some(Mark {
                name: mark.get(0)?.as_text()?.to_owned(),
                at_m: m_from_cm(within(mark.int(1), &CENTIMETRES)?),
                place: places::place(mark.int(2)?, mark.int(3)?)?,
            })
        })
        .collect();
    // A course without one of its marks would look right and be wrong, so it is all of them or none.
    let legs = legs.ok_or("has a leg that is no [from, to] in centimetres")?;
    let marks = marks.ok_or("has a mark that is no [name, centimetres, lat, lon]")?;
    let mut route = Route::new(key, lines, line, legs, marks, m_from_cm(length_cm))
        .map_err(|error| format!("makes no course: {error}"))?;
    let (at, height) = (fields.ints("elevation_at_cm"), fields.ints("elevation_cm"));
    if at.len() == height.len() && !at.is_empty() {
        route.elevation = Some(
            at.iter()
                .zip(height)
                .map(|(a, h)| (m_from_cm(*a), m_from_cm(*h)))
                .collect(),
        );
        route.elevation_measured = fields.flag("elevation_measured").unwrap_or(false);
    } else if at.len() != height.len() {
        fields.problem(
            "elevation_cm",
            "has not as many items as `elevation_at_cm`; dropped".to_owned(),
        );
    }
    let aid = fields.ints("aid_cm").iter();
    route.aid_m = aid
        .filter(|cm| CENTIMETRES.contains(cm))
        .map(|cm| m_from_cm(*cm))
        .collect();
    Ok(route)
}

fn landmarks(fields: &Fields<'_, '_, '_>) -> Vec<Landmark> {
    let each = fields.objects("landmarks").into_iter();
    each.filter_map(|(_, f)| {
        let at = f.ints("at");
        let Some(at) = (at.len() == 2)
            .then(|| places::place(at[0], at[1]))
            .flatten()
        else {
            f.problem(
                "at",
                "is no place on earth; the landmark is dropped".to_owned(),
            );
            return None;
        };
        Some(Landmark {
            names: f.texts("names"),
            at,
            kind: f.text("kind").unwrap_or_default().to_owned(),
            rank: f.int("rank", 1..=9).unwrap_or(3) as u8,
        })
    })
    .collect()
}

fn line(fields: &Fields<'_, '_, '_>, key: &str) -> Vec<LatLon> {
    places::read_line(fields.ints(key), &fields.path(key), fields.problems)
}

fn areas(fields: &Fields<'_, '_, '_>, key: &str) -> Vec<Area> {
    let each = fields.objects(key).into_iter();
    each.map(|(_, f)| Area {
        names: f.texts("names"),
        outline: line(&f, "outline"),
    })
    .collect()
}

fn streams(fields: &Fields<'_, '_, '_>) -> Vec<Stream> {
    let each = fields.objects("streams").into_iter();
    each.map(|(_, f)| Stream {
        names: f.texts("names"),
        width_m: m_from_cm(f.int("width_cm", CENTIMETRES).unwrap_or(2000)),
        line: line(&f, "line"),
    })
    .collect()
}

fn streets(fields: &Fields<'_, '_, '_>, key: &str) -> Vec<Street> {
    let each = fields.objects(key).into_iter();
    each.map(|(_, f)| Street {
        names: f.texts("names"),
        class: f.text("class").unwrap_or_default().to_owned(),
        line: line(&f, "line"),
    })
    .collect()
}

pub(crate) fn write(file: &CourseFile) -> Json<'_> {
    let mut out = vec![VERSION];
    put_texts(&mut out, "label", &file.label);
    out.push(field("attribution", Json::text(&file.attribution)));
    out.push(field(
        "lines",
        Json::List(file.lines.iter().map(|l| places::line(l)).collect()),
    ));
    out.push(field(
        "routes",
        Json::List(file.routes.iter().map(write_route).collect()),
    ));
    let landmarks = file.landmarks.iter().map(|landmark| {
        let (lat, lon) = places::micro(landmark.at);
        named(
            &landmark.names,
            vec![
                field("at", Json::Ints(vec![lat, lon])),
                field("kind", Json::text(&landmark.kind)),
                field("rank", Json::Int(i64::from(landmark.rank))),
            ],
        )
    });
    out.push(field("landmarks", Json::List(landmarks.collect())));
    out.push(field("context", write_context(&file.context)));
    Json::Object(out)
}

fn named<'a>(names: &'a homestretch_race::event::Text, rest: Pairs<'a>) -> Json<'a> {
    let mut out = Vec::new();
    put_texts(&mut out, "names", names);
    out.extend(rest);
    Json::Object(out)
}

fn write_context(context: &Context) -> Json<'_> {
    let streams = context.streams.iter().map(|s| {
        named(
            &s.names,
            vec![
                field("width_cm", Json::Int(cm_from_m(s.width_m))),
                field("line", places::line(&s.line)),
            ],
        )
    });
    Json::Object(vec![
        field(
            "waters",
            Json::List(context.waters.iter().map(write_area).collect()),
        ),
        field("streams", Json::List(streams.collect())),
        field(
            "islands",
            Json::List(context.islands.iter().map(write_area).collect()),
        ),
        field(
            "parks",
            Json::List(context.parks.iter().map(write_area).collect()),
        ),
        field(
            "streets",
            Json::List(context.streets.iter().map(write_street).collect()),
        ),
        field(
            "bridges",
            Json::List(context.bridges.iter().map(write_street).collect()),
        ),
    ])
}

fn write_area(area: &Area) -> Json<'_> {
    named(
        &area.names,
        vec![field("outline", places::line(&area.outline))],
    )
}

fn write_street(street: &Street) -> Json<'_> {
    named(
        &street.names,
        vec![
            field("class", Json::text(&street.class)),
            field("line", places::line(&street.line)),
        ],
    )
}

fn write_route(route: &Route) -> Json<'_> {
    let mut out = vec![
        field("key", Json::text(&route.key)),
        field("length_cm", Json::Int(cm_from_m(route.length_m))),
        field("line", Json::Int(route.line as i64)),
    ];
    if !route.legs.is_empty() {
        let legs = route
            .legs
            .iter()
            .map(|leg| Json::Ints(vec![cm_from_m(leg.from_m), cm_from_m(leg.to_m)]));
        out.push(field("legs_cm", Json::List(legs.collect())));
    }
    let marks = route.marks.iter().map(|mark| {
        let (lat, lon) = places::micro(mark.place);
        let at = Json::Int(cm_from_m(mark.at_m));
        Json::List(vec![
            Json::text(&mark.name),
            at,
            Json::Int(lat),
            Json::Int(lon),
        ])
    });
    out.push(field("marks", Json::List(marks.collect())));
    if let Some(elevation) = &route.elevation {
        let column = |of: fn(&(f64, f64)) -> f64| {
            Json::Ints(elevation.iter().map(|e| cm_from_m(of(e))).collect())
        };
        out.push(field("elevation_at_cm", column(|e| e.0)));
        out.push(field("elevation_cm", column(|e| e.1)));
        out.push(field(
            "elevation_measured",
            Json::Bool(route.elevation_measured),
        ));
    }
    if !route.aid_m.is_empty() {
        out.push(field(
            "aid_cm",
            Json::Ints(route.aid_m.iter().map(|m| cm_from_m(*m)).collect()),
        ));
    }
    Json::Object(out)
}
