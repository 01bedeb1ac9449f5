//! GPX: the first track, else the first route; waypoints that are named after a distance are marks.

use homestretch_course::{LatLon, Mark};
use roxmltree::{Document, Node};

use super::distance::m_from_name;
use super::{CourseInput, ImportError};

pub(super) fn read(text: &str) -> Result<CourseInput, ImportError> {
    let document = Document::parse(text).map_err(|e| ImportError::Broken(e.to_string()))?;
    let all = |tag: &'static str| {
        let root = document.root();
        root.descendants().filter(move |n| n.has_tag_name_of(tag))
    };
    let points_of = |path: Node<'_, '_>, tag: &'static str| -> Vec<_> {
        path.descendants()
            .filter(|n| n.has_tag_name_of(tag))
            .map(|n| n.id())
            .collect()
    };
    let tracks = all("trk").map(|t| (t, points_of(t, "trkpt")));
    let routes = all("rte").map(|r| (r, points_of(r, "rtept")));
    let (path, points) = tracks
        .chain(routes)
        .find(|(_, points)| !points.is_empty())
        .ok_or(ImportError::NoLine {
            needs: "a track (<trk>) or a route (<rte>) with points",
        })?;
    let nodes: Vec<Node<'_, '_>> = points
        .iter()
        .filter_map(|id| document.get_node(*id))
        .collect();
    let line = nodes
        .iter()
        .enumerate()
        .map(|(i, node)| place(&document, *node, || format!("point {}", i + 1)))
        .collect::<Result<_, _>>()?;
    let heights: Vec<f64> = nodes
        .iter()
        .filter_map(|node| child_text(*node, "ele")?.parse().ok())
        .collect();
    let mut marks = Vec::new();
    for waypoint in all("wpt") {
        let name = child_text(waypoint, "name").unwrap_or_default();
        if let Some(at_m) = m_from_name(name) {
            let place = place(&document, waypoint, || format!("waypoint `{name}`"))?;
            let name = name.to_owned();
            marks.push(Mark { name, at_m, place });
        }
    }
    // Programs write waypoints in any order; a track's direction is what counts.
    marks.sort_by(|a, b| a.at_m.total_cmp(&b.at_m));
    Ok(CourseInput {
        name: child_text(path, "name").map(str::to_owned),
        height_m: if heights.len() == nodes.len() {
            heights
        } else {
            Vec::new()
        },
        line,
        marks,
        length_m: None,
        attribution: all("copyright")
            .find_map(|c| c.attribute("author"))
            .map(str::to_owned),
    })
}

/// GPX 1.0 and 1.1 differ in their namespace alone, and some programs write none.
trait LocalName {
    fn has_tag_name_of(&self, tag: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_of(&self, tag: &str) -> bool {
        self.is_element() && self.tag_name().name() == tag
    }
}

fn child_text<'a>(node: Node<'a, '_>, tag: &str) -> Option<&'a str> {
    let child = node.children().find(|c| c.has_tag_name_of(tag))?;
    child.text().map(str::trim)
}

fn place(
    document: &Document<'_>,
    node: Node<'_, '_>,
    what: impl Fn() -> String,
) -> Result<LatLon, ImportError> {
    let degrees = |attribute: &str| {
        let given = node.attribute(attribute);
        given
            .and_then(|d| d.trim().parse().ok())
            .ok_or_else(|| ImportError::BadValue {
                line: document.text_pos_at(node.range().start).row as usize,
                what: what(),
                value: given.map_or_else(
                    || format!("no `{attribute}`"),
                    |given| format!("`{attribute}` = `{given}`"),
                ),
            })
    };
    Ok(LatLon {
        lat: degrees("lat")?,
        lon: degrees("lon")?,
    })
}
