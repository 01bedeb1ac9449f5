//! Courses from GPX, JSON and CSV; and two real ones, where they are at hand.

use std::path::PathBuf;

use homestretch_course::distance_m;
use homestretch_feed::{read as feed_read, write as feed_write};
use homestretch_server::import::{CourseInput, course_file, read};
use insta::assert_snapshot;

fn imported(name: &str, text: &str) -> CourseInput {
    read(name, text.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn says(name: &str, text: &str) -> String {
    match read(name, text.as_bytes()).and_then(|input| course_file(&input, "full", None)) {
        Ok(_) => "a course".to_owned(),
        Err(error) => error.to_string(),
    }
}

const GPX: &str = r#"<?xml version="1.0"?>
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
  <metadata><copyright author="Somebody"/></metadata>
  <wpt lat="39.0180154" lon="125.75"><name>2 km</name></wpt>
  <wpt lat="39.0090077" lon="125.75"><name>1 km</name></wpt>
  <wpt lat="39.0090077" lon="125.75"><name>A nice tree</name></wpt>
  <trk><name>Straight</name><trkseg>
    <trkpt lat="39" lon="125.75"><ele>10</ele></trkpt>
    <trkpt lat="39.0090077" lon="125.75"><ele>12</ele></trkpt>
  </trkseg><trkseg>
    <trkpt lat="39.0270231" lon="125.75"><ele>9</ele></trkpt>
  </trkseg></trk>
</gpx>"#;

#[test]
fn a_gpx_track_becomes_a_course_with_its_waypoints_as_marks() {
    let input = imported("Straight.GPX", GPX);
    assert_eq!(input.name.as_deref(), Some("Straight"));
    assert_eq!(input.attribution.as_deref(), Some("Somebody"));
    assert_eq!(input.height_m, [10.0, 12.0, 9.0]);
    let names: Vec<_> = input.marks.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["1 km", "2 km"]);
    let file = course_file(&input, "3k", Some(3_000.0)).unwrap();
    let route = file.route("3k").unwrap();
    assert!(distance_m(route.course.place_at(2_000.0).at, input.marks[1].place) < 0.2);
    assert_eq!(route.elevation.as_ref().map(Vec::len), Some(3));
    // What clients read from the feed is the same course.
    let back = feed_read::course(&feed_write::course(&file)).unwrap();
    assert!(back.problems.is_empty(), "{:?}", back.problems);
    let theirs = back.value.route("3k").unwrap();
    assert_eq!(theirs.course.line(), route.course.line());
    assert_eq!(theirs.course.vertex_m(), route.course.vertex_m());
}

#[test]
fn json_and_csv_say_the_same_as_gpx() {
    let json = r#"{"line": [[39, 125.75, 10], [39.0090077, 125.75, 12], [39.0270231, 125.75, 9]],
        "marks": [{"name": "1 km", "at_m": 1000, "lat": 39.0090077, "lon": 125.75}], "length_m": 3000}"#;
    let csv = "lat,lon,ele_m,dist_m\n39,125.75,10,0\n39.0090077,125.75,12,1000\n39.0270231,125.75,9,3000\n";
    let (gpx, json, csv) = (
        imported("a.gpx", GPX),
        imported("a.json", json),
        imported("a.csv", csv),
    );
    assert_eq!(gpx.line, json.line);
    assert_eq!(gpx.line, csv.line);
    assert_eq!(gpx.height_m, json.height_m);
    assert_eq!(gpx.height_m, csv.height_m);
    assert_eq!(json.length_m, Some(3_000.0));
    assert_eq!(json.marks, gpx.marks[..1]);
}

