//! Cuts a stream of bytes into lines, whatever pieces it comes in. A line has a greatest length: what is longer is
//! passed over up to its end, so that garbage costs no memory.

/// The cutter. Half lines wait for their other half.
#[derive(Debug)]
pub struct Frames {
    ends: &'static [u8],
    max_bytes: usize,
    held: Vec<u8>,
    skipping: bool,
}

/// What was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// A line without its end; never an empty one.
    Line(&'a [u8]),
    /// A line that was too long.
    TooLong,
}

impl Frames {
    /// Lines that end with any of these bytes.
    pub fn new(ends: &'static [u8], max_bytes: usize) -> Self {
        Self {
            ends,
            max_bytes,
            held: Vec::new(),
            skipping: false,
        }
    }

    /// Takes the next piece, and gives each line that it completes.
    pub fn take(&mut self, mut piece: &[u8], mut give: impl FnMut(Frame)) {
        while let Some(end) = piece.iter().position(|b| self.ends.contains(b)) {
            let (head, rest) = (&piece[..end], &piece[end + 1..]);
            piece = rest;
            if self.skipping || self.held.len() + head.len() > self.max_bytes {
                give(Frame::TooLong);
            } else if self.held.is_empty() {
                give_line(head, &mut give);
            } else {
                self.held.extend_from_slice(head);
                give_line(&self.held, &mut give);
            }
            self.skipping = false;
            self.held.clear();
        }
        if self.skipping || self.held.len() + piece.len() > self.max_bytes {
            self.skipping = true;
            self.held.clear();
        } else {
            self.held.extend_from_slice(piece);
        }
    }

    /// The stream is over: what has no end is a line all the same, or half of one.
    pub fn finish(&mut self, mut give: impl FnMut(Frame)) {
        if std::mem::take(&mut self.skipping) {
            give(Frame::TooLong);
        }
        give_line(&std::mem::take(&mut self.held), &mut give);
    }
}

fn give_line(line: &[u8], give: &mut impl FnMut(Frame)) {
    let line = line.trim_ascii();
    if !line.is_empty() {
        give(Frame::Line(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(pieces: &[&str]) -> Vec<String> {
        let mut frames = Frames::new(b"\r\n", 8);
        let mut lines = Vec::new();
        let mut note = |frame: Frame| match frame {
            Frame::Line(line) => lines.push(String::from_utf8_lossy(line).into_owned()),
            Frame::TooLong => lines.push("too long".to_owned()),
        };
        for piece in pieces {
            frames.take(piece.as_bytes(), &mut note);
        }
        frames.finish(&mut note);
        lines
    }

    #[test]
    fn lines_come_whole_however_they_are_torn() {
        assert_eq!(cut(&["one\r\ntwo\r\n"]), ["one", "two"]);
        assert_eq!(cut(&["o", "ne\r", "\n", "tw", "o"]), ["one", "two"]);
        assert_eq!(cut(&["", "\r\n\r\n", "  a \n"]), ["a"]);
    }

    #[test]
    fn a_line_without_end_costs_no_memory() {
        assert_eq!(cut(&["12345678\nx\n"]), ["12345678", "x"]);
        assert_eq!(cut(&["123456789\nx\n"]), ["too long", "x"]);
        assert_eq!(
            cut(&["1234567", "89", "and on", " and on", "\nx"]),
            ["too long", "x"]
        );
        assert_eq!(cut(&["x\n", "123456789"]), ["x", "too long"]);
    }
}
