//! Stories about the director: second by second, without a race.
//! Long because each story is told in full.

use homestretch_feed::Orders;
use homestretch_race::roster::{EntrantNo, Sex};
use homestretch_race::standings::Group;
use homestretch_race::time::{Instant, Span};

use super::arrivals::Due;
use super::director::{Cue, Director};
use super::moment::{Moment, What};
use super::news::Banner;
use super::scene::Scene;
use super::settings::Settings;

const MEN: Group = Group::Sex(Sex::Male);

/// A director told about scenes and moments second by second, without a race.
struct Day {
    director: Director,
    ms: f64,
    offers: Vec<Scene>,
    due: Option<Due>,
    anew: bool,
    moments: Vec<Moment>,
    orders: Orders,
}

impl Day {
    fn new(offers: Vec<Scene>, query: &str) -> Self {
        Self {
            director: Director::new(Settings::of_query(query)),
            ms: 0.0,
            offers,
            due: None,
            anew: false,
            moments: Vec::new(),
            orders: Orders::default(),
        }
    }
    /// Goes on for so many seconds and says which scenes began.
    fn go(&mut self, seconds: u32) -> Vec<Scene> {
        let mut begun = Vec::new();
        for _ in 0..seconds * 4 {
            let cue = Cue {
                viewer_ms: self.ms,
                server_ms: self.ms,
                offers: &self.offers,
                due: self.due,
                moments: &self.moments,
                begun_anew: self.anew,
            };
            if self.director.step(&cue, &self.orders) {
                begun.push(self.director.scene().clone());
            }
            self.ms += 250.0;
        }
        begun
    }
    fn banner(&self) -> Option<&Banner> {
        self.director.banner()
    }
}

fn lead(contest: usize) -> Scene {
    Scene::Lead {
        contest,
        group: MEN,
    }
}

fn pages(group: &Group, n_pages: usize) -> Vec<Scene> {
    let page = |page| Scene::Board {
        contest: 0,
        group: group.clone(),
        page,
        n_pages,
    };
    (0..n_pages).map(page).collect()
}

fn moment(what: What, who: u32, point: usize, s: i64) -> Moment {
    Moment {
        id: match what {
            What::FirstOfNoc => format!("noc.{who}"),
            _ => format!("{what:?}.{point}"),
        },
        weight: match what {
            What::Home(_) => 98,
            What::LeadChange => 80,
            _ => 25,
        },
        what,
        contest: 0,
        group: MEN,
        who: EntrantNo(who),
        point,
        at: Instant(s * 1000),
        span: Span(12_000),
    }
}

#[test]
fn scenes_take_turns_by_kind_and_a_board_shows_all_its_pages() {
    let boards = [pages(&MEN, 2), pages(&Group::Noc("KEN".to_owned()), 1)].concat();
    let offers = [vec![lead(0), lead(1), Scene::Stadium], boards.clone()].concat();
    let mut day = Day::new(offers, "");
    let begun = day.go(170);
    let wanted = [
        lead(0),
        Scene::Stadium,
        boards[0].clone(),
        boards[1].clone(),
        lead(1),
        Scene::Stadium,
        boards[2].clone(),
        lead(0),
    ];
    assert_eq!(begun[..8], wanted);
}

#[test]
fn a_scene_that_is_no_longer_there_goes_and_the_screen_is_never_empty() {
    let mut day = Day::new(vec![Scene::Countdown], "");
    day.go(100);
    assert_eq!(day.director.scene(), &Scene::Countdown);
    day.offers = vec![lead(0)];
    day.go(1);
    assert_eq!(day.director.scene(), &lead(0));
}

