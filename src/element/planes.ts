/** Planes of a scan and of what was made of it, side by side or behind a curtain, with one crosshair. */

import { PLANES, type Plane, type Window } from "../core/view";
import type { Vec3, Volume } from "../core/volume";
import {
  edgeLetters,
  extentOf,
  type Frame,
  fitPixelsPerMm,
  frameOf,
  screenOf,
  sliceOf,
  stepped,
  type TileCamera,
  tileCamera,
  worldAt,
} from "../viewer/camera";
import { type Layer, type Picture, TilePainter } from "../viewer/picture";
import { make, withAria } from "./dom";

export const COMPARISONS = ["side by side", "curtain"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What is shown. */
export interface Shown {
  readonly scan: Volume;
  /** What a person sees of it, for the captions. */
  readonly result?: { readonly volume: Volume; readonly caption: string } | undefined;
  readonly window: Window;
  readonly crosshairMm: Vec3;
  readonly planes: readonly Plane[];
  readonly comparison: Comparison;
  readonly orientationKnown: boolean;
}

/** As films are looked at: the patient's right on the left, the nose of sagittal planes too. */
const CONVENTIONS = { radiological: true, noseLeft: true } as const;
const TITLES: Readonly<Record<Plane, string>> = { axial: "Axial", coronal: "Coronal", sagittal: "Sagittal" };
/** Slices for PageUp and PageDown. */
const PAGE = 10;

interface Pane {
  readonly host: HTMLElement;
  readonly painter: TilePainter;
  readonly across: HTMLElement;
  readonly down: HTMLElement;
  readonly letters: readonly HTMLElement[];
  readonly caption: HTMLElement;
  readonly curtain: HTMLElement;
  camera?: TileCamera;
}

interface Row {
  readonly plane: Plane;
  readonly host: HTMLElement;
  readonly slider: HTMLElement;
  readonly panes: readonly [Pane, Pane];
  readonly divider: HTMLInputElement;
}

export class PlaneView {
  readonly host = make("div", { className: "planes" });
  readonly #rows: readonly Row[];
  readonly #onMove: (crosshairMm: Vec3) => void;
  readonly #resized: ResizeObserver;
  #shown: Shown | undefined;
  #frame: Frame | undefined;
  #drawing = 0;

  /** `onMove` is told where a person puts the crosshair. */
  constructor(onMove: (crosshairMm: Vec3) => void) {
    this.#onMove = onMove;
    this.#rows = PLANES.map((plane) => this.#makeRow(plane));
    this.host.append(...this.#rows.map(({ host }) => host));
    this.#resized = new ResizeObserver(() => this.#later());
    for (const { panes } of this.#rows) for (const { host } of panes) this.#resized.observe(host);
  }

  show(shown: Shown | undefined): void {
    if (shown?.scan !== this.#shown?.scan) this.#frame = shown && frameOf(shown.scan.affine, "scan");
    this.#shown = shown;
    this.#later();
  }

  dispose(): void {
    this.#resized.disconnect();
    cancelAnimationFrame(this.#drawing);
    this.#shown = undefined;
  }

  /** Once for all that changes before the screen is drawn. */
  #later(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const shown = this.#shown;
    this.host.hidden = shown === undefined;
    if (!shown || !this.#frame) return;
    const rows = this.#rows.filter(({ plane, host }) => {
      host.hidden = !shown.planes.includes(plane);
      return !host.hidden;
    });
    const isCurtain = shown.comparison === "curtain" && shown.result !== undefined;
    for (const { panes, divider } of rows) {
      panes[1].host.hidden = isCurtain || !shown.result;
      divider.hidden = !isCurtain;
    }
    const { centreMm, sizeMm } = extentOf([shown.scan, ...(shown.result ? [shown.result.volume] : [])], this.#frame);
    const sizes = rows.map(({ plane, panes: [{ host }] }) => ({
      plane,
      width: host.clientWidth,
      height: host.clientHeight,
    }));
    const pixelsPerMm = fitPixelsPerMm(sizeMm, sizes);
    for (const row of rows) {
      this.#drawRow(row, shown, { centreMm, pixelsPerMm });
    }
  }

  #drawRow(
    { plane, slider, panes, divider }: Row,
    shown: Shown,
    { centreMm, pixelsPerMm }: { readonly centreMm: Vec3; readonly pixelsPerMm: number },
  ): void {
    const frame = this.#frame as Frame;
    const { scan, result, window, crosshairMm, orientationKnown } = shown;
    const { index, count } = sliceOf(scan, frame, plane, crosshairMm);
    const what = result ? `scan and ${result.caption}` : "scan";
    withAria(slider, {
      label: `${TITLES[plane]} slices, ${what}`,
      valuemax: count,
      valuenow: index + 1,
      valuetext: `slice ${index + 1} of ${count}`,
    });
    const at = Number(divider.value) / 100;
    const a: Layer = { id: "scan", volume: scan, window, colours: "gray" };
    const b: Layer | undefined = result && { id: "result", volume: result.volume, window, colours: "gray" };
    const isCurtain = !divider.hidden;
    for (const [i, pane] of panes.entries()) {
      if (pane.host.hidden || (i === 1 && !b)) continue;
      const { clientWidth: width, clientHeight: height } = pane.host;
      if (width === 0 || height === 0) continue;
      const view = { crosshairMm, centreMm };
      const ratio = devicePixelRatio;
      pane.camera = tileCamera({ plane, frame, view, pixelsPerMm, width, height, ratio, ...CONVENTIONS });
      const picture: Picture =
        isCurtain && b
          ? { kind: "curtain", a, b, at, isHorizontal: false }
          : { kind: "single", layer: (i === 1 && b) || a };
      pane.painter.paint(picture, pane.camera, true);
      const [x, y] = screenOf(pane.camera, crosshairMm);
      pane.across.style.top = `${y}px`;
      pane.down.style.left = `${x}px`;
      pane.curtain.hidden = !isCurtain;
      pane.curtain.style.left = `${100 * at}%`;
      const letters = edgeLetters(plane, frame, { ...CONVENTIONS, letters: orientationKnown });
      for (const [edge, letter] of pane.letters.entries()) letter.textContent = letters[edge] as string;
      const isComputed = result !== undefined && (isCurtain || i === 1);
      pane.caption.classList.toggle("computed", isComputed);
      pane.caption.textContent = isCurtain
        ? `Scan | ${result?.caption}`
        : `${isComputed ? result.caption : "Scan"}, slice ${index + 1} of ${count}`;
    }
  }

  #makeRow(plane: Plane): Row {
    const panes = [makePane(), makePane()] as const;
    const slider = make("div", { className: "plane", tabIndex: 0 }, ...panes.map(({ host }) => host));
    withAria(slider, { role: "slider", orientation: "vertical", valuemin: 1 });
    const divider = make("input", { className: "divider", type: "range", min: "0", max: "100", value: "50" });
    withAria(divider, { label: `${TITLES[plane]}: from here on what was made of the scan` });
    divider.oninput = () => this.#later();
    slider.onkeydown = (event) => this.#onKey(plane, event);
    slider.addEventListener("wheel", (event) => this.#onWheel(plane, event), { passive: false });
    for (const pane of panes) {
      const move = (event: PointerEvent) => {
        const { left, top } = pane.host.getBoundingClientRect();
        if (pane.camera && event.buttons & 1) {
          this.#onMove(worldAt(pane.camera, event.clientX - left, event.clientY - top));
        }
      };
      pane.host.onpointerdown = move;
      pane.host.onpointermove = move;
    }
    return { plane, host: make("div", {}, slider, divider), slider, panes, divider };
  }

  #onKey(plane: Plane, event: KeyboardEvent): void {
    const all = Number.MAX_SAFE_INTEGER;
    const keys: Readonly<Record<string, number>> = {
      ArrowUp: 1,
      ArrowRight: 1,
      ArrowDown: -1,
      ArrowLeft: -1,
      PageUp: PAGE,
      PageDown: -PAGE,
      Home: -all,
      End: all,
    };
    const slices = keys[event.key];
    if (slices === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#step(plane, slices);
  }

  #onWheel(plane: Plane, event: WheelEvent): void {
    if (event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    this.#step(plane, event.deltaY < 0 ? 1 : -1);
  }

  /** Along the slices of the scan, which are its own. */
  #step(plane: Plane, slices: number): void {
    if (!this.#shown || !this.#frame) return;
    this.#onMove(stepped(this.#shown.scan, this.#frame, plane, this.#shown.crosshairMm, slices));
  }
}

function makePane(): Pane {
  const canvas = make("canvas");
  const line = (className: string) => make("div", { className });
  const [across, down, curtain] = [line("across"), line("down"), line("curtain")];
  const letters = Array.from({ length: 4 }, () => make("span", { className: "letter" }));
  const caption = make("figcaption");
  const host = make("figure", { className: "pane" }, canvas, across, down, curtain, ...letters, caption);
  return { host, painter: new TilePainter(canvas), across, down, curtain, letters, caption };
}
