/**
 * One pane of the viewer. With skip-gradient.ts the only module that knows NiiVue, so that its version or the library
 * itself can change in one place. NiiVue's own mouse and keyboard handling is off; a pane draws the `View` it is given,
 * and gestures change that view for all panes alike.
 */

import { Niivue, NVImage, SLICE_TYPE } from "@niivue/niivue";
import { EigenvoxError, invariant } from "../core/errors";
import { PLANE_AXES, type Plane, type View } from "../core/view";
import type { Vec3, Volume } from "../core/volume";
import { COLOUR_MAPS, type Rgb } from "./colour-map";
import { skipGradient } from "./skip-gradient";
import { type Area, planTiles, type TileLayout, tileFractions } from "./tile-layout";
import { edgeLetters, TileMarks } from "./tile-marks";

const DT_FLOAT32 = 16;
const SLICE_TYPES = { axial: SLICE_TYPE.AXIAL, coronal: SLICE_TYPE.CORONAL, sagittal: SLICE_TYPE.SAGITTAL } as const;
/** NiiVue numbers its slice types in this order. */
const PLANE_OF_TILE: readonly (Plane | undefined)[] = ["axial", "coronal", "sagittal"];

/** How a map is drawn in place of an image: with its own window, in colours. */
export interface MapDisplay {
  readonly window: readonly [number, number];
  readonly colours: keyof typeof COLOUR_MAPS;
}

/** What lies under a point of a pane. */
export interface Hit {
  readonly plane: Plane;
  /** Drawing area, to follow a drag that started here. */
  readonly tile: number;
  readonly worldMm: Vec3;
  /** The same point along the grid's own axes, as `View.panMm` is measured. */
  readonly gridMm: Vec3;
  /** Millimetres as seen per CSS pixel to the right and down; negative to the right where the image is mirrored. */
  readonly mmPerPixel: readonly [number, number];
}

export interface PaneEvents {
  /** The space the planes leave free changed: where facts can be written without hiding image. */
  readonly onLayout: (free: Area | undefined) => void;
  /** The graphics context is gone and this pane is dead; make another one. */
  readonly onLost: () => void;
}

export class NiivuePane {
  readonly canvas: HTMLCanvasElement;
  readonly #niivue: Niivue;
  readonly #host: HTMLElement;
  readonly #events: PaneEvents;
  readonly #marks: TileMarks;
  readonly #observer: ResizeObserver;
  #image: NVImage | undefined;
  #map: MapDisplay | undefined;
  #shown: View | undefined;

  /**
   * Makes a canvas inside `host` and a renderer for it.
   *
   * Throws `E_NO_GPU` when the browser gives no WebGL 2.
   */
  static async create(host: HTMLElement, events: PaneEvents): Promise<NiivuePane> {
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    host.append(canvas);
    const niivue = new Niivue({
      backColor: [0, 0, 0, 1],
      crosshairWidth: 0,
      dragAndDropEnabled: false,
      interactive: false,
      isNearestInterpolation: true,
      isOrientationTextVisible: false,
      isResizeCanvas: false,
      loadingText: "",
      logLevel: "error",
    });
    for (const [name, stops] of Object.entries(COLOUR_MAPS)) niivue.addColormap(name, colormapOf(stops));
    try {
      await niivue.attachToCanvas(canvas);
    } catch (cause) {
      canvas.remove();
      throw new EigenvoxError(
        "E_NO_GPU",
        "The images cannot be drawn: this browser gives the page no WebGL 2. Turn on hardware acceleration in the " +
          "browser's settings or use a current Chrome, Edge, Firefox or Safari.",
        { cause },
      );
    }
    skipGradient(niivue);
    return new NiivuePane(host, canvas, niivue, events);
  }

  private constructor(host: HTMLElement, canvas: HTMLCanvasElement, niivue: Niivue, events: PaneEvents) {
    this.canvas = canvas;
    this.#host = host;
    this.#niivue = niivue;
    this.#events = events;
    this.#marks = new TileMarks(host);
    this.#fitCanvas();
    canvas.addEventListener("webglcontextlost", this.#lost);
    this.#observer = new ResizeObserver(() => {
      // A hidden host has no size; it gets one, and is drawn, when it is shown again.
      if (host.clientWidth === 0) return;
      this.#fitCanvas();
      if (!this.#shown) return;
      this.#arrange(this.#shown);
      this.#draw(this.#shown);
    });
    this.#observer.observe(host);
  }

