//! A JSON document as a value: what every reader starts from and every writer ends with.
//!
//! Files are not derived into structs, because one field of a wrong type would then cost the whole file. Arrays of
//! whole numbers, which are nearly all of a feed, are kept as plain columns, so that reading is quick in a browser.

use std::borrow::Cow;
use std::fmt::{self, Write};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value. Text is borrowed from the file where it has no escapes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    /// An array of nothing but whole numbers; the empty array too.
    Ints(Vec<i64>),
    List(Vec<Json<'a>>),
    /// In the order of the file, so that the first of several languages stays the first.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        if items.iter().all(|i| matches!(i, Json::Int(_))) {
            Self::Ints(items.iter().filter_map(Json::as_int).collect())
        } else {
            Self::List(items)
        }
    }

    pub(crate) fn as_int(&self) -> Option<i64> {
        match *self {
            Self::Int(i) => Some(i),
            // Another program may write 5.0 for 5.
            Self::Float(f) if f.fract() == 0.0 && f.abs() < 9e15 => Some(f as i64),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array of any kind.
    pub(crate) fn items(&self) -> Option<Items<'_, 'a>> {
        match self {
            Self::Ints(ints) => Some(Items::Ints(ints)),
            Self::List(list) => Some(Items::List(list)),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Ints(_) | Self::List(_) => "a list".to_owned(),
            Self::Object(_) => "an object".to_owned(),
            Self::Text(text) if text.chars().count() > 40 => "a long text".to_owned(),
            _ => String::from_utf8_lossy(&self.to_bytes())
                .trim_end()
                .to_owned(),
        }
    }

    /// The document, with a line per field of the outermost object, for the eyes of whoever opens the file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = String::new();
        match self {
            Self::Object(fields) => {
                out.push('{');
                for (i, (key, value)) in fields.iter().enumerate() {
                    out.push_str(if i == 0 { "\n" } else { ",\n" });
                    put_text(key, &mut out);
                    out.push(':');
                    value.put(&mut out);
                }
                out.push_str("\n}\n");
            }
            _ => self.put(&mut out),
        }
        out.into_bytes()
    }

    fn put(&self, out: &mut String) {
        match self {
            Self::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
            Self::Int(i) => put(out, format_args!("{i}")),
            Self::Float(f) if f.is_finite() => put(out, format_args!("{f}")),
            Self::Null | Self::Float(_) => out.push_str("null"),
            Self::Text(text) => put_text(text, out),
            Self::Ints(ints) => put_all(out, ints.iter(), |i, out| put(out, format_args!("{i}"))),
            Self::List(list) => put_all(out, list.iter(), Json::put),
            Self::Object(fields) => {
                out.push('{');
                for (i, (key, value)) in fields.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    put_text(key, out);
                    out.push(':');
                    value.put(out);
                }
                out.push('}');
            }
        }
    }
}

fn put(out: &mut String, what: fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(what);
}

fn put_all<T>(out: &mut String, items: impl Iterator<Item = T>, each: impl Fn(T, &mut String)) {
    out.push('[');
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(',');
        }
        each(item, out);
    }
    out.push(']');
}

/// As RFC 8259 asks: quotation mark, backslash and controls are escaped, all else is as it is.
fn put_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => put(out, format_args!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Items of an array, whichever way it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Items<'j, 'a> {
    Ints(&'j [i64]),
    List(&'j [Json<'a>]),
}

impl<'j, 'a> Items<'j, 'a> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Ints(ints) => ints.len(),
            Self::List(list) => list.len(),
        }
    }

    pub(crate) fn get(&self, index: usize) -> Option<Cow<'j, Json<'a>>> {
        match self {
            Self::Ints(ints) => ints.get(index).map(|&i| Cow::Owned(Json::Int(i))),
            Self::List(list) => list.get(index).map(Cow::Borrowed),
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Cow<'j, Json<'a>>> {
        (0..self.len()).filter_map(move |i| self.get(i))
    }

    pub(crate) fn int(&self, index: usize) -> Option<i64> {
        match self {
            Self::Ints(ints) => ints.get(index).copied(),
            Self::List(list) => list.get(index).and_then(Json::as_int),
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, b: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(b))
    }
    fn visit_i64<E>(self, i: i64) -> Result<Self::Value, E> {
        Ok(Json::Int(i))
    }
    fn visit_u64<E>(self, u: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(u).map_or(Json::Float(u as f64), Json::Int))
    }
    fn visit_f64<E>(self, f: f64) -> Result<Self::Value, E> {
        Ok(Json::Float(f))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut ints = Vec::new();
        while let Some(item) = seq.next_element()? {
            if let Json::Int(i) = item {
                ints.push(i);
                continue;
            }
            let mut list: Vec<Json<'de>> = ints.into_iter().map(Json::Int).collect();
            list.push(item);
            while let Some(item) = seq.next_element()? {
                list.push(item);
            }
            return Ok(Json::List(list));
        }
        Ok(Json::Ints(ints))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(Json::Text(key)) = map.next_key()? {
            fields.push((key, map.next_value()?));
        }
        Ok(Json::Object(fields))
    }
}
