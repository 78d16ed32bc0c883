/** `<eigenvox-viewer>`: a scan beside what was made of it, in any page, drawn on 2-D canvases and computed in a worker. */

import type { Device } from "../compute/device-choice";
import { EigenvoxError, isAbort } from "../core/errors";
import { displayWindow } from "../core/intensity";
import type { Notice } from "../core/notice";
import { centreMm } from "../core/probe";
import type { Progress } from "../core/progress";
import { PLANES, type Plane, type Window } from "../core/view";
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
import { make, withAria } from "./dom";
import { COMPARISONS, type Comparison, PlaneView } from "./planes";
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
const NOTE = "What is made finer was computed, not acquired. Research software, not for diagnosis.";
const VIEWS = [...PLANES, "all"] as const;

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
      if (this.#job === job) this.#fail(error, job.signal);
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
    return new File([bytes], decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? ""));
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

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted && isAbort(error)) {
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
    const choice = (name: string, label: string, options: readonly string[]) => {
      const select = make("select", {}, ...options.map((value) => make("option", { value }, capital(value))));
      select.onchange = () => this.setAttribute(name, select.value);
      return { select, label: make("label", {}, label, select) };
    };
    const view = choice("view", "View", VIEWS);
    const compare = choice("compare", "Compare", COMPARISONS);
    const button = (label: string, onclick: () => void) => make("button", { type: "button", onclick }, label);
    const save = button(
      "Save",
      () => void this.save().catch((error) => this.#fail(error, new AbortController().signal)),
    );
    const cancel = button("Cancel", () => this.cancel());
    const again = button("Again", () => this.#plan("run"));
    const text = withAria(make("span"), { role: "status" });
    const progress = withAria(make("progress"), { label: "Progress" });
    const error = withAria(make("p", { className: "error", hidden: true }), { role: "alert" });
    const list = make("ul");
    const notices = make("details", { className: "notices" }, make("summary", {}, "Notices"), list);
    root.replaceChildren(
      make("div", { className: "bar" }, view.label, compare.label, make("span", { className: "grow" }), save),
      make("div", { className: "status" }, text, progress, cancel, again),
      error,
      notices,
      planes.host,
      make("p", { className: "note" }, NOTE),
    );
    return { root, planes, view, compare, save, cancel, again, text, progress, error, notices, list };
  }

  #tell({ state, text, fraction }: Told): void {
    const page = this.#page;
    if (!page) return;
    const isWorking = state === "working";
    page.text.textContent = state === "failed" ? "" : text;
    page.error.textContent = state === "failed" ? text : "";
    page.error.hidden = state !== "failed";
    page.progress.hidden = !isWorking;
    if (fraction === undefined) page.progress.removeAttribute("value");
    else page.progress.value = fraction;
    page.cancel.hidden = !isWorking;
    page.again.hidden = state !== "failed" && state !== "cancelled";
    this.#draw();
  }

  #draw(): void {
    const [page, scan, result] = [this.#page, this.#scan, this.#result];
    if (!page) return;
    const notices = [...(scan?.notices ?? []), ...(result?.notices ?? [])];
    page.notices.hidden = notices.length === 0;
    page.list.replaceChildren(...notices.map(({ code, text }) => make("li", {}, `${code}: ${text}`)));
    page.save.hidden = !result;
    const view = VIEWS.find((one) => one === this.getAttribute("view")) ?? "axial";
    const comparison = COMPARISONS.find((one) => one === this.getAttribute("compare")) ?? "side by side";
    page.view.select.value = view;
    page.compare.select.value = comparison;
    page.compare.label.hidden = !result;
    page.planes.show(
      scan && {
        scan: scan.volume,
        result: result && { volume: result.output, caption: captionOf(result) },
        window: this.#window,
        crosshairMm: this.#crosshairMm,
        planes: view === "all" ? PLANES : [view as Plane],
        comparison: comparison as Comparison,
        orientationKnown: scan.orientationKnown,
      },
    );
  }
}

interface Choice {
  readonly select: HTMLSelectElement;
  readonly label: HTMLElement;
}

/** What the viewer is made of. */
interface Page {
  readonly root: ShadowRoot;
  readonly planes: PlaneView;
  readonly view: Choice;
  readonly compare: Choice;
  readonly save: HTMLElement;
  readonly cancel: HTMLElement;
  readonly again: HTMLElement;
  readonly text: HTMLElement;
  readonly progress: HTMLProgressElement;
  readonly error: HTMLElement;
  readonly notices: HTMLElement;
  readonly list: HTMLElement;
}

interface Told {
  readonly state: "working" | "done" | "cancelled" | "failed";
  readonly text: string;
  /** From 0 to 1; undefined where it is not known. */
  readonly fraction?: number;
}

const captionOf = ({ provenance }: Upscaled): string =>
  `${capital(verbOf(provenance))} ${formatFactor(provenance.factor)}, computed`;