#[test]
fn whoever_is_due_takes_the_screen_and_gives_it_back() {
    let mut day = Day::new(
        vec![lead(0), Scene::Stadium, Scene::Field { contest: 0 }],
        "",
    );
    day.go(8);
    assert_eq!(day.director.scene(), &lead(0));
    day.due = Some(Due::Podium);
    day.go(1);
    assert_eq!(day.director.scene(), &Scene::Stadium);
    day.go(300);
    assert_eq!(
        day.director.scene(),
        &Scene::Stadium,
        "as long as somebody is due"
    );
    day.due = None;
    day.go(1);
    assert_eq!(day.director.scene(), &Scene::Field { contest: 0 });
    // Not in the very second in which another scene began.
    day.due = Some(Due::Podium);
    day.go(1);
    assert_eq!(day.director.scene(), &Scene::Field { contest: 0 });
    day.go(3);
    assert_eq!(day.director.scene(), &Scene::Stadium);
}

#[test]
fn a_field_that_comes_for_hours_leaves_room_for_everything_else() {
    let boards = pages(&MEN, 2);
    let field = Scene::Field { contest: 0 };
    let offers = [
        vec![lead(0), Scene::Stadium],
        boards.clone(),
        vec![field.clone()],
    ]
    .concat();
    let mut day = Day::new(offers, "");
    day.go(8);
    day.due = Some(Due::Batch);
    let begun = day.go(300);
    let wanted = [
        Scene::Stadium,
        boards[0].clone(),
        boards[1].clone(),
        field,
        lead(0),
        Scene::Stadium,
    ];
    assert_eq!(begun[..6], wanted);
    let tunnel = begun.iter().filter(|scene| **scene == Scene::Stadium);
    assert!((4..=6).contains(&tunnel.count()), "{begun:?}");
}

#[test]
fn there_is_one_banner_at_a_time_the_greatest_first_and_none_twice() {
    let mut day = Day::new(vec![lead(0)], "");
    day.moments = vec![moment(What::FirstOfNoc, 9, 6, 0)];
    day.go(30);
    assert_eq!(
        day.banner(),
        None,
        "what was there before the screen is no news"
    );
    day.moments.push(moment(What::FirstOfNoc, 4, 6, 1));
    day.moments.push(moment(What::Home(1), 1, 6, 2));
    let mut seen = Vec::new();
    for _ in 0..120 {
        day.go(1);
        if let Some(Banner::News(moment)) = day.banner()
            && seen.last() != Some(&moment.what)
        {
            seen.push(moment.what);
        }
    }
    assert_eq!(seen, [What::Home(1), What::FirstOfNoc]);
}

#[test]
fn a_correction_takes_the_banner_away_and_says_so() {
    let mut day = Day::new(vec![lead(0)], "");
    day.go(1);
    let change = moment(What::LeadChange, 2, 4, 7_400);
    day.moments = vec![change.clone()];
    day.go(2);
    assert_eq!(day.banner(), Some(&Banner::News(change.clone())));
    day.moments.clear();
    day.go(1);
    assert_eq!(day.banner(), Some(&Banner::Withdrawn(change.clone())));
    day.go(20);
    assert_eq!(day.banner(), None);
    // It comes back after all, which is news.
    day.moments = vec![change.clone()];
    day.go(2);
    assert_eq!(day.banner(), Some(&Banner::News(change)));
}

#[test]
fn a_race_that_is_begun_anew_takes_nothing_back_and_tells_its_own_news() {
    let mut day = Day::new(vec![lead(0)], "");
    day.go(1);
    let change = moment(What::LeadChange, 2, 4, 7_400);
    let waiting = moment(What::Home(3), 3, 6, 7_500);
    day.moments = vec![change.clone(), waiting];
    day.go(2);
    assert!(day.banner().is_some());
    (day.anew, day.moments) = (true, Vec::new());
    day.go(1);
    day.anew = false;
    day.go(60);
    assert_eq!(day.banner(), None, "it did happen, in the race before");
    day.moments = vec![change.clone()];
    day.go(1);
    assert_eq!(day.banner(), Some(&Banner::News(change)));
}

