//! Every timing system's door, held against a client that speaks its protocol, with the bad habits that real ones have:
//! things sent again, half lines, garbage, lines that break in the middle, counters that begin anew.

mod support;

use std::io::Write as _;
use std::thread::sleep;
use std::time::Duration;

use homestretch_race::time::Span;
use homestretch_server::race_day::RaceDay;
use homestretch_server::store::RawRead;
use serde_json::json;
use support::devices::{
    Decoder, Device, chronotrack_line, decoder_record, ipico_line, mylaps_passing, serve_day_at,
    serve_sources,
};
use support::served::Served;
use support::told::{race_from_files, reads, times};
use support::{BASE, Rig, batch, small_race};

/// The mats by the numbers that IPICO readers have.
const MATS: [&str; 4] = ["start", "half-way", "finish", "moon"];

fn nowhere() -> &'static std::path::Path {
    std::path::Path::new("/nowhere")
}

/// What the race must be, by whichever door its reads came in.
fn expected() -> Vec<Vec<(usize, Span)>> {
    let mut rig = Rig::in_memory(&small_race());
    rig.submit(batch("decoder", reads()));
    rig.beat(BASE + Span(15 * 3_600_000));
    times(&rig.hub.published().now().race)
}

/// Checks the race, and that each read is there once.
fn expect_the_race(served: &Served, source: &str) {
    served.wait_for(source, "new", 82);
    served.running.publish();
    assert_eq!(times(&race_from_files(served)), expected());
    assert_eq!(served.running.status.now().entries, 82);
}

fn mat_no(read: &RawRead) -> usize {
    MATS.iter().position(|mat| *mat == read.mat).expect("a mat") + 1
}

fn ipico_points() -> serde_json::Value {
    json!({"1/1": "start", "1/2": "half-way", "1/3": "finish"})
}

#[test]
fn mylaps_version_2() {
    let served = serve_sources(
        &json!([{"name": "ts", "system": "mylaps", "listen": "127.0.0.1:0"}]),
        nowhere(),
    );
    let mut device = Device::connect(served.door_of("ts"));
    device.say("Toolkit@Pong@$");
    assert_eq!(device.hear("$"), "Homestretch@AckPong@Version2.1@$");
    device.say("Toolkit@Ping@$");
    assert_eq!(device.hear("$"), "Homestretch@AckPing@$");
    for (no, part) in reads().chunks(10).enumerate() {
        for mat in MATS {
            let here: Vec<String> = part
                .iter()
                .filter(|read| read.mat == mat)
                .map(mylaps_passing)
                .collect();
            let message = format!("{mat}@Passing@{}@{no}@$", here.join("@"));
            match no {
                // Torn into pieces.
                1 => {
                    for piece in message.as_bytes().chunks(37) {
                        device.say(core::str::from_utf8(piece).expect("ascii"));
                        sleep(Duration::from_millis(2));
                    }
                }
                // The line breaks before the end; on the next line it comes again.
                2 => {
                    device.say(&message[..message.len() / 2]);
                    device = Device::connect(served.door_of("ts"));
                    device.say("Toolkit@Pong@$");
                    device.hear("$");
                    device.say(&message);
                }
                // Sent again though it was acknowledged, and garbage between.
                3 => {
                    device.say(&message);
                    assert_eq!(device.hear("$"), "Homestretch@AckPassing@3@$");
                    device.say("\u{1}\u{2}@@@$no such thing$\r\n$");
                    device.say(&message);
                }
                _ => device.say(&message),
            }
            assert_eq!(device.hear("$"), format!("Homestretch@AckPassing@{no}@$"));
        }
    }
    // What cannot be read is acknowledged, or it would be sent for ever, and complained about.
    device.say("start@Passing@t=25:00:00|c=101|d=260405@t=09:00:01|d=260405@99@$");
    assert_eq!(device.hear("$"), "Homestretch@AckPassing@99@$");
    expect_the_race(&served, "ts");
    let line = served.health("ts");
    assert_eq!(line["rejected_for"]["time that cannot be read"]["count"], 1);
    assert_eq!(line["rejected_for"]["passing without a chip"]["count"], 1);
    assert_eq!(line["unmapped_places"]["moon"], 1);
    assert_eq!(line["known"], 10);
}

