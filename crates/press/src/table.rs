//! A table to be copied or kept: CSV for spreadsheets, TSV to paste into one, Markdown, and plain text.
//!
//! Names come from strangers. A spreadsheet takes a cell that begins with `=` for a formula, so such a text is given
//! an apostrophe in front; figures are left as they are.

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text that somebody else has written.
    Text(String),
    /// A figure of ours, such as `-12.3` or `2:06:00`.
    Figure(String),
}

impl Cell {
    /// The text as it is.
    pub fn plain(&self) -> &str {
        match self {
            Self::Text(text) | Self::Figure(text) => text,
        }
    }
    /// The text as a spreadsheet may have it.
    fn safe(&self) -> String {
        match self {
            Self::Text(text) => harmless(text),
            Self::Figure(text) => with_hours(text),
        }
    }
}

/// A table, and a line about it: what, as of when, from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What every copy says of itself.
    pub about: String,
    /// The columns' titles.
    pub head: Vec<String>,
    /// The rows, each with a cell per column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// CSV as RFC 4180 has it, in UTF-8 with the mark that makes spreadsheets read it as such. The line about it is the
    /// last column, so that every row that is cut out still says where it comes from.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let about = harmless(&self.about);
        let head = self.head.iter().map(String::as_str).chain(["source"]);
        // Writing into memory does not fail, and all rows have as many cells as the head.
        let _ = writer.write_record(head);
        for row in &self.rows {
            let cells = row.iter().map(Cell::safe).chain([about.clone()]);
            let _ = writer.write_record(cells);
        }
        writer.into_inner().unwrap_or_default()
    }
    /// Columns with tabs between them, to be pasted into a spreadsheet.
    pub fn tsv(&self) -> String {
        let mut text = self
            .head
            .iter()
            .map(|t| one_line(t))
            .collect::<Vec<_>>()
            .join("\t");
        text.push('\n');
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| one_line(&cell.safe())).collect();
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        text.push_str(&one_line(&harmless(&self.about)));
        text.push('\n');
        text
    }
    /// A table in Markdown.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| ["| ", &cells.join(" | "), " |\n"].concat();
        let mut text = line(self.head.iter().map(|t| marked(t)).collect());
        text.push_str(&line(vec!["---".to_owned(); self.head.len()]));
        for row in &self.rows {
            text.push_str(&line(row.iter().map(|cell| marked(cell.plain())).collect()));
        }
        text.push('\n');
        text.push_str(&marked(&self.about));
        text.push('\n');
        text
    }
    /// JSON: the line about it, what it says each by itself, and an object per row.
    pub fn json(&self, facts: &[(&str, String)]) -> String {
        let to_object = |row: &Vec<Cell>| {
            let cells = row.iter().map(|cell| cell.plain().into());
            let pairs = self.head.iter().cloned().zip(cells);
            serde_json::Value::Object(pairs.collect())
        };
        let rows: Vec<serde_json::Value> = self.rows.iter().map(to_object).collect();
        let facts = facts.iter().map(|(name, said)| {
            let said = serde_json::Value::from(said.as_str());
            ((*name).to_owned(), said)
        });
        let mut all: serde_json::Map<_, _> = facts.collect();
        all.insert("about".to_owned(), self.about.as_str().into());
        all.insert("rows".to_owned(), rows.into());
        serde_json::Value::Object(all).to_string()
    }
    /// Columns of even width.
    pub fn text(&self) -> String {
        let n_columns = self.head.len();
        let mut widths: Vec<usize> = self.head.iter().map(|t| t.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.plain().chars().count());
            }
        }
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut line = String::new();
            for (i, (cell, width)) in cells.zip(&widths).enumerate() {
                let cell = one_line(cell);
                line.push_str(&cell);
                if i + 1 < n_columns {
                    let gap = (width + 2).saturating_sub(cell.chars().count());
                    line.extend(std::iter::repeat_n(' ', gap));
                }
            }
            line.push('\n');
            line
        };
        let mut text = line(&mut self.head.iter().map(String::as_str));
        for row in &self.rows {
            text.push_str(&line(&mut row.iter().map(Cell::plain)));
        }
        text.push('\n');
        text.push_str(&self.about);
        text.push('\n');
        text
    }
}

