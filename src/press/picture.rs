//! A chart as a picture of its own, in SVG: what it is, whom it is of, as of when and where it comes from. Pure.

use std::fmt::Write;

use super::chart::{Chart, DASHES, HIGH, Shape, WIDE};

/// The colours of a chart that leaves the page, on white: Okabe and Ito's, as dark as text must be.
const COLOURS: [&str; 8] = [
    "#0072b2", "#ad4e00", "#00795a", "#a3487f", "#1b1f24", "#b93d0b", "#0b5cad", "#6b655b",
];
/// Characters on a line of the text under a picture.
const MOST_WIDE: usize = 96;

/// The chart as a picture of its own: what it is, the lines with whom they are of, and where all of it comes from.
/// Gives the picture and its height, for the width [`WIDE`].
pub fn picture(chart: &Chart, title: &str, keys: &[String], about: &[String]) -> (String, f64) {
    let about: Vec<String> = about.iter().flat_map(|line| wrapped(line)).collect();
    let (keys_at, row, small) = (24.0 + HIGH + 12.0, 13.0, 9.0);
    let about_at = keys_at + row * keys.len() as f64 + 4.0;
    let high = about_at + small * about.len() as f64 + 6.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDE}\" height=\"{high}\" viewBox=\"0 0 {WIDE} {high}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"9\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    );
    let mut text = |x: f64, y: f64, rest: &str, said: &str| {
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" {rest}>{}</text>",
            escaped(said)
        );
    };
    text(10.0, 16.0, "font-size=\"11\" font-weight=\"600\"", title);
    for (n, key) in keys.iter().enumerate() {
        let y = keys_at + row * n as f64;
        text(38.0, y, &format!("fill=\"{}\"", COLOURS[n % 8]), key);
    }
    for (n, line) in about.iter().enumerate() {
        text(
            10.0,
            about_at + small * n as f64,
            "font-size=\"6.5\" fill=\"#5a626c\"",
            line,
        );
    }
    for n in 0..keys.len() {
        let y = keys_at + row * n as f64 - 3.0;
        let _ = write!(svg, "<path d=\"M10 {y:.1}H32\" {}/>", stroke(n));
    }
    svg.push_str("<g transform=\"translate(0 24)\">");
    for shape in chart.shapes() {
        let _ = match shape {
            Shape::Rule(x1, y1, x2, y2) => write!(
                svg,
                "<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"#dcd7ce\" fill=\"none\"/>"
            ),
            Shape::Label(x, y, anchor, said) => write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#5a626c\">{}</text>",
                escaped(&said)
            ),
            Shape::Line(n, points) => {
                write!(svg, "<polyline points=\"{points}\" {}/>", stroke(n))
            }
            Shape::Name(n, x, y, said) => write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{}\">{}</text>",
                COLOURS[n % 8],
                escaped(&said)
            ),
        };
    }
    svg.push_str("</g></svg>");
    (svg, high)
}

fn stroke(n: usize) -> String {
    let dash = match DASHES[n % 8] {
        "" => String::new(),
        dash => format!(" stroke-dasharray=\"{dash}\""),
    };
    format!(
        "stroke=\"{}\" stroke-width=\"2\" fill=\"none\"{dash}",
        COLOURS[n % 8]
    )
}

/// A text in lines; what is written in squares is twice as wide.
fn wrapped(text: &str) -> Vec<String> {
    let (mut lines, mut line, mut wide) = (Vec::new(), String::new(), 0);
    for c in text.chars() {
        let w = if c >= '\u{2e80}' { 2 } else { 1 };
        if wide + w > MOST_WIDE {
            // At the last space, unless that would leave half of the line empty, as an address does.
            let at = line.rfind(' ').filter(|at| *at > line.len() / 2);
            let rest = at.map_or_else(String::new, |at| line.split_off(at + 1));
            lines.push(std::mem::replace(&mut line, rest));
            wide = line
                .chars()
                .map(|c| if c >= '\u{2e80}' { 2 } else { 1 })
                .sum();
        }
        line.push(c);
        wide += w;
    }
    lines.push(line);
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::chart::Line;
    use super::*;

    fn chart() -> Chart {
        let line = |label: &str| Line {
            label: label.to_owned(),
            pieces: vec![vec![(0.0, 0.0), (10_000.0, 42.0)]],
        };
        Chart {
            length_m: 10_000.0,
            points: vec![(10_000.0, "Finish".into())],
            lines: vec![line("101"), line("<103>")],
            from_zero: true,
        }
    }

    #[test]
    fn a_picture_carries_what_it_is_and_names_are_text() {
        let about = [
            "River Run · 10 km".to_owned(),
            "Source: https://example.org/".to_owned() + &"a".repeat(200),
        ];
        let keys = ["101 Kim".to_owned(), "102 <b>Ion</b> & Co".to_owned()];
        let (svg, high) = picture(&chart(), "Gaps", &keys, &about);
        assert!(high > HIGH);
        for wanted in [
            "River Run · 10 km",
            "Source: https://example.org/",
            "102 &lt;b&gt;Ion&lt;/b&gt; &amp; Co",
            "&lt;103&gt;",
        ] {
            assert!(svg.contains(wanted), "{wanted}");
        }
        assert!(!svg.contains("<b>"));
        // A long address goes on in the next line and loses nothing.
        assert!(svg.matches('a').count() >= 200);
        assert!(
            wrapped(&"x".repeat(200))
                .iter()
                .all(|line| line.len() <= MOST_WIDE)
        );
    }
}
