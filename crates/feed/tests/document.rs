//! The examples in docs/FEED.md are the golden files, word for word, and none is left out.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn examples_are_the_golden_files() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = here.join("../../docs/FEED.md");
    let text = std::fs::read_to_string(&document).unwrap();
    let mut parts = text.split("<!-- golden: ");
    let mut mended = parts.next().unwrap().to_owned();
    let mut shown = BTreeSet::new();
    for part in parts {
        let (name, rest) = part.split_once(" -->\n```json\n").unwrap();
        let (_, rest) = rest.split_once("```\n").unwrap();
        let golden = std::fs::read_to_string(here.join("tests/golden/v1").join(name)).unwrap();
        mended += &[
            "<!-- golden: ",
            name,
            " -->\n```json\n",
            &golden,
            "```\n",
            rest,
        ]
        .concat();
        shown.insert(name.to_owned());
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&document, &mended).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&document).unwrap(),
        mended,
        "run this test with BLESS=1"
    );
    let golden = std::fs::read_dir(here.join("tests/golden/v1")).unwrap();
    let golden: BTreeSet<String> = golden
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(shown, golden);
}