#[test]
fn mylaps_version_1_and_the_gun() {
    let served = serve_sources(
        &json!([{
            "name": "ts", "system": "mylaps", "version": "1", "listen": "127.0.0.1:0",
            "points": {"10KM": "half-way"},
            "guns": {"Gunshot 1": {"contest": "ten", "wave": "A"}},
        }]),
        nowhere(),
    );
    let mut device = Device::connect(served.door_of("ts"));
    device.say("Toolkit@Pong@$");
    assert_eq!(device.hear("$"), "Homestretch@AckPong@$");
    // The gun went off two seconds late, and somebody pressed the button once more.
    device.say("start@Marker@t=09:00:02.0|mt=Gunshot|n=Gunshot 1|d=260405@4@$");
    assert_eq!(device.hear("$"), "Homestretch@AckMarker@4@$");
    device.say("start@Marker@t=09:30:00.0|mt=Gunshot|n=Gunshot 2@5@$");
    assert_eq!(device.hear("$"), "Homestretch@AckMarker@5@$");
    for _ in 0..2 {
        device.say("10KM@Store@101     09:25:00.30 9323 1000026040587@103     09:26:00.30 9323 1000026040587@7@$");
        assert_eq!(device.hear("$"), "Homestretch@AckStore@7@$");
    }
    served.running.publish();
    let race = race_from_files(&served);
    assert_eq!(
        race.gun(0, 0, race.newest()),
        Some(support::GUN + Span(2_000))
    );
    let view = race.as_of(homestretch_race::time::Instant(i64::MAX), race.newest());
    assert_eq!(view.splits(0)[0].point, 1);
    assert_eq!(view.splits(2)[0].point, 1);
    let warnings = served.health("ts")["warnings"].to_string();
    assert!(
        warnings.contains("`Gunshot 2` is for no wave"),
        "{warnings}"
    );
}

#[test]
fn a_message_without_end_costs_the_line_nothing() {
    let served = serve_sources(
        &json!([{"name": "ts", "system": "mylaps", "listen": "127.0.0.1:0"}]),
        nowhere(),
    );
    let mut device = Device::connect(served.door_of("ts"));
    let endless = "x".repeat(64 * 1024);
    for _ in 0..20 {
        device.say(&endless);
    }
    device.say("$start@Passing@t=09:00:03|c=101|d=260405@1@$");
    assert_eq!(device.hear("$"), "Homestretch@AckPassing@1@$");
    served.wait_for("ts", "rejected", 1);
    served.wait_for("ts", "new", 1);
}

#[test]
fn chronotrack() {
    let served = serve_sources(
        &json!([{"name": "ct", "system": "chronotrack", "listen": "127.0.0.1:0",
                 "guns": {"start": {"contest": "ten", "wave": "A"}}}]),
        nowhere(),
    );
    let greet = |device: &mut Device| {
        device.say("SimpleClient~0.5.0~CTP01\r\n");
        let hello = device.hear("\r\nstart\r\n");
        let mut lines = hello.lines();
        assert_eq!(lines.next(), Some("Homestretch~1.0~5"));
        assert_eq!(lines.nth(2), Some("connection-id=false"));
        device.say("ack~getlocations~start~half-way~finish\r\nack~start\r\n");
    };
    let mut device = Device::connect(served.door_of("ct"));
    greet(&mut device);
    device.say("CT01_33~4~start~guntime~09:00:00.00~0~DF239A~0\r\n");
    device.say("CT01_33~5~half-way~newlocation~09:15:21.00~0~ED932A~0\r\n");
    let all = reads();
    for (no, read) in all.iter().take(40).enumerate() {
        device.say(&chronotrack_line(no, read));
    }
    // Half a line, and the line is gone. The client comes back and tells everything from the beginning.
    let half = chronotrack_line(40, &all[40]);
    device.say(&half[..half.len() - 18]);
    drop(device);
    let mut device = Device::connect(served.door_of("ct"));
    greet(&mut device);
    device.say("CT01_13~~~\r\nCT01_13~1~finish~101~9 o'clock~1~117F37~8\r\nnonsense\r\nping\r\n");
    device.hear("ack~ping\r\n");
    for (no, read) in all.iter().enumerate() {
        device.say(&chronotrack_line(no, read));
    }
    served.wait_for("ct", "known", 40);
    served.wait_for("ct", "new", 83);
    let line = served.health("ct");
    assert_eq!(line["rejected"], 3, "{line:#}");
    assert_eq!(line["notice"], "its points: start, half-way, finish");
    served.running.publish();
    assert_eq!(times(&race_from_files(&served)), expected());
}

