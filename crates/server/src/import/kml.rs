//! KML, as Google Earth and My Maps write it: the longest line is the course; placemarks with a point that are named
//! after a distance are marks. Coordinates are longitude first.

use homestretch_course::{LatLon, Mark};
use roxmltree::{Document, Node};

use super::distance::m_from_name;
use super::{CourseInput, ImportError};

pub(super) fn read(text: &str) -> Result<CourseInput, ImportError> {
    let document = Document::parse(text).map_err(|e| ImportError::Broken(e.to_string()))?;
    let all = |tag: &'static str| {
        let nodes = document.root().descendants();
        nodes.filter(move |node| node.is_element() && node.tag_name().name() == tag)
    };
    let mut input = CourseInput::default();
    for line in all("LineString") {
        let places = coordinates(&document, line)?;
        if places.len() > input.line.len() {
            input.line = places.iter().map(|(place, _)| *place).collect();
            let heights: Vec<f64> = places.iter().filter_map(|(_, height)| *height).collect();
            // Drawn lines have a height of 0 everywhere.
            let measured = heights.len() == places.len() && heights.iter().any(|h| h.abs() > 0.0);
            input.height_m = if measured { heights } else { Vec::new() };
            input.name = line
                .ancestors()
                .find_map(|node| child_text(node, "name"))
                .map(str::to_owned);
        }
    }
    if input.line.len() < 2 {
        return Err(ImportError::NoLine {
            needs: "a line (<LineString>) with points",
        });
    }
    for placemark in all("Placemark") {
        let name = child_text(placemark, "name").unwrap_or_default();
        let point = placemark
            .descendants()
            .find(|n| n.tag_name().name() == "Point");
        if let (Some(at_m), Some(point)) = (m_from_name(name), point)
            && let Some((place, _)) = coordinates(&document, point)?.first()
        {
            let (name, place) = (name.to_owned(), *place);
            input.marks.push(Mark { name, at_m, place });
        }
    }
    input.marks.sort_by(|a, b| a.at_m.total_cmp(&b.at_m));
    Ok(input)
}

fn child_text<'a>(node: Node<'a, '_>, tag: &str) -> Option<&'a str> {
    let child = node.children().find(|c| c.tag_name().name() == tag)?;
    child.text().map(str::trim)
}

fn coordinates(
    document: &Document<'_>,
    of: Node<'_, '_>,
) -> Result<Vec<(LatLon, Option<f64>)>, ImportError> {
    let node = of
        .descendants()
        .find(|n| n.tag_name().name() == "coordinates");
    let Some(node) = node else {
        return Ok(Vec::new());
    };
    let tuples = node.text().unwrap_or_default().split_ascii_whitespace();
    tuples
        .enumerate()
        .map(|(i, tuple)| {
            let numbers: Vec<Option<f64>> = tuple.split(',').map(|n| n.parse().ok()).collect();
            match numbers[..] {
                [Some(lon), Some(lat)] => Ok((LatLon { lat, lon }, None)),
                [Some(lon), Some(lat), Some(height)] => Ok((LatLon { lat, lon }, Some(height))),
                _ => Err(ImportError::BadValue {
                    line: document.text_pos_at(node.range().start).row as usize,
                    what: format!("point {}", i + 1),
                    value: format!("`{tuple}`"),
                }),
            }
        })
        .collect()
}
