//! Owns the audit of a page by axe-core: what somebody with other eyes, ears or hands would stumble over.

use std::fs;

use crate::server::root;
use crate::{Done, Visitor};

impl Visitor {
    /// Each finding on the page that is open, as rule and place; empty for a sound page.
    ///
    /// # Errors
    /// When the audit is not installed or cannot run.
    pub async fn audit(&self) -> Done<Vec<String>> {
        let file = root().join("node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(&file).map_err(|error| {
            format!("{}: {error}; `cargo xtask test` fetches it", file.display())
        })?;
        // What the edge of a scrolled panel cuts in two would count as a target that is too small.
        let to_the_top =
            "document.querySelectorAll('*').forEach(e => { if (e.scrollTop) e.scrollTop = 0; })";
        self.look(&format!("{axe}; window.axe = axe; {to_the_top}; return 0"))
            .await?;
        let script = "const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: tags, resultTypes: ['violations', 'passes']})
               .then(r => done(r.passes.length < 10 ? ['only ' + r.passes.length + ' rules were tried'] :
                   r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' — ' +
                       (n.any.concat(n.all, n.none)[0]?.message ?? v.help)))))
               .catch(e => done(['the audit failed: ' + e]))";
        let found = self.driver().execute_async(script, Vec::new()).await?;
        let found = found.json().as_array().cloned().unwrap_or_default();
        let text = |line: &serde_json::Value| line.as_str().unwrap_or_default().to_owned();
        Ok(found.iter().map(text).collect())
    }
}
