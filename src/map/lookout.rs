//! Where the camera wants the map to be, from where runners are; and moving the map there.

use homestretch_dots::world::World;
use homestretch_race::roster::EntrantNo;
use leaflet::{LatLng, Map};
use wasm_bindgen::prelude::*;

use super::camera::{Camera, Frame, ill_fits, strays};
use super::chart::Chart;
use super::field::{Field, Runner};
use super::leaflet_more::{bounds_from_world, leaflet_from_world};
use super::pane::ratio;
use super::spot::Spot;

/// Pixels at the right edge that the buttons cover.
const RIGHT_PX: f64 = 64.0;

/// Where the camera wants the map to be.
pub enum Order {
    /// A box of the world in sight, kept off the covered part of the map.
    Fit((World, World), f64),
    /// A place in the middle, at least this near.
    Centre(LatLng, f64),
    /// That place in the middle at that zoom.
    Exactly(Spot),
}

impl Chart {
    /// Where the camera wants the map to be; none where it already is.
    pub(super) fn camera(&mut self) -> Option<Order> {
        let camera = self.wiring.camera.get_untracked();
        let fresh = self.seen_camera != Some(camera);
        let covered = self.wiring.covered_px();
        let size = self.map.get_size();
        let frame = (0.0, 0.0, size.x(), (size.y() - covered).max(40.0));
        let sight = self.wiring.sight.borrow();
        let order = match camera {
            Camera::Free(spot) => spot
                .filter(|_| fresh && spot != spot_of(&self.map))
                .map(Order::Exactly),
            Camera::Course => self
                .courses
                .bounds()
                .filter(|_| fresh)
                .map(|b| Order::Fit(b, covered)),
            Camera::Runner(no) => sight
                .field
                .find(no)
                .and_then(|r| self.chase(r, fresh, frame)),
            Camera::Lead(contest) => sight
                .field
                .runners()
                .iter()
                .find(|r| usize::from(r.contest) == contest && r.place == 1)
                .and_then(|r| self.chase(r, fresh, frame)),
            Camera::Mine => {
                let followed = self.wiring.followed.get_untracked();
                self.gather(&sight.field, &followed, fresh, frame)
            }
        };
        // A runner who is not on the course yet is waited for.
        if order.is_some() || matches!(camera, Camera::Free(_)) {
            self.seen_camera = Some(camera);
        }
        order
    }

    fn chase(&self, runner: &Runner, fresh: bool, frame: Frame) -> Option<Order> {
        let stage = self.stage.as_ref()?;
        let (x, y) = stage.px(&self.courses, runner)?;
        let ratio = ratio();
        let moves = fresh || strays(f64::from(x) / ratio, f64::from(y) / ratio, frame);
        // The middle of what is not covered lies above the middle of the map.
        let y = y + ((self.map.get_size().y() - frame.3) / 2.0 * ratio) as f32;
        moves.then(|| {
            Order::Centre(
                leaflet_from_world(stage.view.world_from_px(x, y)),
                if fresh { 14.0 } else { 0.0 },
            )
        })
    }

    fn gather(
        &self,
        field: &Field,
        followed: &[EntrantNo],
        fresh: bool,
        frame: Frame,
    ) -> Option<Order> {
        let stage = self.stage.as_ref()?;
        let px: Vec<_> = followed
            .iter()
            .filter_map(|&no| stage.px(&self.courses, field.find(no)?))
            .collect();
        let &first = px.first()?;
        let fold =
            |f: fn(f32, f32) -> f32| px.iter().fold(first, |a, b| (f(a.0, b.0), f(a.1, b.1)));
        let (low, high) = (fold(f32::min), fold(f32::max));
        let ratio = ratio() as f32;
        let group = [low.0, low.1, high.0, high.1].map(|v| f64::from(v / ratio));
        let alone = px.len() == 1;
        let moves = fresh
            || (if alone {
                strays(group[0], group[1], frame)
            } else {
                let out = ill_fits((group[0], group[1], group[2], group[3]), frame);
                // At the nearest zoom one cannot get nearer.
                out && (self.map.get_zoom() < 16.5 || group[2] > frame.2 || group[0] < 0.0)
            });
        let corner = |p: (f32, f32)| stage.view.world_from_px(p.0, p.1);
        moves.then(|| Order::Fit((corner(low), corner(high)), self.wiring.covered_px()))
    }
}

/// Where the map is.
pub fn spot_of(map: &Map) -> Option<Spot> {
    let at = map.get_center();
    Spot::new(at.lat(), at.lng(), map.get_zoom())
}

/// Moves the map where the camera wants it; `still` without a glide.
pub fn carry_out(order: &Order, map: &Map, still: bool) {
    let options = js_sys::Object::new();
    let set = |name: &str, value: JsValue| {
        // Setting a property of a plain object cannot fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value);
    };
    set("animate", (!still).into());
    match order {
        Order::Fit(bounds, covered) => {
            let point = |x: f64, y: f64| JsValue::from(leaflet::Point::new(x, y));
            set("paddingTopLeft", point(28.0, 28.0));
            set("paddingBottomRight", point(RIGHT_PX, 28.0 + covered));
            set("maxZoom", 16.5.into());
            map.fit_bounds_with_options(&bounds_from_world(*bounds), &options);
        }
        Order::Centre(at, least_zoom) => {
            if map.get_zoom() < *least_zoom {
                map.set_view_with_options(at, *least_zoom, &options);
            } else {
                map.pan_to_with_options(at, &options);
            }
        }
        Order::Exactly(spot) => {
            let at = LatLng::new(spot.lat(), spot.lon());
            map.set_view_with_options(&at, spot.zoom(), &options);
        }
    }
}
