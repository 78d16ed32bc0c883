/** The examples of the package, in the folder of somebody who has installed it. */

import { cpSync, existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { ROOT } from "./project.mjs";

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
  return [...tryNode(join(consumer, "node"), run), ...(await tryPage(join(consumer, "vite")))];
}

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

/** Built by the project's Vite, and used in Chromium. @param {string} root @returns {Promise<string[]>} */
async function tryPage(root) {
  const [{ build, preview }, { chromium }] = await Promise.all([import("vite"), import("@playwright/test")]);
  symlinkSync(join(ROOT, "node_modules/vite"), join(root, "../node_modules/vite"), "junction");
  await build({ root, logLevel: "error" });
  const server = await preview({ root, preview: { port: 0 }, logLevel: "warn" });
  const executablePath = findChromium();
  const browser = await chromium.launch({ args: ["--no-sandbox"], ...(executablePath ? { executablePath } : {}) });
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const wrong = [];
    page.on("pageerror", ({ message }) => wrong.push(`examples/vite: ${message}`));
    await page.goto(/** @type {string} */ (server.resolvedUrls?.local[0]));
    const told = page.locator("#told");
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
        .catch(async () => await told.textContent());
      if (!expected.test(String(text))) wrong.push(`examples/vite told "${text}", not ${expected}`);
    };
    await page.click("#sample");
    await tell(/^80×100×90 voxels on /);
    await page.setInputFiles("#file", join(root, "../node/head.nii.gz"));
    await tell(/^48×60×54 voxels on /);
    if (!(await page.locator("#result").getAttribute("href"))?.startsWith("blob:")) {
      wrong.push("examples/vite gave no file.");
    }
    await page.setInputFiles("#file", join(root, "main.js"));
    await tell(/^E_NOT_NIFTI/);
    return wrong;
  } finally {
    await browser.close();
    await server.close();
  }
}
