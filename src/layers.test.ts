/**
 * Which folder may import which: a folder that is not listed may import nothing, and nothing may import it. Imports run
 * one way, from the page and the programs down to `core`; tests may import what they like.
 */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const SRC = import.meta.dirname;
const ENGINE =
  "core compute kernels parts degradations banks methods methods/interpolation/names formats formats/scan-format evidence registration jobs";

/** The folders of src/, and the packages behind the bar, that the files below a folder (or of a beginning) may import. */
const MAY_IMPORT: Readonly<Record<string, string>> = {
  core: "| package.json",
  "compute/webgpu": "core compute",
  "compute/cpu": "core compute | virtual:kernels-cpu",
  compute: "core",
  kernels: "core compute",
  parts: "core compute kernels",
  degradations: "core compute kernels parts",
  banks: "core degradations",
  "methods/interpolation/names": "",
  methods: "core compute kernels parts degradations evidence banks methods/interpolation/names",
  "formats/scan-format": "core",
  "formats/scan-names": "",
  "formats/dicom/decoder": "core",
  formats: "core formats/scan-format formats/scan-names formats/dicom/decoder | pako @zip.js/zip.js dicom-parser dcmjs",
  phantom: "core",
  evidence: "core degradations",
  registration: "core",
  jobs: "core compute kernels parts degradations evidence banks methods methods/interpolation/names formats/scan-format registration",
  "hosts/dicom": "core",
  "hosts/trusted-url": "",
  "hosts/browser":
    "core compute compute/webgpu compute/cpu formats/scan-format formats/dicom/decoder hosts/dicom hosts/trusted-url | node_modules/@niivue/dcm2niix",
  "hosts/node":
    "core compute compute/webgpu compute/cpu formats/scan-format formats/dicom/decoder hosts/dicom | webgpu node:",
  index: "core compute degradations banks methods jobs phantom registration",
  "entries/formats": "formats formats/scan-format",
  "entries/banks": "core banks methods",
  "entries/browser": "compute hosts/browser",
  "entries/node": "compute hosts/node",
  embed: `${ENGINE} formats/scan-names hosts/browser`,
  "entries/niivue": "core compute embed",
  element: "core compute embed formats formats/scan-format hosts/browser jobs methods viewer",
  "entries/viewer-element": "element",
  offline: "| workbox-precaching workbox-routing workbox-strategies",
  session: `${ENGINE} phantom hosts/browser hosts/trusted-url | comlink`,
  text: "| @lingui/core @lingui/message-utils",
  viewer: "core | @niivue/niivue gifenc",
  state: "core degradations evidence methods/interpolation/names formats/scan-names jobs session text viewer | zustand",
  "ui/methods": "core methods session state text viewer ui | react",
  ui: "core degradations evidence methods/interpolation/names formats/scan-names hosts/trusted-url jobs offline session state text viewer ui/methods | react zustand radix-ui cmdk uplot lucide-react",
  main: "core state text ui | react react-dom @fontsource-variable/noto-sans-kr",
  "cli/files": "core formats/scan-format hosts/node banks methods jobs | node:",
  cli: `${ENGINE} cli/files formats/scan-names phantom hosts/node | node:`,
  bids: `${ENGINE} cli cli/files | node:`,
  bench: `${ENGINE} phantom hosts/node cli/files`,
};

const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^"';]*?from\s+"([^"]+)"|import\s*\(?\s*"([^"]+)"/g;

test("every import is one that the layers allow", () => {
  const strays: string[] = [];
  for (const file of readdirSync(SRC, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file) || /\.test\.tsx?$|(^|\/)test-/.test(file)) continue;
    const own = layerOf(file);
    const [folders = "", packages = ""] = own === undefined ? [] : (MAY_IMPORT[own] as string).split("|");
    for (const [, from, lazy] of readFileSync(join(SRC, file), "utf8").matchAll(IMPORT)) {
      const path = (from ?? lazy) as string;
      const target = path.startsWith(".") ? relative(SRC, join(SRC, dirname(file), path)) : path;
      const isOutside = !path.startsWith(".") || target.startsWith("..");
      const layer = layerOf(target);
      const allowed = isOutside
        ? packages.split(" ").some((name) => name !== "" && `${target.replace(/^(\.\.\/)+/, "")}/`.startsWith(name))
        : layer !== undefined && (layer === own || folders.split(" ").includes(layer));
      if (!allowed) strays.push(`${file} imports ${path}`);
    }
  }
  expect(strays).toEqual([]);
});

/** The listed folder, or beginning of a name, that a path lies in. */
function layerOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((layer) => new RegExp(`^${layer}([/.-]|$)`).test(path));
}