/// A gap or a pace as a spreadsheet reads it right: it takes `3:28` for hours and minutes, and `+` for a formula.
fn with_hours(text: &str) -> String {
    let (sign, rest) = match text.chars().next() {
        Some('+') => ("", &text[1..]),
        Some('−') => ("-", &text['−'.len_utf8()..]),
        _ => ("", text),
    };
    let minutes = rest.split_once(':').filter(|(_, s)| !s.contains(':'));
    match minutes {
        Some((min, s)) if min.len() == 1 => [sign, "0:0", min, ":", s].concat(),
        Some((min, s)) => [sign, "0:", min, ":", s].concat(),
        None => [sign, rest].concat(),
    }
}

/// A text that no spreadsheet takes for a formula.
pub fn harmless(text: &str) -> String {
    let begins = text
        .trim_start_matches([' ', '\u{a0}', '\u{3000}'])
        .chars()
        .next();
    // The wide forms are taken for formulas where Chinese, Japanese or Korean is written.
    let risky = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if begins.is_some_and(|c| risky.contains(&c)) {
        ["'", text].concat()
    } else {
        text.to_owned()
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\r', '\n'], " ")
}

fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(c, '|' | '\\' | '*' | '_' | '`' | '<' | '>' | '[' | ']') {
            marked.push('\\');
        }
        marked.push(c);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::{Cell, Table, harmless, with_hours};

    fn table() -> Table {
        let text = |t: &str| Cell::Text(t.to_owned());
        Table {
            about: "Race, as of noon".to_owned(),
            head: vec!["place".to_owned(), "name".to_owned()],
            rows: vec![
                vec![Cell::Figure("-1".to_owned()), text("김은옥")],
                vec![Cell::Figure("2".to_owned()), text("=cmd|' /C calc'!A0")],
                vec![Cell::Figure("3".to_owned()), text("Țepeș, \"Ion\"")],
            ],
        }
    }

    #[test]
    fn a_spreadsheet_finds_names_and_no_formulas() {
        let csv = String::from_utf8(table().csv()).unwrap();
        assert_eq!(
            csv,
            "\u{feff}place,name,source\r\n-1,김은옥,\"Race, as of noon\"\r\n\
             2,'=cmd|' /C calc'!A0,\"Race, as of noon\"\r\n3,\"Țepeș, \"\"Ion\"\"\",\"Race, as of noon\"\r\n"
        );
        for name in ["=1", "+1", "-1", "@a", "\t=1", " =1", "＝1", "\u{a0}=1"] {
            assert!(harmless(name).starts_with('\''), "{name}");
        }
        assert_eq!(harmless("O'Neil-Smith"), "O'Neil-Smith");
    }

    #[test]
    fn a_spreadsheet_takes_no_minutes_for_hours() {
        for (text, sheet) in [
            ("+0:14", "0:00:14"),
            ("−12:05", "-0:12:05"),
            ("3:28", "0:03:28"),
            ("+1:02:03", "1:02:03"),
            ("2:13:44.9", "2:13:44.9"),
            ("09:31:00", "09:31:00"),
            ("-12.3", "-12.3"),
            ("=2", "=2"),
            ("", ""),
        ] {
            assert_eq!(with_hours(text), sheet, "{text}");
        }
    }

    #[test]
    fn the_other_forms_say_the_same() {
        let table = table();
        assert!(table.tsv().starts_with("place\tname\n-1\t김은옥\n2\t'=cmd"));
        assert!(table.tsv().ends_with("\nRace, as of noon\n"));
        let marked = table.markdown();
        assert!(marked.starts_with("| place | name |\n| --- | --- |\n| -1 | 김은옥 |\n"));
        assert!(marked.contains(r"=cmd\|' /C calc'"));
        let json = table.json(&[("event", "River Run".to_owned())]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["event"], "River Run");
        assert_eq!(json["about"], "Race, as of noon");
        assert_eq!(json["rows"][0]["name"], "김은옥");
        assert!(
            table
                .text()
                .starts_with("place  name\n-1     김은옥\n2      =cmd")
        );
    }
}
