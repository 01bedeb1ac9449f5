//! Every door and every bad habit: whatever a timing system's line does to the reads on their way, the race that comes
//! of them is the same, and each read is there once.

mod support;

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

use homestretch_race::time::Span;
use homestretch_server::race_day::RaceDay;
use homestretch_server::store::RawRead;
use serde_json::{Value, json};
use support::devices::{
    Decoder, Device, chronotrack_line, clock_of, decoder_record, mylaps_passing, serve_day_at,
};
use support::faults::{
    FAULTS, Fault, HEADER, SLOW, csv_lines, expect_the_race, ipico_message, ipico_points, nowhere,
    serve, tagged,
};
use support::served::Served;
use support::{GUN, small_race};

/// A device that connects to us, and how it speaks.
struct Speaks {
    source: Value,
    day: fn() -> RaceDay,
    greet: fn(&mut Device),
    /// The message of a read; the number counts messages.
    message: fn(usize, &RawRead) -> String,
}

impl Speaks {
    fn with_every_fault(&self) {
        for fault in FAULTS {
            let served = serve((self.day)(), self.source.clone(), nowhere(), fault);
            self.say(&served, fault);
            expect_the_race(&served, 82, fault);
        }
    }

    fn connect(&self, served: &Served) -> Device {
        let mut device = Device::connect(served.door_of("it"));
        (self.greet)(&mut device);
        device
    }

    fn say(&self, served: &Served, fault: Fault) {
        let messages = fault.reads();
        let messages = messages.iter().enumerate();
        let messages: Vec<String> = messages.map(|(no, r)| (self.message)(no, r)).collect();
        let mut device = self.connect(served);
        let is_late = |no: usize| no % 3 == 1;
        match fault {
            Fault::WrongHours => messages.iter().for_each(|m| device.say(m)),
            Fault::Resends => {
                for message in messages.iter().chain(&messages) {
                    device.say(message);
                }
            }
            Fault::Gaps => {
                for late in [false, true] {
                    let some = messages.iter().enumerate();
                    let some = some.filter(|(no, _)| is_late(*no) == late);
                    some.for_each(|(_, message)| device.say(message));
                }
            }
            Fault::HalfLines => {
                for piece in messages.concat().as_bytes().chunks(23) {
                    device.say(core::str::from_utf8(piece).expect("ascii"));
                    sleep(Duration::from_millis(1));
                }
            }
            Fault::Reconnects => {
                for (no, message) in messages.iter().enumerate() {
                    if no % 9 == 4 {
                        // What was half said is said again by whoever comes back, and some of what was said before.
                        device.say(&message[..message.len() / 2]);
                        served.wait_for("it", "new", no as u64);
                        device = self.connect(served);
                        messages[no - 3..no].iter().for_each(|m| device.say(m));
                    }
                    device.say(message);
                }
            }
        }
        // The device stays on the line until all of it is here.
        served.wait_for("it", "new", 82);
    }
}

#[test]
fn mylaps_version_2() {
    Speaks {
        source: json!({"system": "mylaps", "listen": "127.0.0.1:0"}),
        day: small_race,
        greet: |device| {
            device.say("Toolkit@Pong@$");
            assert_eq!(device.hear("$"), "Homestretch@AckPong@Version2.1@$");
        },
        message: |no, read| format!("{}@Passing@{}@{no}@$", read.mat, mylaps_passing(read)),
    }
    .with_every_fault();
}

#[test]
fn mylaps_version_1() {
    Speaks {
        source: json!({"system": "mylaps", "version": "1", "listen": "127.0.0.1:0"}),
        day: small_race,
        greet: |device| {
            device.say("Toolkit@Pong@$");
            assert_eq!(device.hear("$"), "Homestretch@AckPong@$");
        },
        message: |no, read| {
            let (h, m, s, ms) = clock_of(read);
            let chip = format!("{:<7}", read.chip);
            let at = format!("{h:02}:{m:02}:{s:02}.{:02}", ms / 10);
            format!("{}@Store@{chip} {at} 9323 1000026040587@{no}@$", read.mat)
        },
    }
    .with_every_fault();
}

#[test]
fn chronotrack() {
    Speaks {
        source: json!({"system": "chronotrack", "listen": "127.0.0.1:0"}),
        day: small_race,
        greet: |device| {
            device.say("SimpleClient~0.5.0~CTP01\r\n");
            device.hear("\r\nstart\r\n");
            device.say("ack~getlocations~start~half-way~finish\r\nack~start\r\n");
        },
        message: chronotrack_line,
    }
    .with_every_fault();
}

