//! Checks every locale against English and makes one method of `Words` per sentence.

#[path = "src/plural.rs"]
#[allow(dead_code)]
mod plural;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use plural::Form;
use serde_json::Value;

type Locale = BTreeMap<String, Value>;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut problems = Vec::new();
    let locales = read_folder(&root.join("locales"), &mut problems);
    let nocs = read_folder(&root.join("locales/noc"), &mut problems);
    let empty = Locale::new();
    let english = locales.get("en").unwrap_or(&empty);

    for (tag, locale) in &locales {
        check(tag, locale, english, &mut problems);
        if !nocs.contains_key(tag) {
            problems.push(format!("locales/noc/{tag}.json is missing"));
        }
    }
    for (tag, table) in &nocs {
        for code in nocs.get("en").into_iter().flat_map(BTreeMap::keys) {
            if !table.contains_key(code) {
                problems.push(format!("locales/noc/{tag}.json: `{code}` is missing"));
            }
        }
    }
    // The app has no use for what the pages without it say; they are the server's, which has every language inside.
    let of_the_app = |key: &str| !key.starts_with("page_") && !key.starts_with("boot_");
    let mut books = String::new();
    for name in folders(&root.join("locales")) {
        let own = read_folder(&root.join("locales").join(&name), &mut problems);
        let english = own.get("en").unwrap_or(&empty);
        for (tag, locale) in &own {
            check(&format!("{name}/{tag}"), locale, english, &mut problems);
        }
        books += &book(&root, &name, &own, english);
    }
    stop_at(&problems);
    let all = env::var_os("CARGO_FEATURE_ALL").is_some();
    let mut inside = english.clone();
    inside.retain(|key, _| all || of_the_app(key));
    write(&out.join("sentences.rs"), &sentences(&inside));
    write(&out.join("languages.rs"), &languages(&root, &locales));
    write(&out.join("books.rs"), &books);
}

fn stop_at(problems: &[String]) {
    // Cargo shows this as the error of the build, one line per problem: which key, in which file.
    for problem in problems {
        println!("cargo::error={problem}");
    }
    if !problems.is_empty() {
        std::process::exit(1);
    }
}

/// The folders of books in `folder`: all but the names of committees, in order.
fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "noc").collect();
    names.sort();
    names
}

fn read_folder(folder: &Path, problems: &mut Vec<String>) -> BTreeMap<String, Locale> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let tag = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).unwrap_or_default();
        match serde_json::from_str(&text) {
            Ok(locale) => {
                found.insert(tag, locale);
            }
            Err(error) => problems.push(format!("{}: {error}", path.display())),
        }
    }
    found
}

fn check(tag: &str, locale: &Locale, english: &Locale, problems: &mut Vec<String>) {
    let mut problem =
        |text: String| problems.push(format!("crates/words/locales/{tag}.json: {text}"));
    for key in english.keys().filter(|key| !locale.contains_key(*key)) {
        let said = english.get(key).map(Value::to_string).unwrap_or_default();
        problem(format!("`{key}` is missing; translate {said}"));
    }
    for (key, value) in locale {
        let Some(original) = english.get(key) else {
            problem(format!(
                "`{key}` is not in the English file beside it; add it there or remove it here"
            ));
            continue;
        };
        if original.is_string() != value.is_string() {
            problem(format!(
                "`{key}` must be a plural in every language or in none"
            ));
            continue;
        }
        let wanted: BTreeSet<String> = names(original).into_iter().collect();
        for (form, text) in texts(value) {
            let has: BTreeSet<String> = placeholders(text).into_iter().collect();
            // "One runner is ahead" may do without the number, any other placeholder is news that would be lost.
            let lost: Vec<_> = wanted
                .difference(&has)
                .filter(|name| form.is_none() || *name != "n")
                .collect();
            let new: Vec<_> = has.difference(&wanted).collect();
            if !lost.is_empty() || !new.is_empty() {
                problem(format!(
                    "`{key}`: placeholders differ from English: lacks {lost:?}, adds {new:?}"
                ));
            }
        }
        if let Some(forms) = value.as_object() {
            let needed = Form::needed(tag.rsplit('/').next().unwrap_or(tag));
            let has: Vec<_> = forms.keys().map(|name| Form::from_name(name)).collect();
            let complete = needed.iter().all(|form| has.contains(&Some(*form)));
            if !complete || has.len() != needed.len() {
                problem(format!("`{key}` needs exactly the plural forms {needed:?}"));
            }
        }
    }
}

