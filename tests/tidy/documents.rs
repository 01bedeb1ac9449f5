//! Owns the rule that the documents speak of the tree as it is.

use std::fs;
use std::path::Path;

use super::tree::{expect_none, is, read, root, tree};

#[test]
fn walkthroughs_name_files_and_functions_that_exist() {
    let text = read("ARCHITECTURE.md");
    let mut findings = Vec::new();
    for title in [
        "### A chip crosses a mat",
        "### A phone wakes up",
        "### A moment is seen again",
    ] {
        let Some((_, rest)) = text.split_once(title) else {
            findings.push(format!("`{title}` is not there"));
            continue;
        };
        let section = rest.split("\n#").next().unwrap_or_default();
        // A function must be in one of the files that its own step names.
        let steps: Vec<&str> = section.split("\n1. ").skip(1).collect();
        if steps.len() < 4 {
            findings.push(format!("`{title}` has hardly a step"));
        }
        for step in steps {
            let names: Vec<&str> = step.split('`').skip(1).step_by(2).collect();
            let (files, others): (Vec<&str>, Vec<&str>) =
                names.into_iter().partition(|name| is_source(name));
            let missing = files.iter().filter(|path| !root().join(path).is_file());
            findings.extend(missing.map(|path| format!("{title}: {path} does not exist")));
            let texts: Vec<String> = files
                .iter()
                .filter_map(|path| fs::read_to_string(root().join(path)).ok())
                .collect();
            for call in others.iter().filter(|name| name.ends_with("()")) {
                let name = call
                    .trim_end_matches("()")
                    .rsplit("::")
                    .next()
                    .unwrap_or_default();
                let heads = [
                    format!("fn {name}("),
                    format!("fn {name}<"),
                    format!("function {name}("),
                ];
                if !texts
                    .iter()
                    .any(|text| heads.iter().any(|head| text.contains(head.as_str())))
                {
                    findings.push(format!("{title}: {call} is in none of {files:?}"));
                }
            }
        }
    }
    expect_none("a stale map is worse than none", &findings);
}

fn is_source(name: &str) -> bool {
    name.contains('/') && [".rs", ".js"].iter().any(|ending| name.ends_with(ending))
}

#[test]
fn local_links_of_the_documents_lead_somewhere() {
    let mut findings = Vec::new();
    for file in tree().iter().filter(|file| is(file, &[".md"])) {
        let folder = root()
            .join(&file.path)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default();
        for link in file
            .text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', '#']).next())
        {
            let local = !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:");
            if local && !folder.join(link).exists() {
                findings.push(format!("{}: {link}", file.path));
            }
        }
    }
    expect_none("a link in a document leads nowhere", &findings);
}
