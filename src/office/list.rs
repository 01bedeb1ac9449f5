//! A long list that grows at its head: the newest rows as they come, and older ones when they are asked for. What has
//! not changed keeps its line, so that a busy feed costs only what is new.

use serde_json::Value;

/// The most rows that are kept; who looks further back asks by bib.
const MOST: usize = 2_000;

/// The rows of a list, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Value>,
    /// Whether there may be older ones.
    pub more: bool,
}

impl Rows {
    /// With the newest page as it is by now. Older rows stay while they join on to it.
    pub fn renewed(mut self, page: Vec<Value>, key: &str, full: usize) -> Self {
        let oldest = page.last().and_then(|row| row[key].as_u64());
        let joins = self.rows.iter().any(|row| row[key].as_u64() >= oldest);
        let Some(oldest) = oldest.filter(|_| joins) else {
            return Self {
                more: page.len() >= full,
                rows: page,
            };
        };
        self.rows.retain(|row| row[key].as_u64() < Some(oldest));
        if self.rows.is_empty() {
            self.more = page.len() >= full;
        }
        let mut rows = page;
        rows.append(&mut self.rows);
        rows.truncate(MOST);
        Self { rows, ..self }
    }

    /// With a page of older ones at its end.
    pub fn with_older(mut self, page: Vec<Value>, full: usize) -> Self {
        self.more = page.len() >= full && self.rows.len() + page.len() < MOST;
        self.rows.extend(page);
        self
    }

    /// Where older ones begin.
    pub fn oldest(&self, key: &str) -> Option<u64> {
        self.rows.last()?[key].as_u64()
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use serde_json::{Value, json};

    fn page(numbers: impl IntoIterator<Item = u64>) -> Vec<Value> {
        numbers.into_iter().map(|no| json!({ "no": no })).collect()
    }

    fn numbers(rows: &Rows) -> Vec<u64> {
        rows.rows
            .iter()
            .filter_map(|row| row["no"].as_u64())
            .collect()
    }

    #[test]
    fn older_rows_stay_while_new_ones_come() {
        let rows = Rows::default().renewed(page([9, 8, 7]), "no", 3);
        assert!(rows.more);
        let rows = rows.with_older(page([6, 5, 4]), 3).with_older(page([3]), 3);
        assert!(!rows.more);
        let rows = rows.renewed(page([11, 10, 9]), "no", 3);
        assert_eq!(numbers(&rows), [11, 10, 9, 8, 7, 6, 5, 4, 3]);
        assert!(!rows.more, "the end was seen");
    }

    #[test]
    fn nothing_is_left_out_in_between() {
        let rows = Rows::default().renewed(page([3, 2, 1]), "no", 3);
        let rows = rows.renewed(page([9, 8, 7]), "no", 3);
        assert_eq!(
            numbers(&rows),
            [9, 8, 7],
            "4 to 6 are not here, so 3 is not either"
        );
        assert!(rows.more);
        let rows = rows.renewed(page([9, 7]), "no", 3);
        assert_eq!(numbers(&rows), [9, 7], "a row that is gone is gone");
    }
}
