//! Owns the reading of locale files: a JSON object whose values are texts, or objects of texts for plurals.
//! Written by hand because the whole of it is smaller than what a general reader would add to the app.

use crate::WordsError;

/// One value of a locale file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Forms(Vec<(String, String)>),
}

/// The pairs of a locale file in the order they stand in.
pub(crate) fn read(json: &str) -> Result<Vec<(String, Value)>, WordsError> {
    let mut reader = Reader {
        text: json,
        at: usize::from(json.starts_with('\u{feff}')) * '\u{feff}'.len_utf8(),
    };
    let pairs = reader.object(|reader| {
        if reader.peek() == Some('{') {
            reader.object(Reader::string).map(Value::Forms)
        } else {
            reader.string().map(Value::Text)
        }
    })?;
    match reader.peek() {
        None => Ok(pairs),
        Some(_) => Err(reader.expected("the end of the file")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn expected(&self, what: &'static str) -> WordsError {
        let line = 1 + self.text[..self.at].matches('\n').count();
        WordsError::NotALocale { line, what }
    }

    /// The next character that is not white space, not yet taken.
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.at += blank;
        rest[blank..].chars().next()
    }

    fn take(&mut self, wanted: char, what: &'static str) -> Result<(), WordsError> {
        if self.peek() == Some(wanted) {
            self.at += wanted.len_utf8();
            Ok(())
        } else {
            Err(self.expected(what))
        }
    }

    fn object<T>(
        &mut self,
        value: impl Fn(&mut Self) -> Result<T, WordsError>,
    ) -> Result<Vec<(String, T)>, WordsError> {
        let mut pairs = Vec::new();
        self.take('{', "`{`")?;
        if self.peek() == Some('}') {
            self.at += 1;
            return Ok(pairs);
        }
        loop {
            let key = self.string()?;
            self.take(':', "`:`")?;
            pairs.push((key, value(self)?));
            if self.peek() == Some(',') {
                self.at += 1;
            } else {
                self.take('}', "`,` or `}`")?;
                return Ok(pairs);
            }
        }
    }

    fn string(&mut self) -> Result<String, WordsError> {
        self.take('"', "a text in double quotes")?;
        let mut text = String::new();
        loop {
            let Some(c) = self.next() else {
                return Err(self.expected("the closing quote of a text"));
            };
            match c {
                '"' => return Ok(text),
                '\\' => text.push(self.escaped()?),
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, WordsError> {
        Ok(match self.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('u') => {
                let high = self.hex()?;
                // Characters beyond the first plane come as two halves.
                let code = if (0xD800..0xDC00).contains(&high) {
                    let low = if self.next() == Some('\\') && self.next() == Some('u') {
                        self.hex()?
                    } else {
                        0
                    };
                    0x1_0000 + ((high - 0xD800) << 10) + (low.wrapping_sub(0xDC00) & 0x3FF)
                } else {
                    high
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(self.expected("one of the escapes \\n \\t \\r \\\" \\\\ \\/ \\u")),
        })
    }

    fn hex(&mut self) -> Result<u32, WordsError> {
        let digits = self.text.get(self.at..self.at + 4);
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.expected("four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }

    fn next(&mut self) -> Option<char> {
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }
}
