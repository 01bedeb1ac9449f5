//! What is painted, to the pixel: each picture is written as text, one character a pixel.

use homestretch_dots::look::{Look, Paper, Rgb, Shape};
use homestretch_dots::raster::{Dot, Raster, Rect};
use homestretch_dots::sprite::{LookId, Sheet, Sprite};
use homestretch_dots::stroke::{Brush, Knot, band};

const PAPER: Paper = Paper {
    rim: Rgb(255, 255, 255),
    heart: Rgb(255, 255, 255),
};
const INK: Rgb = Rgb(0, 60, 120);

/// Blank for nothing, `.` for a trace, then by how dark: `o` rim, `-` pale, `+` middling, `#` ink.
fn text(raster: &Raster) -> String {
    let (width, _) = raster.size();
    let (pixels, _) = raster.rgba().as_chunks::<4>();
    let mut text = String::new();
    for row in pixels.chunks(width as usize) {
        text.push('|');
        text.extend(row.iter().map(|&[r, _, _, a]| match (a, r) {
            (0, _) => ' ',
            (1..=127, _) => '.',
            (_, 230..) => 'o',
            (_, 150..230) => '-',
            (_, 70..150) => '+',
            _ => '#',
        }));
        text.push_str("|\n");
    }
    text
}

fn painted(shape: Shape, radius: f32, at: (f32, f32)) -> String {
    let mut sheet = Sheet::new(PAPER, 4, 1.0);
    let look = sheet.add(Look {
        shape,
        hue: INK,
        radius,
    });
    let mut raster = Raster::default();
    raster.resize(13, 13, PAPER.rim);
    raster.begin();
    raster.dots(
        &sheet,
        &[Dot {
            x: at.0,
            y: at.1,
            look,
        }],
    );
    text(&raster)
}

