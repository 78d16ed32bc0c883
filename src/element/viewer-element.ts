/** `<eigenvox-viewer>`: a scan beside what was made of it, in any page, drawn on 2-D canvases and computed in a worker. */

import type { Device } from "../compute/device-choice";
import { EigenvoxError, isAbort } from "../core/errors";
import { displayWindow } from "../core/intensity";
import type { Notice } from "../core/notice";
import { centreMm } from "../core/probe";
import type { Progress } from "../core/progress";
import { PLANES, type Window } from "../core/view";
import { formatFactor, type Vec3, type Volume } from "../core/volume";
import { absolute } from "../embed/absolute";
import { fetchBytes } from "../embed/banks";
import { type Engine, openEngine } from "../embed/engine";
import type { Upscaled, UpscaleRequest } from "../embed/upscale";
import { readFirstScan, writeScan } from "../formats/registry";
import type { Scan } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { capital, describeResult, verbOf } from "../jobs/provenance";
import { QUALITIES, type Quality } from "../methods/method";
import { Controls, type Told, VIEWS } from "./controls";
import { make } from "./dom";
import { COMPARISONS, PlaneView } from "./planes";
import { STYLE } from "./style";

/** What its events tell; none of them bubbles. */
export interface ViewerEvents {
  /** The scan was read. */
  ready: { readonly volume: Volume; readonly notices: readonly Notice[] };
  progress: Progress;
  result: Upscaled;
  /** Named by a code where it is what input or machine can cause. */
  error: Error;
}

/** What begins anew where an attribute changes. */
const LOADING = ["src", "crossorigin"];
const RUNNING = ["bank", "factor", "quality", "device"];
const DRAWING = ["compare", "view"];

