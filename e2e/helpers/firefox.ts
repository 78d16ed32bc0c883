/**
 * A stock Firefox with the page in it, by Puppeteer over WebDriver BiDi. Playwright's own way to a stock one asks for a
 * command, emulation.setMediaFeaturesOverride, that Firefox 153 does not have.
 */

import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { launch, type Page } from "puppeteer-core";
import { ensureFirefox } from "../../src/tools/firefox.mjs";
import { expect, test as served } from "./served-page";

export interface Firefox {
  readonly page: Page;
  readonly version: string;
  /** Where it puts what is saved. */
  readonly downloads: string;
}

/** The test ends with an error where anything was logged as one or went to another origin. */
export const test = served.extend<{ firefox: Firefox }>({
  // Once the page is loaded, any of its files is fetched to be kept.
  later: /^\/[^?]*$/,
  firefox: async ({ baseURL, asked }, use, info) => {
    const downloads = info.outputPath("downloads");
    mkdirSync(downloads, { recursive: true });
    const browser = await launch({
      browser: "firefox",
      executablePath: ensureFirefox(),
      defaultViewport: { width: 1280, height: 800 },
      extraPrefsFirefox: {
        // The processor computes, on every system; Firefox for Linux grants no WebGPU anyway.
        "dom.webgpu.enabled": false,
        // Puppeteer's own setting for downloads does not reach Firefox.
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "browser.download.alwaysOpenPanel": false,
      },
    });
    const troubles: string[] = [];
    const foreign: string[] = [];
    try {
      const page = await browser.newPage();
      page.on("console", (message) => {
        if (message.type() === "error") troubles.push(`console: ${message.text()}`);
      });
      page.on("load", () => {
        asked.isLoaded = true;
      });
      page.on("pageerror", (error) => troubles.push(`page: ${error instanceof Error ? error.stack : String(error)}`));
      page.on("requestfailed", (request) => troubles.push(`request: ${request.url()} ${request.failure()?.errorText}`));
      page.on("request", (request) => {
        const isLocal = /^(data|blob):/.test(request.url()) || request.url().startsWith(baseURL as string);
        if (!isLocal) foreign.push(request.url());
      });
      await use({ page, version: await browser.version(), downloads });
    } finally {
      await browser.close();
    }
    expect(troubles).toEqual([]);
    expect(foreign).toEqual([]);
  },
});

export { expect };

/** A button, by all of its text. */
export const button = (name: string): string => `::-p-xpath(//button[normalize-space() = "${name}"])`;

/** A tile of an axial slice, by its series. */
export const tile = (series: string): string => `[data-tile="axial ${series}"]`;

/** All text of the one element. */
export const textOf = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent ?? "");

/** The value of the brightest pixel that a tile draws. */
export const brightest = (page: Page, series: string): Promise<number> =>
  page.$eval(`${tile(series)} canvas`, (element) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((most, value, i) => (i % 4 === 3 ? most : Math.max(most, value)), 0);
  });

/** A line of the facts that the inspector's section `trust` lists, once it is there. */
export const trustFact = (page: Page, name: string): Promise<string> =>
  page.evaluate((wanted) => {
    const rows = [...document.querySelectorAll('[data-section="trust"] dl.facts > div')];
    const row = rows.find((one) => one.querySelector("dt")?.textContent === wanted);
    return (row?.querySelector("dd")?.textContent ?? "").trim();
  }, name);

/** The path of the saved file whose name ends so, once it is complete. */
export async function saved(firefox: Firefox, end: string): Promise<string> {
  const names = () => readdirSync(firefox.downloads);
  const found = () => names().find((name) => name.endsWith(end));
  // Firefox keeps the place with an empty file, and writes into another whose name ends with .part.
  const isWhole = (name?: string) => name !== undefined && statSync(join(firefox.downloads, name)).size > 0;
  const isWritten = () => isWhole(found()) && !names().some((name) => name.endsWith(".part"));
  await expect.poll(isWritten, { timeout: 20_000 }).toBe(true);
  return join(firefox.downloads, found() as string);
}