#[test]
fn ipico_that_connects_to_us() {
    Speaks {
        source: json!({"system": "ipico", "listen": "127.0.0.1:0", "points": ipico_points()}),
        day: tagged,
        greet: |_| {},
        message: |_, read| ipico_message(read),
    }
    .with_every_fault();
}

/// A reader that we connect to, and that tells everything it has on every new line, as readers with a memory do; a
/// break comes after so many bytes, each time a little later.
fn reader(lines: Vec<String>, breaks: bool, piece_bytes: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        let text = lines.concat();
        let mut patience = if breaks {
            text.len() / 3 + 7
        } else {
            text.len()
        };
        let mut held = Vec::new();
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let said = &text.as_bytes()[..patience.min(text.len())];
            for piece in said.chunks(piece_bytes) {
                if stream.write_all(piece).is_err() {
                    break;
                }
                if piece_bytes < said.len() {
                    sleep(Duration::from_millis(1));
                }
            }
            if patience >= text.len() {
                held.push(stream);
            }
            patience += text.len() / 2;
        }
    });
    address
}

#[test]
fn ipico_that_we_connect_to() {
    for fault in FAULTS {
        let lines: Vec<String> = fault.reads().iter().map(ipico_message).collect();
        let (early, late): (Vec<_>, Vec<_>) =
            lines.iter().enumerate().partition(|(no, _)| no % 3 != 1);
        let late_ones = late.into_iter().map(|(_, line)| line.clone());
        let with_gaps = early
            .into_iter()
            .map(|(_, line)| line.clone())
            .chain(late_ones);
        let address = match fault {
            Fault::Resends => reader([lines.clone(), lines].concat(), false, usize::MAX),
            Fault::Gaps => reader(with_gaps.collect(), false, usize::MAX),
            Fault::WrongHours => reader(lines, false, usize::MAX),
            Fault::HalfLines => reader(lines, false, 23),
            Fault::Reconnects => reader(lines, true, usize::MAX),
        };
        let source =
            json!({"system": "ipico", "connect": address.to_string(), "points": ipico_points()});
        let served = serve(tagged(), source, nowhere(), fault);
        expect_the_race(&served, 82, fault);
    }
}

#[test]
fn race_result_decoder() {
    for fault in FAULTS {
        let all = fault.reads();
        let records = |some: &[RawRead]| -> Vec<String> {
            let numbered = some.iter().enumerate();
            numbered.map(|(i, r)| decoder_record(i + 1, r)).collect()
        };
        let decoder = Decoder::start(match fault {
            Fault::HalfLines | Fault::Reconnects => Some(11),
            _ => None,
        });
        let tell = |records: Vec<String>| *decoder.memory.lock().expect("a memory") = (records, 7);
        match fault {
            // The same chip at the same instant under two numbers.
            Fault::Resends => tell(records(&[all.clone(), all.clone()].concat())),
            Fault::Gaps => tell(records(&all[40..])),
            _ => tell(records(&all)),
        }
        let source = json!({"system": "race-result", "connect": decoder.address.to_string()});
        let served = serve(small_race(), source, nowhere(), fault);
        if fault == Fault::Gaps {
            // What was left out is in another file of the decoder's, which counts from 1 again.
            served.wait_for("it", "new", 42);
            *decoder.memory.lock().expect("a memory") = (records(&all[..40]), 8);
        }
        expect_the_race(&served, 82, fault);
    }
}

/// Posts a part of a body and hangs up.
fn post_half(served: &Served, path: &str, body: &str) {
    let mut stream = TcpStream::connect(served.running.address).expect("a connection");
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let half = &body.as_bytes()[..body.len() / 2];
    stream.write_all(head.as_bytes()).expect("an open line");
    stream.write_all(half).expect("an open line");
}

/// Reads that are posted: `body` writes some of them.
fn by_post(source: &Value, path: &str, body: impl Fn(&[RawRead]) -> String) {
    for fault in FAULTS {
        let served = serve(small_race(), source.clone(), nowhere(), fault);
        let all = fault.reads();
        let post = |some: &[RawRead]| {
            let answer = served.post(path, &[], &body(some));
            assert_eq!(answer.status, 200, "{fault:?}: {}", answer.text());
        };
        match fault {
            Fault::WrongHours => post(&all),
            Fault::Resends => (0..3).for_each(|_| post(&all)),
            Fault::Gaps => {
                post(&all[60..]);
                post(&all[..30]);
                post(&all[25..65]);
            }
            Fault::HalfLines => {
                // A body that ends in the middle of a read, and says that this is all of it.
                let whole = body(&all);
                let torn = &whole[..whole.len() - 25];
                let answer = served.post(path, &[], torn);
                let known = answer.text();
                assert!(
                    answer.status == 400 || known.contains("\"n_rejected\":1"),
                    "{known}"
                );
                post(&all);
            }
            Fault::Reconnects => {
                (0..5).for_each(|_| post_half(&served, path, &body(&all)));
                sleep(Duration::from_millis(100));
                assert_eq!(
                    served.running.status.now().entries,
                    0,
                    "half a body is none"
                );
                post(&all);
                post_half(&served, path, &body(&all));
            }
        }
        expect_the_race(&served, 82, fault);
    }
}

