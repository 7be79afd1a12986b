// The casebook on a map and on a line of time. Everything drawn comes from this address; tiles only where the user named them.
import { LngLatBounds, Map as Atlas, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { ExpressionSpecification, GeoJSONSource, StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

interface Spot {
  id: string;
  title: string;
  date: string;
  start: string | null;
  end: string | null;
  place: string;
  latitude: number | null;
  longitude: number | null;
  radius_km: number | null;
  exact: boolean;
  killed: string;
  weight: number;
}

const root = document.querySelector<HTMLElement>("[data-atlas]");
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function circle(spot: Spot): GeoJSON.Feature {
  const [x, y] = [spot.longitude ?? 0, spot.latitude ?? 0];
  const up = (spot.radius_km ?? 0) / 111.2;
  const across = up / Math.max(0.08, Math.cos((y * Math.PI) / 180));
  const ring = Array.from({ length: 49 }, (_, n) => {
    const turn = (n / 48) * 2 * Math.PI;
    return [x + across * Math.cos(turn), Math.max(-85, Math.min(85, y + up * Math.sin(turn)))];
  });
  return { type: "Feature", properties: { exact: spot.exact }, geometry: { type: "Polygon", coordinates: [ring] } };
}

function point(spot: Spot): GeoJSON.Feature {
  return {
    type: "Feature",
    properties: { id: spot.id, title: spot.title, date: spot.date, place: spot.place, killed: spot.killed, weight: spot.weight, exact: spot.exact },
    geometry: { type: "Point", coordinates: [spot.longitude ?? 0, spot.latitude ?? 0] },
  };
}

function collection(features: GeoJSON.Feature[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features };
}

function style(outlines: string, tiles: string): StyleSpecification {
  const size: ExpressionSpecification = ["interpolate", ["linear"], ["sqrt", ["get", "weight"]], 0, 5, 30, 22];
  return {
    version: 8,
    sources: {
      outlines: { type: "geojson", data: outlines, attribution: "Natural Earth" },
      ...(tiles ? { tiles: { type: "raster", tiles: [tiles], tileSize: 256 } as const } : {}),
      radius: { type: "geojson", data: collection([]) },
      spots: { type: "geojson", data: collection([]), cluster: true, clusterRadius: 34, clusterMaxZoom: 9 },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": token("--water") } },
      { id: "land", type: "fill", source: "outlines", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("--land") } },
      ...(tiles ? [{ id: "tiles", type: "raster", source: "tiles" } as const] : []),
      { id: "lines", type: "line", source: "outlines", filter: ["all", ["==", ["geometry-type"], "LineString"], ["!", ["get", "dashed"]]], paint: { "line-color": token("--border"), "line-width": 0.8 } },
      { id: "dashed", type: "line", source: "outlines", filter: ["all", ["==", ["geometry-type"], "LineString"], ["get", "dashed"]], paint: { "line-color": token("--border"), "line-width": 0.8, "line-dasharray": [3, 2] } },
      { id: "radius", type: "fill", source: "radius", paint: { "fill-color": token("--casualties"), "fill-opacity": 0.08 } },
      { id: "radius-line", type: "line", source: "radius", paint: { "line-color": token("--casualties"), "line-opacity": 0.55, "line-dasharray": [2, 2] } },
      { id: "clusters", type: "circle", source: "spots", filter: ["has", "point_count"], paint: { "circle-color": token("--accent"), "circle-radius": ["step", ["get", "point_count"], 13, 10, 17, 100, 22], "circle-stroke-width": 2, "circle-stroke-color": token("--surface") } },
      { id: "cluster-count", type: "symbol", source: "spots", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": ["sans-serif"], "text-size": 12 }, paint: { "text-color": token("--on-accent") } },
      { id: "spots", type: "circle", source: "spots", filter: ["!", ["has", "point_count"]], paint: { "circle-color": ["case", ["get", "exact"], token("--casualties"), "rgba(0,0,0,0)"], "circle-opacity": 0.85, "circle-radius": size, "circle-stroke-width": ["case", ["get", "exact"], 1.5, 2], "circle-stroke-color": ["case", ["get", "exact"], token("--surface"), token("--casualties")] } },
      { id: "names", type: "symbol", source: "spots", filter: ["!", ["has", "point_count"]], minzoom: 4, layout: { "text-field": ["get", "place"], "text-font": ["sans-serif"], "text-size": 12, "text-offset": [0, 1.1], "text-anchor": "top", "text-max-width": 9, "text-optional": true }, paint: { "text-color": token("--ink"), "text-halo-color": token("--surface"), "text-halo-width": 1.4 } },
    ],
  };
}

function days(text: string | null): number | undefined {
  if (!text) return undefined;
  const value = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(value) ? undefined : value / 86_400_000;
}

const iso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

class Brush {
  private readonly first: number;
  private readonly last: number;
  private window: [number, number] | undefined;
  private from: number | undefined;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly spots: Spot[],
    private readonly changed: (window: [number, number] | undefined) => void,
  ) {
    const known = spots.flatMap((spot) => [days(spot.start), days(spot.end)]).filter((day): day is number => day !== undefined);
    this.first = Math.min(...known) - 1;
    this.last = Math.max(...known) + 2;
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      this.from = this.at(event);
    });
    svg.addEventListener("pointermove", (event) => {
      if (this.from === undefined) return;
      const to = this.at(event);
      this.set(Math.abs(to - this.from) < (this.last - this.first) / 200 ? undefined : [Math.min(this.from, to), Math.max(this.from, to)]);
    });
    svg.addEventListener("pointerup", (event) => {
      if (this.from !== undefined && Math.abs(this.at(event) - this.from) < (this.last - this.first) / 200) this.set(undefined);
      this.from = undefined;
    });
    this.draw();
  }

  private at(event: PointerEvent): number {
    const box = this.svg.getBoundingClientRect();
    return this.first + ((event.clientX - box.left) / box.width) * (this.last - this.first);
  }

  set(window: [number, number] | undefined): void {
    this.window = window;
    this.draw();
    this.changed(window);
  }

  private draw(): void {
    const [width, height] = [1000, 88];
    const x = (day: number): number => ((day - this.first) / (this.last - this.first)) * width;
    const make = (name: string, attributes: Record<string, string | number>, text = ""): SVGElement => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
      if (text) element.textContent = text;
      return element;
    };
    const lanes: number[] = [];
    const bars = this.spots.flatMap((spot) => {
      const [start, end] = [days(spot.start), days(spot.end)];
      if (start === undefined || end === undefined) return [];
      let lane = lanes.findIndex((until) => until <= start);
      if (lane < 0) lane = lanes.length < 9 ? lanes.length : lanes.indexOf(Math.min(...lanes));
      lanes[lane] = Math.max(end + 1, start + (this.last - this.first) / 120);
      const seen = !this.window || (start <= this.window[1] && end >= this.window[0]);
      const wide = Math.max(4, x(end + 1) - x(start));
      return [make("rect", { class: seen ? "bar" : "bar out", x: x(start), y: 66 - lane * 7, width: wide, height: 5, rx: 2, "fill-opacity": Math.max(0.35, 1 - (end - start) / 60) })];
    });
    const window = this.window ? [make("rect", { class: "window", x: x(this.window[0]), y: 0, width: x(this.window[1]) - x(this.window[0]), height })] : [];
    const labels = [make("text", { x: 6, y: 84 }, iso(this.first + 1)), make("text", { x: width - 6, y: 84, "text-anchor": "end" }, iso(this.last - 2))];
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.replaceChildren(...window, ...bars, ...labels);
  }
}

