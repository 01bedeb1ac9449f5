/*! protomaps-leaflet and pmtiles, BSD-3-Clause, (c) 2021- Protomaps LLC */
// The organiser's own detailed map, out of one PMTiles file on the venue's disk: vector tiles, painted in the colours of
// the page, light and dark. Fetched only where the server names such a file.

import { PMTiles } from "pmtiles";
import {
  CenteredTextSymbolizer,
  LineSymbolizer,
  PolygonSymbolizer,
  exp,
  labelRules,
  leafletLayer,
} from "protomaps-leaflet";

const { L } = window;
// What the library asks of Leaflet beyond what the app has bundled of it.
L.DomUtil ??= {
  create: (tag, name) => Object.assign(document.createElement(tag), { className: name }),
  remove: (element) => element.remove(),
  removeClass: (element, name) => element.classList.remove(name),
};

// A colour so far on the way from one to another; both as #rrggbb.
function mixed(from, to, share) {
  const part = (at) => {
    const [a, b] = [from, to].map((colour) => parseInt(colour.slice(at, at + 2), 16));
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

const GREEN = new Set(
  "park nature_reserve forest wood cemetery protected_area national_park golf_course grass grassland garden recreation_ground village_green pitch scrub".split(" "),
);

// Streets by rank, the narrow first: kinds, the zoom from which they are drawn, and their width at some zooms.
const STREETS = [
  { kinds: ["path", "other"], from: 14, width: exp(1.6, [[14, 0.7], [16, 1.2], [18, 4]]) },
  { kinds: ["minor_road"], from: 12, width: exp(1.6, [[12, 0.6], [14, 1.6], [16, 5], [18, 14]]) },
  { kinds: ["major_road"], from: 8, width: exp(1.6, [[8, 0.6], [12, 2], [14, 3.4], [16, 8], [18, 20]]) },
  { kinds: ["highway"], from: 5, width: exp(1.6, [[5, 0.6], [12, 2.6], [14, 4], [16, 9], [18, 24]]) },
];

function paintRules(colour) {
  const edge = mixed(colour.line, colour.label, 0.16);
  const area = (dataLayer, fill, kinds, minzoom) => ({
    dataLayer,
    minzoom,
    symbolizer: new PolygonSymbolizer({ fill }),
    filter: kinds && ((_, { props }) => kinds.has(props.kind)),
  });
  const line = (dataLayer, color, width, kinds, minzoom) => ({
    dataLayer,
    minzoom,
    symbolizer: new LineSymbolizer({ color, width }),
    filter: (_, { props }) => kinds.includes(props.kind),
  });
  const street = (color, wider) => ({ kinds, from, width }) =>
    line("roads", color, (z) => width(z) + wider, kinds, from);
  return [
    area("earth", colour.land),
    area("landcover", colour.park, GREEN),
    area("landuse", colour.park, GREEN),
    area("water", colour.water),
    line("water", colour.water, exp(1.6, [[9, 0.5], [14, 1.5], [18, 8]]), ["river", "stream", "canal"]),
    area("buildings", mixed(colour.land, colour.label, 0.1), undefined, 15),
    // All edges first, then all surfaces, so that crossings are open.
    ...STREETS.slice(1).map(street(edge, 1.6)),
    ...STREETS.map(street(colour.street, 0)),
    line("roads", mixed(colour.land, colour.label, 0.4), 0.8, ["rail"], 12),
  ];
}

// Streets and waters are named as the library does it; towns and quarters in the viewer's language, and below that in the
// place's own where that is another.
function nameRules({ label, land, water }, lang) {
  const [quiet, wet] = [mixed(label, land, 0.18), mixed(water, label, 0.75)];
  const streets = {
    roads_label_minor: quiet,
    roads_label_minor_halo: land,
    roads_label_major: label,
    roads_label_major_halo: land,
    ocean_label: wet,
  };
  const own = `name:${lang}`;
  const text = (fill, labelProps, font) =>
    new CenteredTextSymbolizer({ fill, labelProps, font, stroke: land, width: 1.3, maxLineChars: 24 });
  const place = (kinds, fill, weight, size, minzoom) => {
    const upper = text(fill, [own, "name"], `${weight} ${size}px sans-serif`);
    const lower = text(quiet, ["name"], `400 ${size - 1.5}px sans-serif`);
    const both = (layout, at, feature) => {
      const [above] = upper.place(layout, at, feature) ?? [];
      const differs = feature.props[own] && feature.props.name && feature.props[own] !== feature.props.name;
      if (!above || !differs) return above && [above];
      const [below] = lower.place(layout, at, feature);
      const [a, b] = [above.bboxes[0], below.bboxes[0]];
      const [minX, maxX] = [Math.min(a.minX, b.minX), Math.max(a.maxX, b.maxX)];
      const draw = (ctx) => {
        above.draw(ctx);
        ctx.translate(0, size + 2);
        below.draw(ctx);
        ctx.translate(0, -size - 2);
      };
      return [{ anchor: above.anchor, bboxes: [{ minX, maxX, minY: a.minY, maxY: b.maxY + size + 2 }], draw }];
    };
    return {
      dataLayer: "places",
      minzoom,
      symbolizer: { place: both },
      filter: (_, { props }) => kinds.includes(props.kind),
      sort: (a, b) => (a.min_zoom ?? 0) - (b.min_zoom ?? 0),
    };
  };
  return [
    place(["locality"], label, 600, 13, 9),
    place(["macrohood"], label, 500, 12, 12),
    place(["neighbourhood"], quiet, 400, 11.5, 14),
    ...labelRules(streets, lang).filter((rule) => rule.dataLayer !== "places"),
  ];
}

const files = new Map();

// A layer of the file's map in the colours that hold for an element now, with names in a language where they are known.
// Fails where the file cannot be read.
window.mapFile = async (url, lang, element) => {
  if (!files.has(url)) files.set(url, new PMTiles(url));
  const { maxZoom } = await files.get(url).getHeader();
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(name).trim();
  const colour = {
    land: of("--land"),
    water: of("--water"),
    park: of("--park"),
    street: of("--street"),
    line: of("--line"),
    label: of("--map-label"),
  };
  return leafletLayer({
    url: files.get(url),
    maxDataZoom: maxZoom,
    lang,
    attribution: "",
    backgroundColor: colour.land,
    paintRules: paintRules(colour),
    labelRules: nameRules(colour, lang),
    devicePixelRatio: Math.min(window.devicePixelRatio, 2),
  });
};
