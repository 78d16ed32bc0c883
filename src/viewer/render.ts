/**
 * A volume in three dimensions, turned by dragging. The only module that knows NiiVue, so that its version or the library
 * itself can change in one place; it is large, and worth loading only when it is asked for.
 */

import { Niivue, NVImage, SLICE_TYPE } from "@niivue/niivue";
import { EigenvoxError } from "../core/errors";
import type { Window } from "../core/view";
import type { Factor, Volume } from "../core/volume";
import { COLOUR_MAPS, type Rgb } from "./colour-map";
import type { Colours } from "./picture";
import { reducedBy, reductionTo } from "./reduce";

/** NiiVue keeps a volume in graphics memory several times, and recolours all of it at every change of the window. */
const MAX_VOXELS = 4_000_000;
const DT_FLOAT32 = 16;

export class RenderTile {
  readonly canvas: HTMLCanvasElement;
  readonly #niivue: Niivue;
  readonly #onLost: () => void;
  #volume: Volume | undefined;
  #colours: Colours | undefined;
  #image: NVImage | undefined;
  #times: Factor = [1, 1, 1];
  /** Of the calls of `show`, only the last may draw. */
  #shows = 0;
  #isDisposed = false;

  /**
   * Makes a canvas that fills `host`. `onLost` is called when the graphics context is gone; this tile is dead then.
   *
   * Throws `E_NO_GPU` when the browser gives no WebGL 2.
   */
  static async create(host: HTMLElement, onLost: () => void): Promise<RenderTile> {
    const canvas = document.createElement("canvas");
    host.append(canvas);
    const niivue = new Niivue({
      backColor: [0, 0, 0, 1],
      clipPlaneHotKey: "",
      viewModeHotKey: "",
      crosshairWidth: 0,
      show3Dcrosshair: false,
      dragAndDropEnabled: false,
      isOrientCube: true,
      loadingText: "",
      logLevel: "error",
      sliceType: SLICE_TYPE.RENDER,
    });
    for (const [name, stops] of Object.entries(COLOUR_MAPS)) niivue.addColormap(name, colourmapOf(stops));
    try {
      await niivue.attachToCanvas(canvas);
    } catch (cause) {
      canvas.remove();
      throw new EigenvoxError(
        "E_NO_GPU",
        "The 3-D image cannot be drawn: this browser gives the page no WebGL 2. Turn on hardware acceleration in the " +
          "browser's settings or use a current Chrome, Edge, Firefox or Safari.",
        { cause },
      );
    }
    return new RenderTile(canvas, niivue, onLost);
  }

  private constructor(canvas: HTMLCanvasElement, niivue: Niivue, onLost: () => void) {
    this.canvas = canvas;
    this.#niivue = niivue;
    this.#onLost = onLost;
    canvas.addEventListener("webglcontextlost", this.#lost);
  }

  /**
   * Shows a volume; another window of the same one only recolours it. Resolves to how many times coarser than the
   * volume each axis is drawn. Throws `E_GPU_MEMORY` when the graphics memory does not take it.
   */
  async show(volume: Volume, [low, high]: Window, colours: Colours = "gray"): Promise<Factor> {
    const turn = ++this.#shows;
    if (this.#image && this.#volume === volume && this.#colours === colours) {
      if (this.#image.cal_min === low && this.#image.cal_max === high) return this.#times;
      [this.#image.cal_min, this.#image.cal_max] = [low, high];
      this.#niivue.updateGLVolume();
      return this.#times;
    }
    const times = reductionTo(MAX_VOXELS, volume);
    const reduced = await reducedBy(times, volume, Math.min(low, 0));
    if (turn !== this.#shows || this.#isDisposed) return times;
    const image = wrapVoxels(reduced, [low, high], colours);
    this.#niivue.volumes = [];
    this.#niivue.addVolume(image);
    const { gl } = this.#niivue;
    if (gl.isContextLost() || gl.getError() === gl.OUT_OF_MEMORY) {
      throw new EigenvoxError(
        "E_GPU_MEMORY",
        `The graphics memory does not hold a ${reduced.dims.join("×")} image. Close other tabs.`,
      );
    }
    this.#volume = volume;
    this.#colours = colours;
    this.#image = image;
    this.#times = times;
    return times;
  }

  /** Draws as finely as the screen now is; the library itself follows changes of the box only. */
  refit(): void {
    this.#niivue.resizeListener();
  }

  zoom(times: number): void {
    this.#niivue.setScale(this.#niivue.scene.volScaleMultiplier * times);
  }

  /** Turns the image as a drag by so many CSS pixels would. */
  turn(right: number, up: number): void {
    const { renderAzimuth, renderElevation } = this.#niivue.scene;
    this.#niivue.setRenderAzimuthElevation(renderAzimuth - right, renderElevation + up);
  }

  /** Gives the graphics memory back; the browser allows a page only a few live contexts. */
  dispose(): void {
    this.#isDisposed = true;
    this.canvas.removeEventListener("webglcontextlost", this.#lost);
    this.#niivue.cleanup();
    this.#niivue.volumes = [];
    this.#volume = undefined;
    this.#image = undefined;
    this.#niivue.gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.canvas.remove();
  }

  readonly #lost = () => this.#onLost();
}

/** NiiVue's image on the volume's own memory: its file readers would copy the voxels twice. */
function wrapVoxels({ data, dims, spacing, affine }: Volume, [low, high]: Window, colours: Colours): NVImage {
  const image = new NVImage();
  image.hdr = NVImage.createNiftiHeader([...dims], [...spacing], [...affine], DT_FLOAT32);
  const byItsDefaults = [true, 0.02, false, false, "", 0, undefined, Number.NaN, Number.NaN, true, null, 0] as const;
  // What is bright is seen in 3-D, whichever way it is meant in planes.
  image.init(
    data.buffer,
    "",
    colours === "inverted" ? "gray" : colours,
    1,
    null,
    low,
    high,
    ...byItsDefaults,
    data.buffer,
  );
  [image.cal_min, image.cal_max] = [low, high];
  return image;
}

/** NiiVue's form of a colour map: channels at evenly spaced indices up to 255; low values are seen through. */
function colourmapOf(stops: readonly Rgb[]) {
  const channel = (c: 0 | 1 | 2) => stops.map((rgb) => rgb[c]);
  const indices = stops.map((_, i) => Math.round((255 * i) / (stops.length - 1)));
  return { R: channel(0), G: channel(1), B: channel(2), A: stops.map((_, i) => (i === 0 ? 0 : 128)), I: indices };
}