  /**
   * Shows a volume on its own grid, always as the base volume: overlays would be resampled to another grid.
   * The voxels are not copied. Throws `E_GPU_MEMORY` when the graphics memory does not take it.
   */
  show(volume: Volume, name: string, view: View, map?: MapDisplay): void {
    invariant(volume.data.byteOffset === 0, "a shown volume must span its buffer");
    const window = map?.window ?? view.window;
    const image = wrapVoxels(volume, name, window, map?.colours ?? "gray");
    [image.cal_min, image.cal_max] = window;
    this.canvas.setAttribute("aria-label", `${name}: image planes`);
    this.#image = image;
    this.#map = map;
    this.#niivue.volumes = [];
    this.#niivue.addVolume(image);
    const gl = this.#niivue.gl;
    if (gl.isContextLost() || gl.getError() === gl.OUT_OF_MEMORY) {
      throw new EigenvoxError(
        "E_GPU_MEMORY",
        `The graphics memory does not hold a ${volume.dims.join("×")} image. Close other tabs or use a lower factor.`,
      );
    }
    this.#shown = undefined;
    this.apply(view);
  }

  /** Draws the view; re-uploads the volume only when the window changed, which is the one slow case. */
  apply(view: View): void {
    const image = this.#image;
    if (!image) return;
    const { scene, opts } = this.#niivue;
    opts.isRadiologicalConvention = view.radiological;
    scene.crosshairPos = this.#frac(view.crosshairMm);
    scene.pan2Dxyzmm = [...view.panMm, view.zoom];
    const shown = this.#shown;
    this.#shown = view;
    if (shown?.layout !== view.layout) this.#arrange(view);
    if (shown?.smooth !== view.smooth) this.#niivue.setInterpolation(!view.smooth);
    const [low, high] = this.#map?.window ?? view.window;
    if (image.cal_min !== low || image.cal_max !== high) {
      [image.cal_min, image.cal_max] = [low, high];
      this.#niivue.updateGLVolume();
    }
    this.#draw(view);
  }