#[test]
fn the_four_shapes_differ_without_colour() {
    insta::assert_snapshot!(painted(Shape::Confirmed, 4.5, (6.5, 6.5)), @r"
    |             |
    |   .ooooo.   |
    |  .o+###+o.  |
    | .o#######o. |
    | o+#######+o |
    | o#########o |
    | o#########o |
    | o#########o |
    | o+#######+o |
    | .o#######o. |
    |  .o+###+o.  |
    |   .ooooo.   |
    |             |
    ");
    insta::assert_snapshot!(painted(Shape::Estimated, 4.5, (6.5, 6.5)), @r"
    |             |
    |   .ooooo.   |
    |  .o+###+o.  |
    | .o###+###o. |
    | o+#+---+#+o |
    | o##-----##o |
    | o#+-----+#o |
    | o##-----##o |
    | o+#+---+#+o |
    | .o###+###o. |
    |  .o+###+o.  |
    |   .ooooo.   |
    |             |
    ");
    insta::assert_snapshot!(painted(Shape::Overdue, 4.5, (6.5, 6.5)), @r"
    |             |
    |   .oooo     |
    |  .o+##-.    |
    | .o###+o.    |
    | o+#+oo. ..  |
    | o##o.  .o-o |
    | o#+o   o+#o |
    | o##o. .o##o |
    | o+#+ooo+#+o |
    | .o###+###o. |
    |  .o+###+o.  |
    |   .ooooo.   |
    |             |
    ");
    insta::assert_snapshot!(painted(Shape::Stopped, 4.5, (6.5, 6.5)), @r"
    |             |
    |  .o.   .o.  |
    | .-+o. .o+-. |
    | o+#+o.o+#+o |
    | .o+#+o+#+o. |
    |  .o+#+#+o.  |
    |   .o+#+o.   |
    |  .o+#+#+o.  |
    | .o+#+o+#+o. |
    | o+#+o.o+#+o |
    | .-+o. .o+-. |
    |  .o.   .o.  |
    |             |
    ");
}

#[test]
fn a_quarter_pixel_shows() {
    insta::assert_snapshot!(painted(Shape::Confirmed, 2.0, (6.5, 6.5)), @r"
    |             |
    |             |
    |             |
    |     .o.     |
    |    o-+-o    |
    |   .-###-.   |
    |   o+###+o   |
    |   .-###-.   |
    |    o-+-o    |
    |     .o.     |
    |             |
    |             |
    |             |
    ");
    insta::assert_snapshot!(painted(Shape::Confirmed, 2.0, (6.75, 6.5)), @r"
    |             |
    |             |
    |             |
    |     ....    |
    |    .-+-o.   |
    |   .o###+o   |
    |   .-####o   |
    |   .o###+o   |
    |    .-+-o.   |
    |     ....    |
    |             |
    |             |
    |             |
    ");
}

#[test]
fn edges_cut_dots_off_and_far_away_dots_are_left_out() {
    insta::assert_snapshot!(painted(Shape::Confirmed, 4.5, (0.0, 12.0)), @r"
    |             |
    |             |
    |             |
    |             |
    |             |
    |             |
    |..           |
    |+-o.         |
    |##+o.        |
    |###+o        |
    |####-.       |
    |####+.       |
    |####+.       |
    ");
    let nowhere = painted(Shape::Confirmed, 4.5, (-9.0, 400.0));
    assert!(!nowhere.contains(['.', 'o', '#']), "{nowhere}");
    for wild in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30] {
        painted(Shape::Confirmed, 4.5, (wild, 6.0));
    }
}

#[test]
fn a_band_is_soft_and_fades_to_its_ends() {
    let mut raster = Raster::default();
    raster.resize(40, 7, PAPER.rim);
    raster.begin();
    let knots = band(&[(2.0, 3.5), (38.0, 3.5)], 0.5, 2.0, 0.8);
    Brush::default().stroke(&mut raster, &knots, INK);
    let (pixels, _) = raster.rgba().as_chunks::<4>();
    let middle: Vec<u8> = pixels[3 * 40..4 * 40].iter().map(|p| p[3] / 26).collect();
    let digits: String = middle.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(digits, @"0001223455566677777777777766655543221000");
    assert!(
        pixels.iter().filter(|p| p[3] > 0).all(|p| p[2] == 120),
        "the colour is the same all along"
    );
}

#[test]
fn only_what_was_or_is_painted_is_given_to_the_browser() {
    let mut sheet = Sheet::new(PAPER, 1, 1.0);
    let look = sheet.add(Look {
        shape: Shape::Confirmed,
        hue: INK,
        radius: 3.0,
    });
    let mut raster = Raster::default();
    raster.resize(320, 200, PAPER.rim);
    let mut frame = |x: f32, y: f32| {
        raster.begin();
        raster.dots(&sheet, &[Dot { x, y, look }]);
        let dirty = raster.end().to_vec();
        let lit = raster.rgba().chunks(4).filter(|p| p[3] > 0).count();
        (dirty, lit)
    };
    let tile = |x, y| Rect {
        x,
        y,
        width: 32,
        height: 32,
    };
    assert_eq!(frame(16.0, 16.0).0, [tile(0, 0)]);
    let (dirty, lit) = frame(80.0, 48.0);
    assert_eq!(
        dirty,
        [tile(0, 0), tile(64, 32)],
        "the old place and the new"
    );
    assert!(
        (40..90).contains(&lit),
        "the old dot is gone: {lit} pixels lit"
    );
    let (dirty, _) = frame(96.0, 48.0);
    let two = Rect {
        x: 64,
        y: 32,
        width: 64,
        height: 32,
    };
    assert_eq!(dirty, [two], "neighbours are given as one");
}

#[test]
fn a_covered_dot_is_not_seen_and_an_open_one_hides_nothing() {
    let mut sheet = Sheet::new(PAPER, 1, 1.0);
    let mut look = |shape, hue| {
        sheet.add(Look {
            shape,
            hue,
            radius: 4.5,
        })
    };
    let red = look(Shape::Confirmed, Rgb(200, 0, 0));
    let blue = look(Shape::Confirmed, Rgb(0, 0, 200));
    let open = look(Shape::Overdue, Rgb(0, 200, 0));
    let colours = |looks: &[LookId]| {
        let mut raster = Raster::default();
        raster.resize(16, 16, PAPER.rim);
        raster.begin();
        let dots: Vec<Dot> = looks
            .iter()
            .map(|&look| Dot {
                x: 8.0,
                y: 8.0,
                look,
            })
            .collect();
        raster.dots(&sheet, &dots);
        let (pixels, _) = raster.rgba().as_chunks::<4>();
        pixels[8 * 16 + 8]
    };
    assert_eq!(colours(&[red, blue]), [0, 0, 200, 255]);
    assert_eq!(colours(&[blue, red]), [200, 0, 0, 255]);
    assert_eq!(
        colours(&[red, open]),
        [200, 0, 0, 255],
        "the heart of an open ring shows what is below"
    );
}

#[test]
fn a_picture_given_by_the_browser_comes_back_as_it_was() {
    let straight = [
        10, 20, 30, 255, 200, 100, 50, 255, 0, 0, 0, 0, 255, 255, 255, 255,
    ];
    let sprite = Sprite::from_rgba(&straight, 2, 2, 0, 0);
    let mut raster = Raster::default();
    raster.resize(2, 2, PAPER.rim);
    raster.begin();
    raster.sprite(&sprite, 0, 0);
    let mut want = straight;
    want[8..12].copy_from_slice(&[255, 255, 255, 0]);
    assert_eq!(raster.rgba(), want);
}

#[test]
fn a_stroke_of_one_knot_is_a_blot() {
    let mut raster = Raster::default();
    raster.resize(8, 8, PAPER.rim);
    raster.begin();
    let knot = Knot {
        x: 4.0,
        y: 4.0,
        half: 2.0,
        alpha: 1.0,
    };
    Brush::default().stroke(&mut raster, &[knot], INK);
    Brush::default().stroke(&mut raster, &[], INK);
    assert!(raster.rgba().chunks(4).filter(|p| p[3] == 255).count() >= 4);
}

mod strokes {
    use super::{Brush, INK, Knot, PAPER, Raster};
    use proptest::prelude::*;

    fn knot() -> impl Strategy<Value = Knot> {
        (-30.0..110.0f32, -30.0..90.0f32).prop_map(|(x, y)| Knot {
            x,
            y,
            half: 5.0,
            alpha: 0.8,
        })
    }

    proptest! {
        /// The quick way, row by row and tile by tile, paints what looking at every pixel would.
        #[test]
        fn no_pixel_of_a_segment_is_left_out(a in knot(), b in knot()) {
            let mut raster = Raster::default();
            raster.resize(80, 60, PAPER.rim);
            raster.begin();
            Brush::default().stroke(&mut raster, &[a, b], INK);
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let length2 = (dx * dx + dy * dy).max(1e-9);
            let (pixels, _) = raster.rgba().as_chunks::<4>();
            let mut painted = vec![false; pixels.len()];
            for (i, pixel) in pixels.iter().enumerate() {
                let (x, y) = ((i % 80) as f32 + 0.5 - a.x, (i / 80) as f32 + 0.5 - a.y);
                let t = ((x * dx + y * dy) / length2).clamp(0.0, 1.0);
                let away = (x - t * dx).hypot(y - t * dy);
                let want = (5.5 - away).clamp(0.0, 1.0) * 0.8 * 255.0;
                prop_assert!((f32::from(pixel[3]) - want).abs() < 1.5, "{i}: {pixel:?}, {want}");
                painted[i] = pixel[3] > 0;
            }
            // And what is painted is given to the browser.
            let changed = raster.end();
            let given = |x: u32, y: u32| {
                changed.iter().any(|r| (r.x..r.x + r.width).contains(&x) && (r.y..r.y + r.height).contains(&y))
            };
            for i in (0..painted.len()).filter(|&i| painted[i]) {
                prop_assert!(given(i as u32 % 80, i as u32 / 80), "{i}");
            }
        }
    }

    #[test]
    fn a_line_of_many_close_knots_is_painted_as_true_as_if_none_were_left_out() {
        let knots: Vec<Knot> = (0..=260)
            .map(|k| {
                let x = 5.0 + k as f32 * 0.25;
                let y = 20.0 + (x / 9.0).sin() * 8.0;
                Knot {
                    x,
                    y,
                    half: 4.0,
                    alpha: 0.6,
                }
            })
            .collect();
        let mut raster = Raster::default();
        raster.resize(80, 40, PAPER.rim);
        raster.begin();
        Brush::default().stroke(&mut raster, &knots, INK);
        let (pixels, _) = raster.rgba().as_chunks::<4>();
        for (i, pixel) in pixels.iter().enumerate() {
            let (x, y) = ((i % 80) as f32 + 0.5, (i / 80) as f32 + 0.5);
            let away = knots
                .iter()
                .fold(f32::INFINITY, |d, k| d.min((x - k.x).hypot(y - k.y)));
            let want = (4.5 - away).clamp(0.0, 1.0) * 0.6 * 255.0;
            let off = (f32::from(pixel[3]) - want).abs();
            // A fifth of a pixel of the edge.
            assert!(off < 0.2 * 0.6 * 255.0, "{x}, {y}: {pixel:?}, {want}");
        }
    }
}
