//! The bad habits of files that are followed, and of services whose results are asked for: the race that comes of it is
//! the same as by any other door.

mod support;

use std::io::Write as _;
use std::thread::sleep;
use std::time::Duration;

use homestretch_race::time::Span;
use homestretch_server::race_day::RaceDay;
use homestretch_server::store::RawRead;
use serde_json::{Value, json};
use support::devices::clock_of;
use support::faults::{
    FAULTS, Fault, HEADER, MATS, SLOW, csv_lines, expect_the_race, ipico_message, ipico_points,
    nowhere, serve, tagged,
};
use support::service::Service;
use support::told::reads;
use support::{GUN, small_race};

/// A file that is followed, and what happens to it.
fn by_file(
    day: fn() -> RaceDay,
    source: &Value,
    header: &[u8],
    lines: impl Fn(&[RawRead]) -> Vec<u8>,
) {
    for fault in FAULTS {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("reads.txt");
        let mut source = source.clone();
        source["follow"] = "reads.txt".into();
        let served = serve(day(), source, folder.path(), fault);
        let all = fault.reads();
        let write = |parts: &[&[u8]]| std::fs::write(&path, parts.concat()).expect("a file");
        let append = |part: &[u8]| {
            let file = std::fs::OpenOptions::new().append(true).open(&path);
            file.and_then(|mut file| file.write_all(part))
                .expect("written");
        };
        match fault {
            Fault::WrongHours => write(&[header, &lines(&all)]),
            Fault::Resends => write(&[header, &lines(&all), &lines(&all)]),
            Fault::Gaps => {
                write(&[header, &lines(&all[50..])]);
                served.wait_for("it", "new", 32);
                append(&lines(&all[..50]));
            }
            Fault::HalfLines => {
                let whole = lines(&all);
                let (start, rest) = whole.split_at(whole.len() / 2 + 5);
                write(&[header, start]);
                sleep(Duration::from_millis(700));
                append(&rest[..3]);
                sleep(Duration::from_millis(700));
                append(&rest[3..]);
            }
            Fault::Reconnects => {
                // Cut short and begun anew, then replaced by another file of the same name.
                write(&[header, &lines(&all[..40])]);
                served.wait_for("it", "new", 40);
                write(&[header, &lines(&all[30..50])]);
                served.wait_for("it", "new", 50);
                let next = folder.path().join("next.txt");
                std::fs::write(&next, [header, &lines(&all[45..])].concat()).expect("a file");
                std::fs::rename(&next, &path).expect("renamed");
            }
        }
        expect_the_race(&served, 82, fault);
        assert_eq!(served.health("it")["rejected"], 0, "{fault:?}");
    }
}

#[test]
fn csv_followed() {
    by_file(
        small_race,
        &json!({"system": "csv"}),
        HEADER.as_bytes(),
        |reads| csv_lines(reads).into_bytes(),
    );
}

#[test]
fn csv_followed_in_the_letters_of_an_old_program() {
    // Latin-1, with line feeds alone.
    by_file(
        small_race,
        &json!({"system": "csv"}),
        b"chip;place;where;at\n",
        |reads| {
            let text = csv_lines(reads).replace(',', ";").replace('\r', "");
            let latin = |c: char| u8::try_from(u32::from(c)).unwrap_or(b'?');
            text.chars().map(latin).collect()
        },
    );
}

#[test]
fn ipico_followed() {
    let source = json!({"system": "ipico", "points": ipico_points()});
    by_file(tagged, &source, b"", |reads| {
        reads
            .iter()
            .map(ipico_message)
            .collect::<String>()
            .into_bytes()
    });
}

#[test]
fn a_file_in_two_bytes_a_letter_is_told_what_to_do() {
    let folder = tempfile::tempdir().expect("a directory");
    let text = HEADER.to_owned() + &csv_lines(&reads());
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("reads.csv"), wide).expect("a file");
    let source = json!({"system": "csv", "follow": "reads.csv"});
    let served = serve(small_race(), source, folder.path(), Fault::Gaps);
    served.wait_for("it", "new", 0);
    for _ in 0..200 {
        let line = served.health("it")["rejected_for"].to_string();
        if line.contains("UTF-16") && line.contains("UTF-8") {
            return;
        }
        sleep(Duration::from_millis(20));
    }
    panic!("{}", served.health("it"));
}