  /** What is under a point of the page; `tile` keeps a drag in the drawing area it began in. */
  hit(clientX: number, clientY: number, tile?: number): Hit | undefined {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [(clientX - box.left) * this.#ratio, (clientY - box.top) * this.#ratio];
    const slices = this.#niivue.screenSlices;
    const index = tile ?? slices.findIndex((slice) => inside(slice.leftTopWidthHeight, x, y));
    const slice = slices[index];
    const plane = slice && PLANE_OF_TILE[slice.axCorSag];
    if (!this.#image || !slice || !plane) return undefined;
    const frac = this.#niivue.screenXY2TextureFrac(x, y, index, false);
    const [, , width, height] = slice.leftTopWidthHeight as [number, number, number, number];
    const [right, up] = slice.fovMM as [number, number];
    return {
      plane,
      tile: index,
      worldMm: triple(this.#niivue.frac2mm(clamped(frac), 0, true)),
      gridMm: triple(this.#niivue.frac2mm(frac, 0, false)),
      mmPerPixel: [(right / width) * this.#ratio, (up / height) * this.#ratio],
    };
  }

  /** The crosshair moved by whole voxels of this pane along right (0), anterior (1) or superior (2). */
  stepped(crosshairMm: Vec3, axis: number, voxels: number): Vec3 {
    const dims = this.#image?.dimsRAS;
    if (!dims) return crosshairMm;
    const frac = this.#frac(crosshairMm);
    const half = 0.5 / (dims[axis + 1] as number);
    const moved = (frac[axis] as number) + 2 * half * voxels;
    frac[axis] = Math.min(1 - half, Math.max(half, moved));
    return triple(this.#niivue.frac2mm(frac, 0, true));
  }

  /** A world position along the grid's own axes, as `View.panMm` is measured. */
  gridMm(worldMm: Vec3): Vec3 {
    return this.#image ? triple(this.#niivue.frac2mm(this.#frac(worldMm), 0, false)) : worldMm;
  }

  /** Gives the graphics memory back; the browser allows a page only a few live contexts. */
  dispose(): void {
    this.#observer.disconnect();
    this.canvas.removeEventListener("webglcontextlost", this.#lost);
    this.#niivue.cleanup();
    this.#niivue.volumes = [];
    this.#image = undefined;
    this.#niivue.gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.#marks.remove();
    this.canvas.remove();
  }

  readonly #lost = () => this.#events.onLost();

  /** Device pixels per CSS pixel of the canvas. */
  get #ratio(): number {
    return this.canvas.width / this.#host.clientWidth;
  }

  /** One canvas pixel for each pixel of the screen. */
  #fitCanvas(): void {
    this.canvas.width = Math.max(1, Math.round(this.#host.clientWidth * devicePixelRatio));
    this.canvas.height = Math.max(1, Math.round(this.#host.clientHeight * devicePixelRatio));
  }

  #arrange({ layout }: View): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    let plan: TileLayout | undefined;
    if (layout === "three" && this.#image) {
      // What stands below the host moves into the free quarter when there is one.
      const below = this.#host.parentElement?.getBoundingClientRect().bottom ?? 0;
      const whole = Math.max(height, below - this.#host.getBoundingClientRect().top);
      plan = planTiles(extentMm(this.#image), width, height, whole);
      this.#niivue.setCustomLayout(
        tileFractions(plan, width, height).map(({ plane, position }) => ({ sliceType: SLICE_TYPES[plane], position })),
      );
    } else {
      // Without a layout of its own a single plane fills the whole pane, not only the rectangle of the volume.
      this.#niivue.clearCustomLayout();
      this.#niivue.opts.sliceType = layout === "three" ? SLICE_TYPE.MULTIPLANAR : SLICE_TYPES[layout];
    }
    this.#events.onLayout(plan?.free);
  }

  #draw(view: View): void {
    this.#niivue.drawScene();
    const cross = this.gridMm(view.crosshairMm);
    this.#marks.draw(
      this.#niivue.screenSlices.flatMap((slice) => {
        const plane = PLANE_OF_TILE[slice.axCorSag];
        if (!plane) return [];
        const box = (slice.leftTopWidthHeight as number[]).map((value) => value / this.#ratio);
        const [left, top, width, height] = box as [number, number, number, number];
        const [across, up] = PLANE_AXES[plane];
        const along = (axis: number, screen: 0 | 1) =>
          ((cross[axis] as number) - (slice.leftTopMM[screen] as number)) / (slice.fovMM[screen] as number);
        const at = [left + along(across, 0) * width, top + (1 - along(up, 1)) * height] as const;
        return [{ area: { left, top, width, height }, cross: at, letters: edgeLetters(plane, view) }];
      }),
    );
  }

  #frac(mm: Vec3): [number, number, number] {
    return clamped(this.#niivue.mm2frac([...mm], 0, true));
  }
}

/** NiiVue's image on the volume's own memory: its file readers would copy the voxels twice. */
function wrapVoxels(
  { data, dims, spacing, affine }: Volume,
  name: string,
  [low, high]: View["window"],
  colours: MapDisplay["colours"] | "gray",
): NVImage {
  const image = new NVImage();
  image.hdr = NVImage.createNiftiHeader([...dims], [...spacing], [...affine], DT_FLOAT32);
  const byItsDefaults = [true, 0.02, false, false, "", 0, undefined, Number.NaN, Number.NaN, true, null, 0] as const;
  image.init(data.buffer, name, colours, 1, null, low, high, ...byItsDefaults, data.buffer);
  return image;
}

/** NiiVue's form of a colour map: channels at evenly spaced indices up to 255, opaque. */
function colormapOf(stops: readonly Rgb[]) {
  const channel = (c: 0 | 1 | 2) => stops.map((rgb) => rgb[c]);
  const indices = stops.map((_, i) => Math.round((255 * i) / (stops.length - 1)));
  return { R: channel(0), G: channel(1), B: channel(2), A: stops.map(() => 255), I: indices };
}

/** Field of view to the right, anterior and superior. */
function extentMm(image: NVImage): Vec3 {
  const along = (axis: number) => (image.dimsRAS?.[axis] ?? 1) * (image.pixDimsRAS?.[axis] ?? 1);
  return [along(1), along(2), along(3)];
}

function inside(leftTopWidthHeight: readonly number[], x: number, y: number): boolean {
  const [left, top, width, height] = leftTopWidthHeight as [number, number, number, number];
  return x >= left && y >= top && x <= left + width && y <= top + height;
}

/** Three shares of the volume, each from 0 to 1. */
function clamped(frac: ArrayLike<number>): [number, number, number] {
  const clamp = (axis: number) => Math.min(1, Math.max(0, frac[axis] ?? 0));
  return [clamp(0), clamp(1), clamp(2)];
}

const triple = (v: ArrayLike<number>): Vec3 => [v[0] as number, v[1] as number, v[2] as number];
