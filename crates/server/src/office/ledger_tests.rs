//! The ledger: what stands after undoing, and after undoing that.

use super::*;
use crate::said::RulingSaid;

fn row(said: Said) -> Row {
    Row {
        who: Arc::from("@office Kim"),
        received: Instant(0),
        said,
    }
}
fn dnf(entrant: u32) -> Said {
    Said::Rule {
        entrant,
        ruling: Some(RulingSaid::Dnf),
        note: None,
    }
}
fn ruling(effects: &[Effect]) -> Option<Ruling> {
    match effects {
        [Effect::Decide(Decision::Rule { ruling, .. })] => *ruling,
        other => panic!("{other:?}"),
    }
}

#[test]
fn undoing_brings_back_what_stood_before_and_may_be_undone() {
    let mut ledger = Ledger::default();
    ledger.take(1, row(dnf(7)));
    let dsq = Said::RuleMany {
        entrants: vec![7],
        ruling: RulingSaid::Dsq,
        note: None,
    };
    assert_eq!(ruling(&ledger.take(2, row(dsq))), Some(Ruling::Dsq));
    let undo = |entry| row(Said::Undo { entry });
    assert_eq!(ruling(&ledger.take(3, undo(2))), Some(Ruling::Dnf));
    assert_eq!(ruling(&ledger.take(4, undo(3))), Some(Ruling::Dsq));
    assert_eq!(ruling(&ledger.take(5, undo(4))), Some(Ruling::Dnf));
    assert_eq!(ruling(&ledger.take(6, undo(1))), None);
    assert!(!ledger.stands(1) && !ledger.stands(2) && ledger.stands(5));
}

#[test]
fn a_gun_corrected_and_undone_is_the_decoders_again_and_then_the_scheduled_one() {
    let mut ledger = Ledger::default();
    let gun = |at_ms| {
        row(Said::Gun {
            contest: 0,
            wave: 0,
            at_ms,
        })
    };
    ledger.take(1, gun(100));
    ledger.take(2, gun(200));
    let undone = ledger.take(3, row(Said::Undo { entry: 2 }));
    let at = Instant(100);
    let (contest, wave) = (0, 0);
    let first = Decision::Gun { contest, wave, at };
    assert_eq!(undone, [Effect::Decide(first)]);
    let undone = ledger.take(4, row(Said::Undo { entry: 1 }));
    assert_eq!(undone, [Effect::GunAsScheduled { contest, wave }]);
}

#[test]
fn an_undoing_of_what_is_not_there_changes_nothing() {
    let mut ledger = Ledger::default();
    assert!(ledger.take(1, row(Said::Undo { entry: 1 })).is_empty());
    assert!(ledger.take(2, row(Said::Undo { entry: 9 })).is_empty());
}
