//! What the server says in keys, in the reader's words.

use homestretch_words::books::OfficeWords;
use serde_json::Value;

/// A text of an object; empty where there is none.
pub fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap_or_default()
}

/// The rows of a list.
pub fn rows(of: &Value, key: &str) -> Vec<Value> {
    of[key].as_array().cloned().unwrap_or_default()
}

/// A number as it is written; a dash where there is none.
pub fn number(value: &Value) -> String {
    match value {
        Value::Number(n) => n.to_string(),
        _ => "–".to_owned(),
    }
}

/// How the race stands.
pub fn phase(words: &OfficeWords, key: &str) -> String {
    match key {
        "live" => words.phase_live(),
        "paused" => words.phase_paused(),
        "ended" => words.phase_ended(),
        _ => words.phase_before(),
    }
}

/// A status.
pub fn ruling(words: &OfficeWords, key: &str) -> String {
    match key {
        "dns" => words.ruling_dns(),
        "dnf" => words.ruling_dnf(),
        "dsq" => words.ruling_dsq(),
        "cut_off" => words.ruling_cut_off(),
        _ => words.ruling_none(),
    }
}

/// What is shown of a runner.
pub fn shown(words: &OfficeWords, key: &str) -> String {
    match key {
        "live" => words.shown_live(),
        "results" => words.shown_results(),
        "nameless" => words.shown_nameless(),
        "absent" => words.shown_absent(),
        _ => words.as_entered(),
    }
}

/// What became of a read.
pub fn fate(words: &OfficeWords, key: &str) -> String {
    match key {
        "counts" => words.counts(),
        "same_visit" => words.aside_same_visit(),
        "before_gun" => words.aside_before_gun(),
        "not_on_course" => words.aside_not_on_course(),
        "too_fast" => words.aside_too_fast(),
        "out_of_order" => words.aside_out_of_order(),
        "after_finish" => words.aside_after_finish(),
        "withdrawn" => words.aside_withdrawn(),
        "unknown_chip" => words.aside_unknown_chip(),
        "unknown_place" => words.aside_unknown_place(),
        "hidden" => words.aside_hidden(),
        other => other.to_owned(),
    }
}

/// What was decided.
pub fn act(words: &OfficeWords, key: &str) -> String {
    match key {
        "accept" => words.act_accept(),
        "announce" => words.act_announce(),
        "bib" => words.act_bib(),
        "by_hand" => words.act_by_hand(),
        "chip" => words.act_chip(),
        "gun" => words.act_gun(),
        "move" => words.act_move(),
        "phase" => words.act_phase(),
        "place" => words.act_place(),
        "reconsider" => words.act_reconsider(),
        "retime" => words.act_retime(),
        "rule" => words.act_rule(),
        "rule_many" => words.act_rule_many(),
        "show" => words.act_show(),
        "swap_bibs" => words.act_swap_bibs(),
        "swap_chips" => words.act_swap_chips(),
        "undo" => words.act_undo(),
        "withdraw" => words.act_withdraw(),
        other => other.to_owned(),
    }
}
