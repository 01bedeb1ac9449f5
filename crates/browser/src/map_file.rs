//! Owns a made-up map in a `PMTiles` file, as an organiser has one of the real city: a river, a park, streets, buildings and
//! quarters with names in two languages, around the course of the demo. Written by hand, for so small a file needs no
//! library.

use std::f64::consts::PI;

/// Zooms of its tiles.
const ZOOMS: std::ops::RangeInclusive<u32> = 9..=14;
/// Units of a tile's own grid along an edge.
const EXTENT: f64 = 4096.0;
/// What the file covers: west, south, east and north in degrees.
const BOX: [f64; 4] = [125.5, 38.85, 126.0, 39.2];

/// The layers of its tiles.
const LAYERS: [&str; 6] = ["earth", "landuse", "water", "roads", "buildings", "places"];
/// What is said of a feature: its kind, its name where it lies, and its name in English.
const KEYS: [&str; 3] = ["kind", "name", "name:en"];

/// What kind of thing is drawn, as tiles number it.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Point = 1,
    Line = 2,
    Area = 3,
}

/// A feature: layer, what is said of it, and its places as (longitude, latitude).
struct Feature {
    layer: &'static str,
    said: [&'static str; 3],
    shape: Shape,
    places: Vec<(f64, f64)>,
}

/// The bytes of the file.
pub fn made_up() -> Vec<u8> {
    let features = features();
    let mut tiles: Vec<(u64, Vec<u8>)> = Vec::new();
    for zoom in ZOOMS {
        let ((left, top), (right, bottom)) =
            (world(BOX[0], BOX[3], zoom), world(BOX[2], BOX[1], zoom));
        for x in left as u32..=right as u32 {
            for y in top as u32..=bottom as u32 {
                tiles.push((id(zoom, x, y), tile(&features, zoom, x, y)));
            }
        }
    }
    tiles.sort_by_key(|tile| tile.0);
    file(&tiles)
}

fn features() -> Vec<Feature> {
    let feature = |layer, said, shape, places: &[(f64, f64)]| Feature {
        layer,
        said,
        shape,
        places: places.to_vec(),
    };
    let kind = |kind| [kind, "", ""];
    let [west, south, east, north] = BOX;
    let land = [(west, south), (east, south), (east, north), (west, north)];
    let river = [
        (125.66, 38.9),
        (125.7, 38.98),
        (125.77, 39.02),
        (125.79, 39.08),
        (125.9, 39.12),
    ];
    let banks: Vec<(f64, f64)> = river
        .iter()
        .map(|p| (p.0 - 0.004, p.1 + 0.002))
        .chain(river.iter().rev().map(|p| (p.0 + 0.004, p.1 - 0.002)))
        .collect();
    let park = [
        (125.748, 39.03),
        (125.757, 39.028),
        (125.76, 39.045),
        (125.75, 39.047),
    ];
    let mut all = vec![
        feature("earth", kind("earth"), Shape::Area, &land),
        feature("landuse", kind("park"), Shape::Area, &park),
        feature("water", kind("river"), Shape::Area, &banks),
    ];
    for n in 0..40 {
        let step = f64::from(n) * 0.01;
        let said = if n % 5 == 0 {
            ["major_road", "긴거리", "Long Street"]
        } else {
            kind("minor_road")
        };
        let (x, y) = (west + 0.05 + step, south + 0.02 + step * 0.75);
        all.push(feature(
            "roads",
            said,
            Shape::Line,
            &[(x, south), (x, north)],
        ));
        all.push(feature("roads", said, Shape::Line, &[(west, y), (east, y)]));
    }
    for n in 0..64 {
        let (x, y) = (f64::from(n % 8), f64::from(n / 8));
        let (x, y) = (125.7515 + x * 0.001, 39.0365 + y * 0.0008);
        let walls = [
            (x, y),
            (x + 0.0006, y),
            (x + 0.0006, y + 0.0004),
            (x, y + 0.0004),
        ];
        all.push(feature("buildings", kind("building"), Shape::Area, &walls));
    }
    for (said, at) in [
        (["locality", "강마을", "Rivertown"], (125.74, 39.02)),
        (
            ["neighbourhood", "물레방아골", "Old Mill"],
            (125.762, 39.041),
        ),
    ] {
        all.push(feature("places", said, Shape::Point, &[at]));
    }
    all
}

/// A place in tiles of a zoom.
fn world(lon: f64, lat: f64, zoom: u32) -> (f64, f64) {
    let n = f64::from(1u32 << zoom);
    let lat = lat.to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / PI) / 2.0;
    ((lon + 180.0) / 360.0 * n, y * n)
}