/// The texts of a value with their plural form, if any.
fn texts(value: &Value) -> Vec<(Option<&str>, &str)> {
    match value {
        Value::Object(forms) => forms
            .iter()
            .filter_map(|(form, text)| Some((Some(form.as_str()), text.as_str()?)))
            .collect(),
        other => other
            .as_str()
            .map(|text| (None, text))
            .into_iter()
            .collect(),
    }
}

/// All placeholders of a value, each once, in order of appearance in its fullest form.
fn names(value: &Value) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, text) in texts(value).into_iter().rev() {
        for name in placeholders(text) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn placeholders(text: &str) -> Vec<String> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
        .collect()
}

fn sentences(english: &Locale) -> String {
    let json = serde_json::to_string(english).unwrap_or_default();
    let methods = methods(english, "self");
    format!("const ENGLISH: &str = {json:?};\n\nimpl Words {{\n{methods}}}\n")
}

/// The type of a book: its sentences are the methods of a type of its own, so that only who names it carries it.
fn book(root: &Path, name: &str, locales: &BTreeMap<String, Locale>, english: &Locale) -> String {
    let json = serde_json::to_string(english).unwrap_or_default();
    let title = format!("{}{}Words", name[..1].to_uppercase(), &name[1..]);
    let methods = methods(english, "self.0");
    let files: String = locales.keys().fold(String::new(), |list, tag| {
        let path = root.join(format!("locales/{name}/{tag}.json"));
        list + &format!("({tag:?}, include_str!({:?})), ", path.to_string_lossy())
    });
    format!(
        "/// The sentences of the page `{name}`, from `locales/{name}/`.\n\
         #[derive(Clone, Debug, PartialEq)]\npub struct {title}(Words);\n\n\
         impl Book for {title} {{\n    const NAME: &'static str = {name:?};\n    \
         #[cfg(feature = \"all\")]\n    const FILES: &'static [(&'static str, &'static str)] = &[{files}];\n    \
         fn english() -> Self {{\n        Self(Words::from_english({json:?}))\n    }}\n    \
         fn words(&self) -> &Words {{\n        &self.0\n    }}\n    \
         fn words_mut(&mut self) -> &mut Words {{\n        &mut self.0\n    }}\n}}\n\n\
         impl {title} {{\n{methods}}}\n\n"
    )
}

/// One method per sentence; `words` is where they find the texts.
fn methods(english: &Locale, words: &str) -> String {
    let mut code = String::new();
    for (index, (key, value)) in english.iter().enumerate() {
        let plural = value.is_object();
        let names: Vec<String> = names(value)
            .into_iter()
            .filter(|n| !(plural && n == "n"))
            .collect();
        let shown = texts(value)
            .into_iter()
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
            .join("` or `");
        let n = if plural { ", n: u32" } else { "" };
        let args: String = names
            .iter()
            .fold(String::new(), |args, name| args + ", " + name + ": &str");
        let values: Vec<String> = names
            .iter()
            .map(|name| format!("({name:?}, {name})"))
            .collect();
        let _ = write!(
            code,
            "    /// `{shown}`\n    pub fn {key}(&self{n}{args}) -> String {{\n        {words}.say({index}, {number}, &[{values}])\n    }}\n",
            number = if plural { "n" } else { "0" },
            values = values.join(", "),
        );
    }
    code
}

fn languages(root: &Path, locales: &BTreeMap<String, Locale>) -> String {
    let tags: Vec<&String> = locales.keys().collect();
    let files = |folder: &str| -> String {
        tags.iter().fold(String::new(), |list, tag| {
            let path = root.join(folder).join(format!("{tag}.json"));
            let path = path.to_string_lossy();
            list + &format!("    ({tag:?}, include_str!({path:?})),\n")
        })
    };
    format!(
        "/// The languages on offer, by BCP 47 tag.\npub const TAGS: &[&str] = &{tags:?};\n\n\
         #[cfg(feature = \"all\")]\npub(crate) const FILES: &[(&str, &str)] = &[\n{}];\n\n\
         #[cfg(feature = \"all\")]\npub(crate) const NOC_FILES: &[(&str, &str)] = &[\n{}];\n",
        files("locales"),
        files("locales/noc"),
    )
}

fn write(path: &Path, text: &str) {
    if let Err(error) = fs::write(path, text) {
        println!("cargo::error=cannot write {}: {error}", path.display());
    }
}
