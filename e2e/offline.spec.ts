/** The page as this machine keeps it: it works without a network, and changes only when the person agrees. */

import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { TESTED_PAGE } from "../src/tools/build.mjs";
import { ROOT } from "../src/tools/project.mjs";
import { serve } from "../src/tools/serve.mjs";
import { cornerText, layout, openScan, superResolve, tile } from "./helpers/page-actions";
import { test as base, expect } from "./helpers/page-test";
import { awkwardHead, fileOf } from "./helpers/test-scan";

interface Site {
  /** Of the page, which lies deep in its site. */
  readonly address: string;
  /** The page's files, as they are served. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

const test = base.extend<{ site: Site }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  site: async ({}, use, info) => {
    const root = info.outputPath("site");
    const folder = join(root, "deep/in");
    cpSync(join(ROOT, "dist", process.env.E2E_DIST ?? TESTED_PAGE), folder, { recursive: true });
    const { address, close } = await serve(root);
    await use({ address: `${address}deep/in/`, folder, close });
    await close();
  },
  baseURL: ({ site }, use) => use(site.address),
});
test.use({ serviceWorkers: "allow" });
// The whole page is fetched twice, by itself and by what keeps it.
test.describe.configure({ timeout: 240_000 });

const strip = (page: Page) => page.getByRole("contentinfo");
const update = (page: Page) => strip(page).getByRole("button", { name: "New version: reload" });
const question = (page: Page) => page.getByRole("alertdialog");

/** Puts another version in the place of the page, and has the browser look for it, as it does now and then. */
async function publish(page: Page, { folder }: Site): Promise<void> {
  const change = (file: string, from: RegExp, to: string) => {
    const text = readFileSync(join(folder, file), "utf8");
    expect(text).toMatch(from);
    writeFileSync(join(folder, file), text.replace(from, to));
  };
  change("index.html", /<head>/, '<head><meta name="newer" />');
  change("service-worker.js", /"revision":"\w+","url":"index.html"/, '"revision":"newer","url":"index.html"');
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
}

test("every file has a name that static hosts serve", ({ site }) => {
  const names = readdirSync(site.folder, { recursive: true, encoding: "utf8" });
  expect(names.length).toBeGreaterThan(0);
  // Those that GitHub Pages leaves out.
  expect(names.filter((name) => /(^|[\\/])[._#]|~$/.test(name))).toEqual([]);
});

test("without a network the page opens, reads a scan and makes it sharp", async ({ page, context, site }) => {
  await page.goto("index.html");
  await expect(strip(page)).toContainText("Ready to work offline");
  const isKept = (file: string) => page.evaluate(async (url) => (await caches.match(url)) !== undefined, file);
  await page.evaluate(() => fetch("banks/paper-2x-box.safetensors"));
  await expect.poll(() => isKept("banks/paper-2x-box.safetensors")).toBe(true);

  await context.setOffline(true);
  await site.close();
  await page.goto("./?device=cpu");
  await expect(strip(page)).toContainText("Ready to work offline");
  await expect(strip(page)).toContainText("processor, WebAssembly");
  await page.getByRole("button", { name: "Try a sample" }).click();
  const result = await superResolve(page);
  expect(await cornerText(tile(page, result), "origin")).toBe("computed, not acquired");
  // What is fetched late, and the font of another language, are kept too.
  await layout(page, "v");
  await expect(tile(page, result, "3-D").locator("canvas").first()).toBeVisible();
  expect(
    await page.evaluate(async () => (await document.fonts.load('16px "Noto Sans KR Variable"', "한")).length),
  ).toBe(1);
  // Of the large banks only those that were used.
  expect(await page.evaluate(async () => (await fetch("banks/paper-2x-box.safetensors")).ok)).toBe(true);
  expect(await isKept("banks/paper-3x-box.safetensors")).toBe(false);
});

test("a new version waits until the person agrees, and no other window has the old one", async ({
  page,
  context,
  site,
}) => {
  await page.goto("index.html");
  await expect(strip(page)).toContainText("Ready to work offline");
  await openScan(page, await fileOf(awkwardHead(), "sub-01_T1w.nii.gz"));
  const result = await superResolve(page);
  await publish(page, site);
  await expect(update(page)).toBeVisible();
  await expect(tile(page, result)).toBeVisible();

  // Another window still gets the old version.
  const other = await context.newPage();
  await other.goto("index.html");
  await expect(update(other)).toBeVisible();
  await expect(other.locator("meta[name=newer]")).toHaveCount(0);

  await update(page).click();
  await expect(question(page)).toContainText("results that are not saved");
  await question(page).getByRole("button", { name: "Keep" }).click();
  await expect(tile(page, result)).toBeVisible();

  await update(page).click();
  await question(page).getByRole("button", { name: "Reload" }).click();
  await expect(question(page)).toContainText("another tab");
  await other.close();
  await question(page).getByRole("button", { name: "Closed" }).click();
  await expect(page.locator("meta[name=newer]")).toHaveCount(1);
  await expect(strip(page)).toContainText("Ready to work offline");
  await expect(page.getByRole("button", { name: "Try a sample" })).toBeVisible();
});

test("where not every file is kept, or none can be, nothing is claimed", async ({ page, context }) => {
  await page.goto("index.html");
  await expect(strip(page)).toContainText("Ready to work offline");
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) if (url.endsWith(".wasm")) await cache.delete(url);
    }
  });
  await page.reload();
  await expect(strip(page)).toContainText("processor, WebAssembly");
  const isComplete = await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    active?.postMessage("is complete", [port2]);
    return new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
  });
  expect(isComplete).toBe(false);
  await expect(strip(page)).not.toContainText("offline");

  // As at an insecure address.
  const bare = await context.newPage();
  await bare.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker"));
  const errors: string[] = [];
  bare.on("pageerror", ({ message }) => errors.push(message));
  await bare.goto("index.html");
  await expect(strip(bare)).toContainText("processor, WebAssembly");
  await expect(strip(bare)).not.toContainText("offline");
  expect(errors).toEqual([]);
});