/// The number of a tile: all of lower zooms come first, those of one along a Hilbert curve.
fn id(zoom: u32, x: u32, y: u32) -> u64 {
    let before = (4u64.pow(zoom) - 1) / 3;
    let (mut x, mut y, mut along) = (i64::from(x), i64::from(y), 0);
    let mut s = (1i64 << zoom) / 2;
    while s > 0 {
        let (right, low) = (i64::from(x & s > 0), i64::from(y & s > 0));
        along += s * s * ((3 * right) ^ low);
        if low == 0 {
            if right == 1 {
                (x, y) = (s - 1 - x, s - 1 - y);
            }
            (x, y) = (y, x);
        }
        s /= 2;
    }
    before + along as u64
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A field of a protocol buffer that is bytes.
fn bytes(out: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, content.len() as u64);
    out.extend(content);
}

/// A field of a protocol buffer that is a number.
fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn tile(features: &[Feature], zoom: u32, x: u32, y: u32) -> Vec<u8> {
    let mut tile = Vec::new();
    for layer_name in LAYERS {
        let (mut layer, mut values) = (Vec::new(), Vec::new());
        bytes(&mut layer, 1, layer_name.as_bytes());
        for feature in features.iter().filter(|f| f.layer == layer_name) {
            let mut tags = Vec::new();
            for (key, value) in feature.said.into_iter().enumerate() {
                if !value.is_empty() {
                    varint(&mut tags, key as u64);
                    varint(&mut tags, values.len() as u64);
                    values.push(value);
                }
            }
            let (mut own, corner) = (Vec::new(), (f64::from(x), f64::from(y)));
            bytes(&mut own, 2, &tags);
            number(&mut own, 3, feature.shape as u64);
            bytes(&mut own, 4, &outline(feature, zoom, corner));
            bytes(&mut layer, 2, &own);
        }
        for key in KEYS {
            bytes(&mut layer, 3, key.as_bytes());
        }
        for value in values {
            let mut text = Vec::new();
            bytes(&mut text, 1, value.as_bytes());
            bytes(&mut layer, 4, &text);
        }
        number(&mut layer, 5, EXTENT as u64);
        number(&mut layer, 15, 2);
        bytes(&mut tile, 3, &layer);
    }
    tile
}

/// Steps from place to place in the tile's own grid.
fn outline(feature: &Feature, zoom: u32, corner: (f64, f64)) -> Vec<u8> {
    let zigzag = |value: i64| ((value << 1) ^ (value >> 63)) as u64;
    let (mut out, mut last) = (Vec::new(), (0i64, 0i64));
    for (i, &(lon, lat)) in feature.places.iter().enumerate() {
        match i {
            0 => varint(&mut out, 1 << 3 | 1),
            1 => varint(&mut out, (feature.places.len() as u64 - 1) << 3 | 2),
            _ => {}
        }
        let at = world(lon, lat, zoom);
        let at = (
            ((at.0 - corner.0) * EXTENT).round() as i64,
            ((at.1 - corner.1) * EXTENT).round() as i64,
        );
        varint(&mut out, zigzag(at.0 - last.0));
        varint(&mut out, zigzag(at.1 - last.1));
        last = at;
    }
    if feature.shape == Shape::Area {
        varint(&mut out, 1 << 3 | 7);
    }
    out
}

/// Header, directory and tiles, nothing of it packed.
fn file(tiles: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let mut directory = Vec::new();
    let n = tiles.len() as u64;
    varint(&mut directory, n);
    let mut before = 0;
    for (id, _) in tiles {
        varint(&mut directory, id - before);
        before = *id;
    }
    directory.extend(vec![1; tiles.len()]);
    for (_, tile) in tiles {
        varint(&mut directory, tile.len() as u64);
    }
    // The first lies at 0, and each behind the one before it.
    directory.push(1);
    directory.extend(vec![0; tiles.len() - 1]);
    let data: usize = tiles.iter().map(|tile| tile.1.len()).sum();
    let (at_directory, about) = (127u64, b"{}");
    let at_about = at_directory + directory.len() as u64;
    let at_data = at_about + about.len() as u64;
    let mut file = b"PMTiles\x03".to_vec();
    let places = [
        at_directory,
        directory.len() as u64,
        at_about,
        about.len() as u64,
        at_data,
        0,
        at_data,
        data as u64,
        n,
        n,
        n,
    ];
    file.extend(places.iter().flat_map(|place| place.to_le_bytes()));
    file.extend([1, 1, 1, 1, *ZOOMS.start() as u8, *ZOOMS.end() as u8]);
    let e7 = |degrees: f64| ((degrees * 1e7) as i32).to_le_bytes();
    file.extend(BOX.iter().flat_map(|degrees| e7(*degrees)));
    file.push(11);
    file.extend([e7(125.75), e7(39.02)].concat());
    file.extend(directory);
    file.extend(about);
    file.extend(tiles.iter().flat_map(|tile| tile.1.iter()));
    file
}