#[test]
fn ipico_over_a_socket() {
    // The tags have twelve characters.
    let day = small_race();
    let tags: Vec<_> = day
        .roster
        .all()
        .iter()
        .map(|e| (format!("{:0>12}", e.bib), e.no))
        .collect();
    let day = RaceDay::new(
        (*day.event).clone(),
        (*day.course).clone(),
        (*day.roster).clone(),
        &tags,
    );
    let served = serve_day_at(
        day.expect("a race day"),
        &json!([{"name": "elite", "system": "ipico", "listen": "127.0.0.1:0", "points": ipico_points()}]),
        nowhere(),
        BASE + Span(15 * 3_600_000),
    );
    let mut device = Device::connect(served.door_of("elite"));
    for read in reads() {
        // The last read of a visit is of no interest.
        device.say(&ipico_line(mat_no(&read), &read, "FS"));
        device.say(&ipico_line(mat_no(&read), &read, "LS"));
    }
    device.say("aa00\r\nxx1105800319ea3f00012504060930123f00FS\r\naa1105800319ea3f0001250406093012a300FS\r\n");
    served.wait_for("elite", "new", 82);
    let line = served.health("elite");
    assert_eq!(line["rejected"], 3, "{line:#}");
    expect_the_race(&served, "elite");
}

#[test]
fn ipico_in_a_file_that_grows() {
    let folder = tempfile::tempdir().expect("a directory");
    let served = serve_sources(
        &json!([{"name": "file", "system": "ipico", "follow": "reads.txt", "hundredths": "decimal",
                 "points": ipico_points()}]),
        folder.path(),
    );
    let path = folder.path().join("reads.txt");
    let line = |n: usize| format!("aa11{n:012}000126040509000{}{}00FS\r\n", n % 10, 10 + n);
    let lines = |range: std::ops::Range<usize>| range.map(line).collect::<String>();
    // It is not there yet, then it is, with half a line at its end.
    let start = lines(0..5);
    std::fs::write(&path, &start[..start.len() - 9]).expect("a file");
    served.wait_for("file", "new", 4);
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .expect("a file");
    file.write_all(&start.as_bytes()[start.len() - 9..])
        .expect("written");
    served.wait_for("file", "new", 5);
    // Another file under the same name, which begins with what is known.
    let next = folder.path().join("next.txt");
    std::fs::write(&next, lines(3..9)).expect("a file");
    std::fs::rename(&next, &path).expect("renamed");
    served.wait_for("file", "new", 9);
    served.wait_for("file", "known", 2);
    assert_eq!(served.health("file")["state"], "the file is followed");
}

#[test]
fn race_result_decoder() {
    let decoder = Decoder::start(Some(20));
    let all = reads();
    let records = all.iter().enumerate();
    let mut records: Vec<String> = records.map(|(i, r)| decoder_record(i + 1, r)).collect();
    let rest = records.split_off(60);
    *decoder.memory.lock().expect("a memory") = (records, 7);
    let served = serve_sources(
        &json!([{"name": "box", "system": "race-result", "connect": decoder.address.to_string()}]),
        nowhere(),
    );
    // The line breaks twice on the way.
    served.wait_for("box", "new", 60);
    decoder.memory.lock().expect("a memory").0.extend(rest);
    served.wait_for("box", "new", 82);
    let notice = served.health("box")["notice"].to_string();
    assert!(notice.contains("no date"), "{notice}");
    expect_the_race(&served, "box");

    // Somebody clears it: it counts from 1 again, and what comes then is not lost.
    let late = RawRead {
        at: all[0].at + Span(7_000),
        ..all[0].clone()
    };
    *decoder.memory.lock().expect("a memory") = (vec![decoder_record(1, &late)], 8);
    served.wait_for("box", "new", 83);
    let commands = decoder.commands.lock().expect("commands");
    for forbidden in ["STARTOPERATION", "STOPOPERATION", "SETTIME", "CLEARFILES"] {
        assert!(!commands.iter().any(|c| c.starts_with(forbidden)));
    }
    assert_eq!(commands[0], "SETPROTOCOL;2.0");
}

