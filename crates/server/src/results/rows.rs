//! The rows of a results file, plain or gzipped.

use std::io::Read;
use std::path::Path;

use homestretch_race::change::Ruling;
use homestretch_race::roster::Sex;
use homestretch_race::time::Span;

use super::ResultsError;
use super::columns::Mapping;
use crate::folder::entrants::{age_from_text, sex_from_text};
use crate::local_time::span_from_clock;

/// One runner's results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Line in the file.
    pub line: u64,
    /// The bib.
    pub bib: String,
    /// The name, where there is one.
    pub name: Option<String>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Age group.
    pub age: Option<(u8, u8)>,
    /// Three-letter code.
    pub noc: Option<String>,
    /// Start wave.
    pub wave: Option<String>,
    /// Own start minus gun, where known.
    pub start_offset: Option<Span>,
    /// Times at the mapping's splits, as they are in the file.
    pub splits: Vec<Option<Span>>,
    /// What the file says of a runner without a finish.
    pub ruling: Option<Ruling>,
}

/// Reads a results file; a name that ends with `.gz` is unpacked.
///
/// # Errors
/// When it cannot be read, lacks a column, or a cell is not what its column holds; the message names the line.
pub fn read(path: &Path, mapping: &Mapping) -> Result<Vec<Row>, ResultsError> {
    let unreadable = |cause| ResultsError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    let packed = path.extension().is_some_and(|e| e == "gz");
    let read = if packed {
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)
    } else {
        std::io::BufReader::new(file).read_to_end(&mut bytes)
    };
    read.map_err(unreadable)?;
    rows_from_csv(&bytes, mapping)
}

/// Reads the rows of a CSV file with a header line.
///
/// # Errors
/// When it lacks a column, or a cell is not what its column holds; the message names the line.
pub fn rows_from_csv(bytes: &[u8], mapping: &Mapping) -> Result<Vec<Row>, ResultsError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
    let needed = |name: &str| {
        column(name).ok_or_else(|| ResultsError::NoColumn {
            wanted: name.to_owned(),
            found: header.iter().collect::<Vec<_>>().join(", "),
        })
    };
    let names = &mapping.columns;
    let bib = needed(&names.bib)?;
    let splits = mapping.splits.iter().map(|split| needed(&split.column));
    let splits: Vec<usize> = splits.collect::<Result<_, _>>()?;
    let optional = [
        &names.name,
        &names.sex,
        &names.age,
        &names.noc,
        &names.wave,
        &names.start_offset,
        &names.status,
    ]
    .map(|name| column(name));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: usize| record.get(column).filter(|cell| !cell.is_empty());
        let wrong = |wrong| ResultsError::Row { line, wrong };
        let time = |column: usize| time_from_cell(line, &header[column], cell(column));
        let [name, sex, age, noc, wave, start_offset, status] = optional;
        rows.push(Row {
            line,
            bib: cell(bib)
                .ok_or_else(|| wrong("the bib is missing".to_owned()))?
                .to_owned(),
            name: name.and_then(cell).map(str::to_owned),
            sex: sex
                .and_then(cell)
                .map(sex_from_text)
                .transpose()
                .map_err(wrong)?,
            age: age
                .and_then(cell)
                .map(age_from_text)
                .transpose()
                .map_err(wrong)?,
            noc: noc.and_then(cell).map(str::to_ascii_uppercase),
            wave: wave.and_then(cell).map(str::to_owned),
            start_offset: start_offset.map_or(Ok(None), time)?,
            splits: splits.iter().map(|s| time(*s)).collect::<Result<_, _>>()?,
            ruling: status
                .and_then(cell)
                .map_or(Ok(None), ruling_from_text)
                .map_err(wrong)?,
        });
    }
    if rows.is_empty() {
        return Err(ResultsError::Empty);
    }
    Ok(rows)
}

/// Seconds, or hours, minutes and seconds.
fn time_from_cell(
    line: u64,
    column: &str,
    cell: Option<&str>,
) -> Result<Option<Span>, ResultsError> {
    let Some(cell) = cell else { return Ok(None) };
    let seconds = cell.parse::<f64>().ok().filter(|s| (0.0..1e6).contains(s));
    let span = seconds
        .map(Span::from_s)
        .or_else(|| span_from_clock(cell).ok());
    span.map(Some).ok_or_else(|| ResultsError::Time {
        line,
        column: column.to_owned(),
        value: cell.to_owned(),
    })
}

fn ruling_from_text(text: &str) -> Result<Option<Ruling>, String> {
    match text.to_ascii_lowercase().as_str() {
        "dns" => Ok(Some(Ruling::Dns)),
        "dnf" => Ok(Some(Ruling::Dnf)),
        "dsq" | "dq" => Ok(Some(Ruling::Dsq)),
        "" | "ok" | "finished" | "fin" | "finish" => Ok(None),
        _ => Err(format!("status `{text}` is none of DNS, DNF, DSQ, OK")),
    }
}
