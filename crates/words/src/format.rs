//! Owns how numbers and dates are written in each language: grouping and decimal marks (after CLDR), the order of a date.

use crate::Words;
use crate::plural::family;

impl Words {
    /// A whole number with the language's grouping: `50,000` in English, `50.000` in German.
    pub fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let mark = grouping(self.tag());
        // Spanish leaves four digits in one piece: 4200, but 42.195.
        let leave = if family(self.tag()) == "es" { 4 } else { 3 };
        if digits.len() <= leave {
            return digits;
        }
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 2);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(mark);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A number with so many decimals and the language's decimal mark: `42.2` in English, `42,2` in Romanian.
    /// What is not a number at all is written as a dash.
    pub fn decimal(&self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let text = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let zero = text.chars().all(|c| matches!(c, '0' | '.'));
        let sign = if value < 0.0 && !zero { "−" } else { "" };
        let whole = whole
            .parse()
            .map_or_else(|_| whole.to_owned(), |n| self.number(n));
        let point = if fraction.is_empty() {
            ""
        } else {
            decimal_mark(self.tag())
        };
        format!("{sign}{whole}{point}{fraction}")
    }

    /// A civil date in words, month from 1: `5 April 2026`, `2026년 4월 5일`.
    pub fn date(&self, year: i32, month: u32, day: u32) -> String {
        let name = match month {
            1 => self.month_1(),
            2 => self.month_2(),
            3 => self.month_3(),
            4 => self.month_4(),
            5 => self.month_5(),
            6 => self.month_6(),
            7 => self.month_7(),
            8 => self.month_8(),
            9 => self.month_9(),
            10 => self.month_10(),
            11 => self.month_11(),
            12 => self.month_12(),
            other => other.to_string(),
        };
        self.date_long(&day.to_string(), &name, &year.to_string())
    }
}

fn grouping(tag: &str) -> char {
    match family(tag) {
        "de" | "es" | "ro" => '.',
        // Spaces that do not break, so that a number never falls apart over two lines.
        "fr" => '\u{202f}',
        "ru" => '\u{a0}',
        _ => ',',
    }
}

fn decimal_mark(tag: &str) -> &'static str {
    match family(tag) {
        "de" | "es" | "fr" | "ro" | "ru" => ",",
        _ => ".",
    }
}