#[test]
fn errors_name_the_place_in_the_file() {
    assert_snapshot!(says("a.fit", "<kml/>"), @"cannot tell what `a.fit` is; give a file whose name ends in .gpx, .kml, .json or .csv");
    assert_snapshot!(says("a.gpx", "<gpx><trk>"), @"the root node was opened but never closed; mend that place, or export the file again");
    assert_snapshot!(says("a.gpx", "<gpx/>"), @"there is no line in the file; it needs a track (<trk>) or a route (<rte>) with points");
    let north = GPX.replace(r#"lat="39" "#, r#"lat="north" "#);
    assert_snapshot!(says("a.gpx", &north), @"line 8: point 1 has `lat` = `north`; give degrees as in 39.0437");
    let without = GPX.replace(
        r#"<wpt lat="39.0180154" lon="125.75">"#,
        r#"<wpt lat="39.0180154">"#,
    );
    assert_snapshot!(says("a.gpx", &without), @"line 4: waypoint `2 km` has no `lon`; give degrees as in 39.0437");
    assert_snapshot!(says("a.gpx", GPX), @"the certified length is not known; give it in metres, such as 42195");
    assert_snapshot!(says("a.json", r#"{"line": [[39, 125.75], [39.01]]}"#), @"point 2 has 1 numbers; give [latitude, longitude] or [latitude, longitude, height]");
    assert_snapshot!(says("a.json", r#"{"line": [[39, 125.75], [125.75, 39.01]], "length_m": 10}"#), @"point 2 is at latitude 125.75, longitude 39.01; latitude and longitude are the wrong way round");
    assert_snapshot!(says("a.json", r#"{"lines": []}"#), @"unknown field `lines`, expected one of `line`, `marks`, `length_m`, `name`, `attribution` at line 1 column 8; mend that place, or export the file again");
    assert_snapshot!(says("a.csv", "x,y\n1,2\n"), @"there is no line in the file; it needs a first row with columns `lat` and `lon`, and a row for each point");
    assert_snapshot!(says("a.csv", "lat,lon\n39,125.75\n39.01,\n"), @"line 3: point 2 has `lon` = ``; give degrees as in 39.0437");
    assert_snapshot!(says("a.csv", "lat,lon\n39,125.75\n39.01\n"), @"CSV error: record 2 (line: 3, byte: 18): found record with 1 fields, but the previous record has 2 fields; mend that place, or export the file again");
}

/// Real courses are not part of the project: they lie in `$HOMESTRETCH_DATA/courses`, or beside the project.
/// Without them this test has nothing to look at, and says so.
fn real_course(name: &str) -> Option<Vec<u8>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("HOMESTRETCH_DATA").map_or(beside, PathBuf::from);
    let path = data.join("courses").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!("SKIPPED: no real course at {}", path.display());
    }
    bytes
}

#[test]
fn real_courses_come_out_with_their_certified_length() {
    for (name, points) in [
        ("boston.gpx", 450),
        ("boston.csv", 450),
        ("chicago_2016.gpx", 112),
        ("chicago_2016.csv", 112),
    ] {
        let Some(bytes) = real_course(name) else {
            continue;
        };
        let input = read(name, &bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(input.line.len(), points, "{name}");
        let file =
            course_file(&input, "full", Some(42_195.0)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let course = &file.routes[0].course;
        assert!((course.length_m() - 42_195.0).abs() < 1e-6);
        assert!(
            (41_800.0..42_700.0).contains(&course.drawn_length_m()),
            "{name} is drawn {} m",
            course.drawn_length_m()
        );
        assert!(distance_m(course.place_at(0.0).at, input.line[0]) < 0.01);
        assert!(distance_m(course.place_at(42_195.0).at, input.line[points - 1]) < 0.01);
        // The file's own distances, stretched to the certified length, are known for the CSV.
        if name == "boston.csv" {
            assert!(file.routes[0].elevation_measured);
            let text = String::from_utf8(bytes).unwrap();
            for row in text.lines().skip(1) {
                let row: Vec<f64> = row.split(',').map(|v| v.parse().unwrap()).collect();
                let place = homestretch_course::LatLon {
                    lat: row[0],
                    lon: row[1],
                };
                let off_m = distance_m(course.place_at(row[4]).at, place);
                assert!(off_m < 20.0, "{off_m} m at {} m", row[4]);
            }
        }
    }
}
