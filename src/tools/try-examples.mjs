/** The examples of the package, in the folder of somebody who has installed it. */

import { cpSync, existsSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { ROOT } from "./project.mjs";

/** WebGL 2 without a graphics card, for NiiVue. */
const CHROMIUM_ARGS = ["--no-sandbox", "--enable-unsafe-swiftshader"];

const MAKE_SCAN = `
import { writeFileSync } from "node:fs";
import { headPhantom } from "eigenvox";
import { writeScan } from "eigenvox/formats";
writeFileSync("head.nii.gz", await writeScan(headPhantom({ dims: [24, 30, 27], spacing: 6 }), { description: "phantom" }));
`;

/**
 * @param {string} consumer where the package is installed
 * @param {(args: string[], cwd: string) => { status: number | null, output: string }} run a Node script and its arguments
 * @returns {Promise<string[]>} what is wrong with them; empty when nothing is
 */
export async function tryExamples(consumer, run) {
  cpSync(join(ROOT, "examples"), consumer, { recursive: true });
  const wrong = tryNode(join(consumer, "node"), run);
  // As if the examples' own dependencies were installed beside the package.
  for (const name of ["vite", "@niivue"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(consumer, "node_modules", name), "junction");
  }
  const scan = join(consumer, "node/head.nii.gz");
  const { chromium } = await import("@playwright/test");
  const executablePath = findChromium();
  const browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) });
  try {
    wrong.push(...(await tryPage(join(consumer, "vite"), browser, (page, tell) => tryWorker(page, tell, scan))));
    wrong.push(...(await tryPage(join(consumer, "niivue"), browser, (page, tell) => tryNiivue(page, tell, scan))));
    cpSync(scan, join(consumer, "viewer/public/scan.nii.gz"));
    wrong.push(...(await tryPage(join(consumer, "viewer"), browser, tryViewer)));
  } finally {
    await browser.close();
  }
  return wrong;
}

/** @typedef {(expected: RegExp) => Promise<void>} Tell  waits for what `#told` must say, or an error */

/** @type {(folder: string, run: Parameters<typeof tryExamples>[1]) => string[]} */
function tryNode(folder, run) {
  writeFileSync(join(folder, "make.mjs"), MAKE_SCAN);
  const made = run(["make.mjs"], folder);
  const example = run(["upscale.mjs", "head.nii.gz", "fine.nii.gz"], folder);
  const wrong = run(["upscale.mjs", "make.mjs", "wrong.nii.gz"], folder);
  return [
    ...(example.output.includes("48×60×54 voxels") && existsSync(join(folder, "fine.nii.gz"))
      ? []
      : [`examples/node should make a scan finer:\n${made.output}${example.output}`]),
    ...(wrong.status === 1 && wrong.output.includes("E_NOT_NIFTI")
      ? []
      : [`examples/node should refuse what is no scan:\n${wrong.output}`]),
  ];
}

/**
 * Built by the project's Vite, and used in Chromium.
 *
 * @param {string} root
 * @param {import("@playwright/test").Browser} browser
 * @param {(page: import("@playwright/test").Page, tell: Tell) => Promise<string[]>} use
 * @returns {Promise<string[]>}
 */
async function tryPage(root, browser, use) {
  const { build, preview } = await import("vite");
  const name = `examples/${basename(root)}`;
  await build({ root, logLevel: "error" });
  const server = await preview({ root, preview: { port: 0 }, logLevel: "warn" });
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    /** @type {string[]} */
    const wrong = [];
    page.on("pageerror", ({ message }) => wrong.push(`${name}: ${message}`));
    await page.goto(/** @type {string} */ (server.resolvedUrls?.local[0]));
    const tell = async (/** @type {RegExp} */ expected) => {
      const text = await page
        .waitForFunction(
          (source) => {
            const text = document.getElementById("told")?.textContent ?? "";
            return (new RegExp(source).test(text) || /^E_|Error/.test(text)) && text;
          },
          expected.source,
          { timeout: 120_000 },
        )
        .then((handle) => handle.jsonValue())
        .catch(async () => await page.locator("#told").textContent());
      if (!expected.test(String(text))) wrong.push(`${name} told "${text}", not ${expected}`);
    };
    return [...(await use(page, tell)).map((text) => `${name}: ${text}`), ...wrong];
  } finally {
    await context.close();
    await server.close();
  }
}

/** @param {import("@playwright/test").Page} page @param {Tell} tell @param {string} scan */
async function tryWorker(page, tell, scan) {
  await page.click("#sample");
  await tell(/^80×100×90 voxels on /);
  await page.setInputFiles("#file", scan);
  await tell(/^48×60×54 voxels on /);
  const href = await page.locator("#result").getAttribute("href");
  await page.setInputFiles("#file", join(scan, "../upscale.mjs"));
  await tell(/^E_NOT_NIFTI/);
  return href?.startsWith("blob:") ? [] : ["it gave no file."];
}

/** @param {import("@playwright/test").Page} page @param {Tell} tell @param {string} scan */
async function tryNiivue(page, tell, scan) {
  await page.setInputFiles("#file", scan);
  await tell(/^head super-resolved, computed\.nii: 48×60×54 voxels$/);
  return [];
}

/** Two viewers of one scan. @param {import("@playwright/test").Page} page @param {Tell} tell */
async function tryViewer(page, tell) {
  /** @type {string[]} */
  const wrong = [];
  const expect = (/** @type {boolean} */ is, /** @type {string} */ what) => is || wrong.push(what);
  await tell(/^48×60×54 voxels, folded; 48×60×54 voxels, tricubic; $/);
  const { origin } = new URL(page.url());
  const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  expect(
    fetched.every((url) => url.startsWith(origin)),
    `it fetched from elsewhere: ${fetched}`,
  );
  const computing = page.workers().filter((worker) => worker.url().startsWith("blob:"));
  expect(computing.length > 0, "no worker computes.");
  const axial = page.locator("eigenvox-viewer >> nth=0 >> css=[role=slider] >> nth=0");
  expect((await axial.getAttribute("aria-valuetext")) === "slice 14 of 27", "it should begin in the middle.");
  await axial.focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForTimeout(200);
  expect(
    (await axial.getAttribute("aria-valuetext")) === "slice 15 of 27",
    "an arrow key should go to the next slice.",
  );
  const { default: AxeBuilder } = await import("@axe-core/playwright");
  const { violations } = await new AxeBuilder({ page }).include("eigenvox-viewer").analyze();
  wrong.push(...violations.map(({ id, help }) => `axe: ${id}: ${help}`));
  const saving = page.waitForEvent("download");
  await page.locator("eigenvox-viewer >> nth=0 >> text=Save").click();
  const name = (await saving).suggestedFilename();
  expect(name === "eigenvox-super-resolved.nii.gz", `it saved ${name}.`);
  await page.evaluate(() => document.querySelector("eigenvox-viewer")?.setAttribute("src", "missing.nii.gz"));
  await page.locator("eigenvox-viewer >> nth=0 >> css=[role=alert] >> text=E_").waitFor();
  await page.evaluate(() => {
    for (const viewer of document.querySelectorAll("eigenvox-viewer")) viewer.remove();
  });
  await page.waitForTimeout(500);
  expect(page.workers().length === 0, "its worker goes on without it.");
  return wrong;
}