/** Where there is no document, the class can be imported all the same. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export class EigenvoxViewerElement extends Base {
  static readonly observedAttributes = [...LOADING, ...RUNNING, ...DRAWING];

  #engine: Engine | undefined;
  #job: AbortController | undefined;
  #planned: "load" | "run" | undefined;
  #file: File | undefined;
  #scan: Scan | undefined;
  #result: Upscaled | undefined;
  #window: Window = [0, 1];
  #crosshairMm: Vec3 = [0, 0, 0];
  #page: Page | undefined;

  connectedCallback(): void {
    this.#page ??= this.#build();
    this.#engine = openEngine();
    this.#plan("load");
  }

  disconnectedCallback(): void {
    this.#job?.abort();
    this.#engine?.close();
    this.#page?.planes.dispose();
    this.#page?.root.replaceChildren();
    this.#page = undefined;
    this.#engine = undefined;
    this.#planned = undefined;
    this.#scan = undefined;
    this.#result = undefined;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (LOADING.includes(name)) {
      this.#file = undefined;
      this.#plan("load");
    } else if (RUNNING.includes(name)) this.#plan("run");
    else this.#draw();
  }

  /** A scan that a person gave, in place of `src`. */
  get file(): File | undefined {
    return this.#file;
  }
  set file(file: File | undefined) {
    this.#file = file;
    this.#plan("load");
  }

  /** What was made, once it is there. */
  get result(): Volume | undefined {
    return this.#result?.output;
  }

  /** Stops what is under way. */
  cancel(): void {
    this.#job?.abort();
  }

  /** Gives the result to the browser's downloads, as NIfTI that says how it was made. Throws `E_NOT_FOUND` without one. */
  async save(): Promise<File> {
    const [scan, result] = [this.#scan, this.#result];
    if (!scan || !result) throw new EigenvoxError("E_NOT_FOUND", "There is no result to be saved yet.");
    const bytes = await writeScan(result.output, describeResult(result.provenance), scan.series.origin);
    // A scan's own name may be a person's.
    const name = `eigenvox-${verbOf(result.provenance)}.nii.gz`;
    const file = new File([bytes], name, { type: "application/gzip" });
    const href = URL.createObjectURL(file);
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
    return file;
  }

  /** What changes in one go begins once. */
  #plan(what: "load" | "run"): void {
    if (!this.#engine) return;
    if (!this.#planned) queueMicrotask(() => this.#start());
    this.#planned = this.#planned === "load" ? "load" : what;
  }

  #start(): void {
    const loads = this.#planned === "load" || !this.#scan;
    this.#planned = undefined;
    if (!this.#engine) return;
    this.#job?.abort();
    const job = new AbortController();
    this.#job = job;
    this.#result = undefined;
    if (loads) this.#scan = undefined;
    this.#tell({ state: "working", text: loads ? "Reading the scan" : "Starting" });
    this.#work(job.signal, loads).catch((error) => {
      if (this.#job === job) this.#fail(error);
    });
  }

  async #work(signal: AbortSignal, loads: boolean): Promise<void> {
    if (loads && !(await this.#load(signal))) return;
    const request = this.#request();
    if (!request) return this.#tell({ state: "done", text: "" });
    const { volume } = this.#scan as Scan;
    const onProgress = (progress: Progress) => {
      this.#tell({ state: "working", text: progress.stage, fraction: progress.fraction });
      this.#emit("progress", progress);
    };
    const device = (this.getAttribute("device") ?? "auto") as Device;
    const result = await (this.#engine as Engine).upscale(volume, request, device, { signal, onProgress });
    this.#result = result;
    const { dims, spacing } = result.output;
    const mm = spacing.map((one) => Number(one.toPrecision(3))).join(" × ");
    this.#tell({ state: "done", text: `${dims.join(" × ")} voxels of ${mm} mm, on ${result.provenance.adapterName}` });
    this.#emit("result", result);
  }

  /** False where there is nothing to be read. */
  async #load(signal: AbortSignal): Promise<boolean> {
    const file = this.#file ?? (await this.#fetched(signal));
    if (!file) {
      this.#tell({ state: "done", text: "No scan yet." });
      return false;
    }
    const scan = await readFirstScan([fileOf(file)]);
    signal.throwIfAborted();
    this.#scan = scan;
    this.#window = scan.calWindow ?? displayWindow(scan.volume.data);
    this.#crosshairMm = centreMm(scan.volume);
    this.#draw();
    this.#emit("ready", { volume: scan.volume, notices: scan.notices });
    return true;
  }

  async #fetched(signal: AbortSignal): Promise<File | undefined> {
    const src = this.getAttribute("src");
    if (!src) return undefined;
    const url = absolute(src);
    const bytes = await fetchBytes(url, this.#fetchMode, "E_NOT_FOUND", signal);
    return new File([bytes], new URL(url).pathname.split("/").at(-1) ?? "");
  }

  get #fetchMode() {
    return this.hasAttribute("crossorigin") ? "cors" : "same-origin";
  }

  /** Undefined where the attributes ask for no result. */
  #request(): UpscaleRequest | undefined {
    const [bank, factor, grade] = ["bank", "factor", "quality"].map((name) => this.getAttribute(name) ?? undefined);
    if (bank === undefined && grade === undefined) return undefined;
    const isQuality = QUALITIES.some((quality) => quality === grade);
    return {
      bank: bank && absolute(bank),
      factor,
      fetchMode: this.#fetchMode,
      ...(isQuality ? { quality: grade as Quality } : { method: grade }),
    };
  }

  #fail(error: unknown): void {
    if (isAbort(error)) {
      this.#tell({ state: "cancelled", text: "Cancelled." });
      return;
    }
    const told = error instanceof Error ? error : new Error(String(error));
    this.#tell({ state: "failed", text: "code" in told ? `${told.code}: ${told.message}` : told.message });
    this.#emit("error", told);
  }

  #emit<Name extends keyof ViewerEvents>(name: Name, detail: ViewerEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #build(): Page {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const planes = new PlaneView((crosshairMm) => {
      this.#crosshairMm = crosshairMm;
      this.#draw();
    });
    const deeds = {
      choose: (name: string, value: string) => this.setAttribute(name, value),
      save: () => void this.save().catch((error) => this.#fail(error)),
      cancel: () => this.cancel(),
      again: () => this.#plan("run"),
    };
    const controls = new Controls(deeds, planes.host);
    root.replaceChildren(...controls.parts);
    return { root, planes, controls };
  }

  #tell(told: Told): void {
    this.#page?.controls.tell(told);
    this.#draw();
  }

  #draw(): void {
    const [page, scan, result] = [this.#page, this.#scan, this.#result];
    if (!page) return;
    const view = VIEWS.find((one) => one === this.getAttribute("view")) ?? "axial";
    const comparison = COMPARISONS.find((one) => one === this.getAttribute("compare")) ?? "side by side";
    const notices = [...(scan?.notices ?? []), ...(result?.notices ?? [])];
    page.controls.show({ view, comparison, notices, hasResult: result !== undefined });
    page.planes.show(
      scan && {
        scan: scan.volume,
        result: result && { volume: result.output, caption: captionOf(result) },
        window: this.#window,
        crosshairMm: this.#crosshairMm,
        planes: view === "all" ? PLANES : [view],
        comparison,
        orientationKnown: scan.orientationKnown,
      },
    );
  }
}

interface Page {
  readonly root: ShadowRoot;
  readonly planes: PlaneView;
  readonly controls: Controls;
}

const captionOf = ({ provenance }: Upscaled): string =>
  `${capital(verbOf(provenance))} ${formatFactor(provenance.factor)}, computed`;
