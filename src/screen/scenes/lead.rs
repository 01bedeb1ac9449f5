//! The front of a race: map or course strip with the leader in sight, who chases by how much, and what the finish will
//! say.

use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};
use leptos::prelude::*;

use crate::dom::{Piece, nothing, view};
use crate::signals::{Memo, RwSignal, Signal, effect};

use super::strip::LeadStrip;
use super::title;
use crate::format::{self, Units};
use crate::map::camera::Camera;
use crate::map::{CourseMap, Shared};
use crate::screen::front::{Front, Row, front};
use crate::screen::lines::{Line, Lines, Sure, both, each, face, short};
use crate::screen::wall::Wall;

/// Rows beside the map.
const ROOM: usize = 5;
/// So many are named on the map.
const NAMED: usize = 3;

/// The scene.
pub fn show(wall: Wall, contest: usize, group: &Group) -> Piece {
    let of = group.clone();
    let seen = Memo::new(move |_| {
        wall.look(|view| front(view, contest, &of, ROOM))
            .unwrap_or_default()
    });
    let lines = move || {
        let now = wall.now.get();
        seen.with(|front| {
            front
                .rows
                .iter()
                .filter_map(|row| line(wall, contest, row, now))
                .collect()
        })
    };
    let lines = Signal::derive(lines);
    let wanted = wall.settings().strip;
    let on_strip = Memo::new(move |_| wanted || !has_line(wall, contest));
    let place = move || {
        if on_strip.get() {
            view! { <LeadStrip wall contest seen /> }
        } else {
            view! { <LeadMap wall contest seen /> }
        }
    };
    view! {
        <section class="scene scene-lead" data-strip=move || on_strip.get().to_string()>
            {title(wall, |tongue| tongue.say.title_lead(), Some((contest, group.clone())), nothing())}
            <div class="lead-rows"><Lines lines room=ROOM /></div>
            <Facts wall seen />
            {place}
        </section>
    }
}

/// False for a contest whose line on the ground is not known, once the course is.
fn has_line(wall: Wall, contest: usize) -> bool {
    wall.held.course_version().track();
    let (Some(file), Some(event)) = (wall.held.course_file(), wall.event()) else {
        return true;
    };
    let contest = event.contests.get(contest);
    contest.is_some_and(|contest| file.route(&contest.route).is_some())
}

fn line(wall: Wall, contest: usize, row: &Row, now: Instant) -> Option<Line> {
    let no = wall
        .held
        .with_race(|race| race.roster().all().get(row.index).map(|e| e.no))
        .flatten()?;
    let (figure, sure) = match row.gap.at(now) {
        Some((gap, counting)) => (
            format::gap(gap),
            if counting {
                Sure::Counting
            } else {
                Sure::Taken
            },
        ),
        None => (format::taken(row.time), Sure::Taken),
    };
    let (point, event) = (row.point, wall.event()?);
    Some(Line {
        face: face(wall, no)?,
        place: row.place.to_string(),
        doubtful: !row.confirmed,
        detail: each(wall, |tongue| tongue.point(&event, contest, point)),
        figure,
        sure,
        ..Line::default()
    })
}

/// Pace, the finish that is to be expected, and the record.
#[component]
fn Facts(wall: Wall, seen: Memo<Front>) -> impl IntoView {
    let pace = move |s_per_km: Option<f64>, about: &'static str| {
        s_per_km.map(|s| format!("{about}{}", format::pace(s, Units::Km)))
    };
    let now = move || pace(seen.with(|f| f.pace_now), "≈ ").unwrap_or_else(|| "–".to_owned());
    let read = move || pace(seen.with(|f| f.pace_read), "").unwrap_or_else(|| "–".to_owned());
    let finish = move || {
        seen.with(|f| match (f.home, f.finish) {
            (Some(time), _) => (format::taken(time), String::new(), Sure::Taken),
            (None, Some((early, middle, late))) => {
                let off = Span((late - early).0 / 2);
                (
                    format!("≈ {}", short(middle)),
                    format!("± {}", short(off)),
                    Sure::Estimate,
                )
            }
            (None, None) => ("–".to_owned(), String::new(), Sure::Estimate),
        })
    };
    let record = move || seen.with(|f| f.record);
    // In the large language alone: a unit is read, not translated.
    let unit = move || {
        wall.tongues
            .with(|all| all.first().map(|tongue| tongue.say.per_km()))
    };
    view! {
        <dl class="facts">
            <div data-sure="estimate">
                <dt>{both(wall, |tongue| tongue.say.pace_now())}</dt>
                <dd>{now}<small>{unit}</small></dd>
            </div>
            <div data-sure="taken">
                <dt>{both(wall, |tongue| tongue.say.pace_read())}</dt>
                <dd>{read}<small>{unit}</small></dd>
            </div>
            <div data-sure=move || finish().2.key()>
                <dt>{both(wall, |tongue| tongue.say.finish_expected())}</dt>
                <dd>{move || finish().0}<small>{move || finish().1}</small></dd>
            </div>
            <Show when=move || record().is_some()>
                <div data-sure="taken">
                    <dt>{both(wall, |tongue| tongue.say.record())}</dt>
                    <dd>{move || record().map(short)}</dd>
                </div>
            </Show>
        </dl>
    }
}

/// The app's own map, magnified for a wall, with the leader in sight and the first three named.
#[component]
fn LeadMap(wall: Wall, contest: usize, seen: Memo<Front>) -> impl IntoView {
    let first = Memo::new(move |_| {
        let indices: Vec<usize> =
            seen.with(|f| f.rows.iter().take(NAMED).map(|row| row.index).collect());
        let nos = wall.held.with_race(|race| {
            let all = race.roster().all();
            indices
                .iter()
                .filter_map(|i| Some(all.get(*i)?.no))
                .collect::<Vec<_>>()
        });
        nos.unwrap_or_default()
    });
    let named = Signal::derive(move || {
        let all = first.get();
        all.into_iter()
            .filter(|no| !wall.is_hidden(*no))
            .collect::<Vec<EntrantNo>>()
    });
    let camera = RwSignal::new(Camera::Lead(contest));
    let shared = Shared::new(RwSignal::new(None), named, camera);
    shared.choose_contest(contest);
    effect(move || {
        let leader = first.with(|all| all.first().copied());
        let wanted = leader.map_or(Camera::Lead(contest), Camera::Runner);
        if camera.get_untracked() != wanted {
            camera.set(wanted);
        }
    });
    view! {
        <div class="wall-map">
            <div class="wall-map-large">
                <CourseMap shared on_choose=Callback::new(|_| ()) />
            </div>
        </div>
    }
}