#[test]
fn json_posted() {
    by_post(&json!({"system": "json"}), "/api/v1/reads", |reads| {
        let rows = reads
            .iter()
            .map(|r| json!({"no": r.no, "chip": r.chip, "mat": r.mat, "at_ms": r.at.0}));
        json!({"source": "it", "reads": rows.collect::<Vec<_>>()}).to_string()
    });
}

#[test]
fn race_result_posted() {
    by_post(
        &json!({"system": "race-result"}),
        "/api/v1/sources/it",
        |reads| {
            let record = |read: &RawRead| {
                let at = jiff::Timestamp::from_millisecond(read.at.0).expect("a time");
                let passing = json!({"Transponder": read.chip, "UTCTime": at.to_string()});
                json!({"ID": 1, "TimingPoint": read.mat, "Passing": passing}).to_string()
            };
            reads.iter().map(record).collect::<Vec<_>>().join("\r\n")
        },
    );
}

#[test]
fn csv_posted() {
    by_post(&json!({"system": "csv"}), "/api/v1/sources/it", |reads| {
        HEADER.to_owned() + &csv_lines(reads)
    });
}

/// A source, its race day, and how it tells a read.
type Door = (Value, fn() -> RaceDay, fn(&RawRead) -> String);

/// Doors whose reads come as they happen say when the clock is off by whole hours, and what to do.
#[test]
fn a_clock_off_by_whole_hours_is_told_at_every_live_door() {
    let now = GUN + Span(3_600_000);
    let live = |i: u32| RawRead {
        at: now + Span(-SLOW.0),
        ..support::read(u64::from(i), 101 + i, "start", 0)
    };
    let four: Arc<Mutex<Vec<RawRead>>> = Arc::new(Mutex::new((0..4).map(live).collect()));
    let reads = || four.lock().expect("reads").clone();
    let doors: Vec<Door> = vec![
        (json!({"system": "mylaps"}), small_race, |r| {
            format!("start@Passing@{}@1@$", mylaps_passing(r))
        }),
        (json!({"system": "chronotrack"}), small_race, |r| {
            chronotrack_line(1, r)
        }),
        (
            json!({"system": "ipico", "points": ipico_points()}),
            tagged,
            ipico_message,
        ),
    ];
    for (mut source, day, message) in doors {
        source["listen"] = "127.0.0.1:0".into();
        source["name"] = "it".into();
        let served = serve_day_at(day(), &json!([source]), nowhere(), now);
        let mut device = Device::connect(served.door_of("it"));
        for (i, read) in reads().iter().enumerate() {
            device.say(&message(read));
            served.wait_for("it", "new", i as u64 + 1);
        }
        let line = served.health("it");
        let told = line["warnings"].to_string();
        assert!(
            told.contains("2 h behind") && told.contains("Add 7200 to `offset_s`"),
            "{source}: {told}"
        );
        assert_eq!(line["clock"], json!({"doubt": "shifted", "by_s": -7200.0}));
    }
    for path in ["/api/v1/reads", "/api/v1/sources/it"] {
        let system = if path.ends_with("reads") {
            "json"
        } else {
            "race-result"
        };
        let source = json!([{"name": "it", "system": system}]);
        let served = serve_day_at(small_race(), &source, nowhere(), now);
        for read in reads() {
            let at = jiff::Timestamp::from_millisecond(read.at.0)
                .expect("a time")
                .to_string();
            let body = if system == "json" {
                json!({"source": "it", "reads": [{"chip": read.chip, "mat": "start", "at": at}]})
            } else {
                json!({"TimingPoint": "start", "Passing": {"Transponder": read.chip, "UTCTime": at}})
            };
            assert_eq!(served.post(path, &[], &body.to_string()).status, 200);
        }
        let told = served.health("it")["warnings"].to_string();
        assert!(told.contains("2 h behind"), "{system}: {told}");
    }
}
