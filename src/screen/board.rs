//! Boards: a page of places, with what has changed since the group was last shown. Pure.

use homestretch_race::roster::EntrantNo;
use homestretch_race::standings::{Group, Standing};
use homestretch_race::view::View;

use super::scene::ROWS;

/// A row of a board.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The standing.
    pub standing: Standing,
    /// Who.
    pub no: EntrantNo,
    /// What has changed.
    pub change: Change,
    /// False on the road for a place behind the first's last mat: whoever is behind may have passed meanwhile.
    pub confirmed: bool,
}

/// What has changed since the last showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing, or nothing was shown yet.
    None,
    /// So many places up.
    Up(u32),
    /// So many places down.
    Down(u32),
    /// Was not on the board.
    New,
}

/// What was on the boards.
#[derive(Clone, Debug, Default)]
pub struct Memory(Vec<Shown>);

#[derive(Clone, Debug)]
struct Shown {
    contest: usize,
    group: Group,
    places: Vec<(EntrantNo, u32)>,
}

/// As many groups as any event shows.
const MOST_GROUPS: usize = 64;

/// A page, against what was shown before.
pub fn page(
    view: &View<'_>,
    contest: usize,
    group: &Group,
    page: usize,
    memory: &Memory,
) -> Vec<Line> {
    let lines = view.leaders(contest, group, (page + 1) * ROWS);
    let before = memory.of(contest, group);
    let furthest = lines.first().map_or(0, |first| first.point);
    let placed = lines
        .into_iter()
        .skip(page * ROWS)
        .filter(|line| line.place.is_some());
    let with_who = placed.filter_map(|line| {
        let no = view.race.roster().all().get(line.index)?.no;
        Some((line, no))
    });
    with_who
        .map(|(standing, no)| Line {
            change: change(before, no, standing.place.unwrap_or(0)),
            confirmed: standing.point == furthest,
            standing,
            no,
        })
        .collect()
}

fn change(before: Option<&Shown>, no: EntrantNo, place: u32) -> Change {
    let Some(before) = before else {
        return Change::None;
    };
    match before.places.iter().find(|(known, _)| *known == no) {
        None => Change::New,
        Some((_, was)) if *was > place => Change::Up(was - place),
        Some((_, was)) if *was < place => Change::Down(place - was),
        Some(_) => Change::None,
    }
}

impl Memory {
    fn of(&self, contest: usize, group: &Group) -> Option<&Shown> {
        self.0
            .iter()
            .find(|shown| shown.contest == contest && shown.group == *group)
    }
    /// Keeps in mind how a group stands, when its board goes from the screen; `n` is how many places it had.
    pub fn keep(&mut self, view: &View<'_>, contest: usize, group: &Group, n: usize) {
        let roster = view.race.roster();
        let lines = view.leaders(contest, group, n);
        let places = lines
            .iter()
            .filter_map(|line| Some((roster.all().get(line.index)?.no, line.place?)));
        let places = places.collect();
        self.0
            .retain(|shown| shown.contest != contest || shown.group != *group);
        if self.0.len() >= MOST_GROUPS {
            self.0.remove(0);
        }
        self.0.push(Shown {
            contest,
            group: group.clone(),
            places,
        });
    }
}
