//! What a frame costs without a browser: dots along a winding line, every one moving every frame.

// The macro below makes a public function that cannot carry a comment.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use homestretch_dots::look::{Look, Paper, Rgb, Shape};
use homestretch_dots::raster::{Dot, Raster};
use homestretch_dots::sprite::{LookId, Sheet};

/// Dots spread along a spiral that fills a 1920 × 1080 picture.
fn dots(n: usize, frame: usize, looks: &[LookId]) -> Vec<Dot> {
    (0..n)
        .map(|i| {
            let t = (i as f32 + frame as f32 * 0.37) / n as f32;
            let (turn, reach) = (t * 40.0, 40.0 + t * 480.0);
            Dot {
                x: 960.0 + reach * 1.7 * turn.cos(),
                y: 540.0 + reach * turn.sin(),
                look: looks[i % looks.len()],
            }
        })
        .collect()
}

fn frame(c: &mut Criterion) {
    let paper = Paper {
        rim: Rgb(255, 255, 255),
        heart: Rgb(255, 255, 255),
    };
    let mut group = c.benchmark_group("frame");
    for n in [1_000, 5_000, 20_000, 50_000] {
        let radius = if n > 10_000 { 3.0 } else { 4.0 };
        let mut sheet = Sheet::new(paper, 4, 1.0);
        let looks: Vec<LookId> = [
            Shape::Confirmed,
            Shape::Estimated,
            Shape::Overdue,
            Shape::Stopped,
        ]
        .into_iter()
        .map(|shape| {
            sheet.add(Look {
                shape,
                hue: Rgb(0, 114, 178),
                radius,
            })
        })
        .collect();
        let frames: Vec<Vec<Dot>> = (0..8).map(|f| dots(n, f, &looks)).collect();
        let mut raster = Raster::default();
        raster.resize(1920, 1080, paper.rim);
        group.bench_function(BenchmarkId::from_parameter(n), |b| {
            let mut f = 0;
            b.iter(|| {
                raster.begin();
                raster.dots(&sheet, &frames[f % frames.len()]);
                f += 1;
                raster.end().len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, frame);
criterion_main!(benches);