#[test]
fn another_time_of_the_winner_is_told_in_words_also_long_after() {
    let mut day = Day::new(vec![lead(0)], "");
    day.go(1);
    let said = moment(What::Home(1), 1, 6, 7_800);
    day.moments = vec![said.clone()];
    day.go(60);
    assert_eq!(day.banner(), None);
    let mut better = said.clone();
    better.span = Span(12_400);
    day.moments = vec![better];
    day.go(2);
    assert_eq!(
        day.banner(),
        None,
        "a better read within a second is no news"
    );
    let mut other = said.clone();
    other.span = Span(15_000);
    other.who = EntrantNo(2);
    day.moments = vec![other.clone()];
    day.go(1);
    assert!(matches!(day.banner(), Some(Banner::Corrected { to, .. }) if *to == other));
}

#[test]
fn news_that_was_withdrawn_before_it_was_shown_is_never_shown() {
    let mut day = Day::new(vec![lead(0)], "");
    day.go(1);
    day.moments = vec![
        moment(What::Home(1), 1, 6, 1),
        moment(What::LeadChange, 2, 4, 2),
    ];
    day.go(1);
    day.moments.pop();
    for _ in 0..60 {
        day.go(1);
        let shown = day.banner();
        assert!(
            !matches!(shown, Some(Banner::Withdrawn(_))),
            "nobody saw it"
        );
        assert!(!matches!(shown, Some(Banner::News(m)) if m.what == What::LeadChange));
    }
}

#[test]
fn the_remote_holds_skips_and_freezes() {
    let offers = vec![lead(0), Scene::Field { contest: 0 }];
    let mut day = Day::new(offers, "");
    day.go(1);
    day.orders.hold = true;
    day.go(200);
    assert_eq!(day.director.scene(), &lead(0));
    day.orders.skips = 1;
    day.go(1);
    assert_eq!(
        day.director.scene(),
        &Scene::Field { contest: 0 },
        "skip goes on, and holds there"
    );
    day.go(200);
    assert_eq!(day.director.scene(), &Scene::Field { contest: 0 });
    day.orders.hold = false;
    day.orders.freeze = true;
    day.moments = vec![moment(What::Home(1), 1, 6, 1)];
    day.go(200);
    assert_eq!(
        (day.director.scene(), day.banner()),
        (&Scene::Field { contest: 0 }, None)
    );
}

#[test]
fn two_screens_in_step_show_the_same_whenever_they_were_started() {
    let offers = vec![lead(0), Scene::Stadium, Scene::Field { contest: 0 }];
    let mut one = Day::new(offers.clone(), "?step=clock");
    one.go(33);
    let mut two = Day::new(offers, "?step=clock");
    two.ms = one.ms;
    for _ in 0..100 {
        one.go(1);
        two.go(1);
        assert_eq!(one.director.scene(), two.director.scene());
    }
}

#[test]
fn screens_in_step_go_on_together_when_the_remote_says_so() {
    let offers = vec![lead(0), Scene::Stadium, Scene::Field { contest: 0 }];
    let mut one = Day::new(offers.clone(), "?step=clock");
    let mut two = Day::new(offers, "?step=clock&remote=off");
    one.go(1);
    two.go(1);
    let before = one.director.scene().clone();
    for day in [&mut one, &mut two] {
        day.orders.skips = 1;
        day.go(1);
    }
    assert_ne!(one.director.scene(), &before, "it goes on");
    let next = one.director.scene().clone();
    one.go(2);
    two.go(2);
    assert_eq!(one.director.scene(), &next, "and stays there");
    // A third one that is started later.
    let mut late = Day::new(
        vec![lead(0), Scene::Stadium, Scene::Field { contest: 0 }],
        "?step=clock",
    );
    late.ms = one.ms;
    late.orders.skips = 1;
    for _ in 0..100 {
        for day in [&mut one, &mut two, &mut late] {
            day.go(1);
        }
        assert_eq!(one.director.scene(), two.director.scene());
        assert_eq!(one.director.scene(), late.director.scene());
    }
}