async function start(root: HTMLElement): Promise<void> {
  const answer = await fetch(root.dataset.atlas ?? "", { headers: { Accept: "application/json" } });
  const { spots } = (await answer.json()) as { spots: Spot[] };
  const placed = spots.filter((spot) => spot.latitude !== null && spot.longitude !== null);
  let shown = placed;
  const canvas = root.querySelector<HTMLElement>("[data-canvas]");
  const counter = root.querySelector<HTMLElement>("[data-shown]");
  const fields = { from: document.querySelector<HTMLInputElement>("input[name=after]"), to: document.querySelector<HTMLInputElement>("input[name=before]") };
  let atlas: Atlas | undefined;

  const paint = (): void => {
    if (counter) counter.textContent = String(shown.length);
    (atlas?.getSource("spots") as GeoJSONSource | undefined)?.setData(collection(shown.map(point)));
    (atlas?.getSource("radius") as GeoJSONSource | undefined)?.setData(collection(shown.filter((spot) => (spot.radius_km ?? 0) > 0).map(circle)));
  };

  const svg = root.querySelector<SVGSVGElement>("[data-brush]");
  if (svg && spots.some((spot) => spot.start)) {
    new Brush(svg, spots, (window) => {
      shown = placed.filter((spot) => {
        const [a, b] = [days(spot.start), days(spot.end)];
        return !window || (a !== undefined && b !== undefined && a <= window[1] && b >= window[0]);
      });
      if (fields.from) fields.from.value = window ? iso(window[0]) : "";
      if (fields.to) fields.to.value = window ? iso(window[1]) : "";
      for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-export]")) {
        const url = new URL(link.href);
        if (window) {
          url.searchParams.set("after", iso(window[0]));
          url.searchParams.set("before", iso(window[1]));
        }
        link.href = url.toString();
      }
      paint();
    });
  }
  if (!canvas) return;
  setWorkerUrl(new URL(workerUrl, import.meta.url).toString());
  const fallback = [...canvas.childNodes];
  const holder = document.createElement("div");
  try {
    holder.className = "drawn waiting";
    canvas.append(holder);
    atlas = new Atlas({ container: holder, style: style(root.dataset.outlines ?? "", root.dataset.tiles ?? ""), center: [30, 25], zoom: 1.4, attributionControl: { compact: true }, fadeDuration: 0, dragRotate: false });
  } catch {
    holder.remove();
    return; // no WebGL: the map that the server drew stays
  }
  const map = atlas;
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl({}));
  map.getCanvas().setAttribute("aria-label", canvas.dataset.label ?? "");
  map.on("load", () => {
    paint();
    const bounds = new LngLatBounds();
    for (const spot of placed) bounds.extend([spot.longitude ?? 0, spot.latitude ?? 0]);
    if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 60, maxZoom: 7, animate: false });
    for (const node of fallback) node.remove();
    holder.classList.remove("waiting");
    root.dataset.ready = "yes";
  });
  map.on("click", "clusters", async (event) => {
    const feature = event.features?.[0];
    if (!feature) return;
    const zoom = await (map.getSource("spots") as GeoJSONSource).getClusterExpansionZoom(Number(feature.properties.cluster_id));
    map.easeTo({ center: event.lngLat, zoom });
  });
  map.on("click", "spots", (event) => {
    const properties = event.features?.[0]?.properties;
    if (!properties) return;
    const box = document.createElement("div");
    const link = document.createElement("a");
    link.href = `/incidents/${encodeURIComponent(String(properties.id))}`;
    link.textContent = String(properties.title);
    const words = document.createElement("p");
    words.textContent = `${properties.date} · ${properties.killed}`;
    box.append(link, words);
    new Popup({ closeButton: true }).setLngLat(event.lngLat).setDOMContent(box).addTo(map);
  });
  for (const layer of ["clusters", "spots"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

if (root) void start(root);