/// Results that we ask for. `page` writes those of some reads; a runner has one time at a place there.
fn by_pull(mut source: Value, page: impl Fn(&[RawRead]) -> Value) {
    let n_times = 60;
    for fault in FAULTS {
        // The last of two rivals in a list is the one that it shows.
        let mut all = fault.reads();
        all.retain(|r| r.no % 10 != 2 && r.no < 900);
        let (service, address) = Service::start(&json!({}));
        match fault {
            Fault::Gaps => {
                // The rows of some runners come later.
                let some: Vec<RawRead> = all.iter().filter(|r| r.chip != "105").cloned().collect();
                service.show(&page(&some));
            }
            Fault::HalfLines => {
                let whole = page(&all).to_string();
                service.show_text(&whole[..whole.len() * 3 / 4]);
            }
            _ => service.show(&page(&all)),
        }
        service.breaks(fault == Fault::Reconnects);
        source["pull"] = format!("http://{address}/list").into();
        source["every_s"] = 1.into();
        let served = serve(small_race(), source.clone(), nowhere(), fault);
        match fault {
            Fault::Resends => {
                served.wait_for("it", "new", n_times);
                // The same, written otherwise, so that it is no answer that is known.
                service.show_text(&format!("{}  ", page(&all)));
                service.wait_for_requests(3);
            }
            Fault::Gaps => {
                served.wait_for("it", "new", n_times - 3);
                service.show(&page(&all));
            }
            Fault::HalfLines => {
                served.wait_for("it", "rejected", 1);
                service.show(&page(&all));
            }
            Fault::Reconnects => {
                service.wait_for_requests(1);
                assert_eq!(served.running.status.now().entries, 0);
                service.breaks(false);
            }
            Fault::WrongHours => {}
        }
        expect_the_race(&served, n_times, fault);
    }
}

fn points_of(served_as: [&str; 3]) -> Value {
    let pairs = served_as.into_iter().zip(MATS);
    pairs
        .map(|(at, mat)| (at.to_owned(), Value::from(mat)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn time_of<'a>(reads: &'a [RawRead], chip: &str, mat: &str) -> Option<&'a RawRead> {
    reads.iter().find(|r| r.chip == chip && r.mat == mat)
}

#[test]
fn a_list_of_race_result_pulled() {
    let source = json!({"system": "race-result-list", "times": "clock", "points": points_of(["Start", "Half", "Finish"])});
    by_pull(source, |reads| {
        let rows = (101..121).map(|bib| bib.to_string());
        let rows = rows.filter(|bib| reads.iter().any(|r| r.chip == *bib)).map(|bib| {
            let at = |mat: &str| {
                let read = time_of(reads, &bib, mat);
                read.map_or_else(String::new, |read| {
                    let (h, m, s, _) = clock_of(read);
                    format!("{h:02}:{m:02}:{s:02}")
                })
            };
            json!({"Bib": bib, "Start": at("start"), "Half": at("half-way"), "Finish": at("finish")})
        });
        rows.collect()
    });
}

#[test]
fn the_spread_of_open_split_time_pulled() {
    let source = json!({"system": "opensplittime", "points": points_of(["0", "1", "2"])});
    by_pull(source, |reads| {
        let slow = reads.iter().any(|r| r.at < GUN);
        let gun = if slow { GUN + Span(-SLOW.0) } else { GUN };
        let rows = (101..121).map(|bib| bib.to_string());
        let rows = rows.filter(|bib| reads.iter().any(|r| r.chip == *bib)).map(|bib| {
            let at = |mat: &str| time_of(reads, &bib, mat).map(|read| (read.at - gun).as_s());
            let times = json!([[at("start")], [at("half-way")], [at("finish")]]);
            json!({"type": "effortTimesRows", "attributes": {"bibNumber": bib, "elapsedTimes": times}})
        });
        let start = jiff::Timestamp::from_millisecond(gun.0)
            .expect("a time")
            .to_string();
        json!({
            "data": {"attributes": {"name": "Race", "displayStyle": "elapsed", "eventStartTime": start}},
            "included": rows.collect::<Vec<_>>(),
        })
    });
}
