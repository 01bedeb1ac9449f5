//! CSV, uploaded or followed as it grows: a first line with the names of the columns, then a read a line.

use super::moment::Reckoner;
use super::session::{DeviceRead, Out, Session};

/// Which column is what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The chip's code, or the bib.
    pub chip: String,
    /// The place.
    pub place: String,
    /// The time.
    pub at: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            chip: "chip".to_owned(),
            place: "place".to_owned(),
            at: "at".to_owned(),
        }
    }
}

/// A file from its first line on.
#[derive(Debug)]
pub struct CsvLines {
    reckoner: Reckoner,
    columns: Columns,
    by_bib: bool,
    header: Option<Header>,
}

#[derive(Clone, Copy, Debug)]
struct Header {
    delimiter: u8,
    chip: usize,
    place: Option<usize>,
    at: usize,
}

impl CsvLines {
    /// A new file. With `by_bib` the chip column holds bibs.
    pub fn new(reckoner: Reckoner, columns: Columns, by_bib: bool) -> Self {
        Self {
            reckoner,
            columns,
            by_bib,
            header: None,
        }
    }

    fn header(&self, line: &str) -> Option<Header> {
        let line = line.trim_start_matches('\u{feff}');
        [b',', b';', b'\t'].into_iter().find_map(|delimiter| {
            let names = cells(line, delimiter)?;
            let find = |name: &str| names.iter().position(|n| n.eq_ignore_ascii_case(name));
            Some(Header {
                delimiter,
                chip: find(&self.columns.chip)?,
                place: find(&self.columns.place),
                at: find(&self.columns.at)?,
            })
        })
    }

    fn read(&self, header: Header, line: &str) -> Result<DeviceRead, &'static str> {
        let cells = cells(line, header.delimiter).ok_or("line that is no CSV")?;
        let cell = |i: usize| cells.get(i).filter(|cell| !cell.is_empty());
        let chip = cell(header.chip).ok_or("line without a chip")?;
        let at = cell(header.at).ok_or("line without a time")?;
        let place = header.place.and_then(cell);
        Ok(DeviceRead {
            chip: if self.by_bib {
                format!("bib:{chip}")
            } else {
                chip.clone()
            },
            place: place.cloned().unwrap_or_default(),
            at: self.reckoner.read(at).ok_or("time that cannot be read")?,
            raw: None,
        })
    }
}

impl Session for CsvLines {
    fn line(&mut self, line: &str, out: &mut Out) {
        let Some(header) = self.header else {
            self.header = self.header(line);
            if line.contains('\0') {
                out.reject("file in UTF-16: let its program write UTF-8", line);
            } else if self.header.is_none() {
                out.reject("first line without the columns of chip and time", line);
            }
            return;
        };
        match self.read(header, line) {
            Ok(read) => out.reads.push(read),
            Err(why) => out.reject(why, line),
        }
    }
}

fn cells(line: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(str::to_owned).collect())
}