#[test]
fn race_result_by_push() {
    let served = serve_sources(
        &json!([{"name": "exporter", "system": "race-result"}]),
        nowhere(),
    );
    let record = |read: &RawRead| {
        let at = jiff::Timestamp::from_millisecond(read.at.0).expect("a time");
        json!({"ID": 1, "Bib": 50_001, "TimingPoint": read.mat, "Result": -10, "Time": 32_795.944, "Invalid": false,
               "Passing": {"Transponder": read.chip, "Position": {"Latitude": 0, "Longitude": 0}, "Hits": 75, "LoopID": 8,
                           "DeviceID": "D-50432", "IsMarker": false, "PassingNo": 1, "UTCTime": at.to_string()}})
    };
    let all = reads();
    let post = |body: &str| served.post("/api/v1/sources/exporter?token=of-no-use-here", &[], body);
    // One by one, as a list, and an object a line; some of them twice.
    assert_eq!(post(&record(&all[0]).to_string()).status, 200);
    let list: Vec<_> = all[..50].iter().map(record).collect();
    let answer = post(&json!(list).to_string());
    assert!(
        answer.text().starts_with(r#"{"new":49,"known":1,"#),
        "{}",
        answer.text()
    );
    let lines: Vec<String> = all[40..].iter().map(|r| record(r).to_string()).collect();
    post(&lines.join("\r\n"));
    let garbage =
        post("{\"ID\": 1}\n{\"Passing\": {\"Transponder\": \"1\", \"UTCTime\": \"noon\"}}\n{half");
    assert!(
        garbage.text().contains("\"n_rejected\":3"),
        "{}",
        garbage.text()
    );
    expect_the_race(&served, "exporter");
}

#[test]
fn csv_uploaded_in_any_form() {
    let served = serve_sources(
        &json!([{"name": "sheet", "system": "csv", "runners": "bib",
                 "columns": {"chip": "Startnummer", "place": "Ort", "at": "Zeit"}}]),
        nowhere(),
    );
    let line = |read: RawRead| {
        let at = jiff::Timestamp::from_millisecond(read.at.0).expect("a time");
        let at = at.to_string().replace('T', " ").replace('Z', "");
        format!("{};{};\"a; b\";{at}\r\n", read.mat, read.chip)
    };
    let mut text = String::from("\u{feff}Ort;Startnummer;Bemerkung;Zeit\r\n");
    text.extend(reads().into_iter().map(line));
    text.push_str("start;101\r\n\r\nstart;101;;later\r\nfinish;101;;");
    let answer = served.post("/api/v1/sources/sheet", &[], &text);
    assert!(
        answer.text().starts_with(r#"{"new":82,"known":0,"#),
        "{}",
        answer.text()
    );
    assert!(
        answer.text().contains("\"n_rejected\":3"),
        "{}",
        answer.text()
    );
    let again = served.post("/api/v1/sources/sheet", &[], &text);
    assert!(
        again.text().starts_with(r#"{"new":0,"known":82,"#),
        "{}",
        again.text()
    );
    expect_the_race(&served, "sheet");
    let nameless = served.post("/api/v1/sources/sheet", &[], "a,b,c\n1,2,3\n");
    assert!(
        nameless.text().contains("first line without the columns"),
        "{}",
        nameless.text()
    );
}

#[test]
fn json_without_numbers() {
    let served = serve_sources(&json!([]), nowhere());
    let reads: Vec<_> = reads()
        .iter()
        .map(|r| json!({"chip": format!("bib:{}", r.chip), "mat": r.mat, "at_ms": r.at.0}))
        .collect();
    let body = json!({"source": "anything", "reads": reads}).to_string();
    for known in [0, 82] {
        let answer = served.post("/api/v1/reads", &[], &body);
        assert!(
            answer.text().contains(&format!(r#""known":{known},"#)),
            "{}",
            answer.text()
        );
    }
    expect_the_race(&served, "anything");
}
