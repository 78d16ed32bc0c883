/**
 * The page as `npm start` serves it, to each test with a watch on what is asked of the server: a test fails where that is
 * more than files, by plain GET, with nothing about the person or the scan in the address. A page that is loaded asks for
 * parts of the program and for banks alone, when they are first needed, unless the test says otherwise.
 */

import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { TESTED_PAGE } from "../../src/tools/build.mjs";
import { ROOT } from "../../src/tools/project.mjs";
import { serve } from "../../src/tools/serve.mjs";

/** What is asked of the server in one test. */
interface Asked {
  /** Paths with their queries, in their order. */
  readonly paths: string[];
  /** Those that the test does not allow. */
  readonly strays: string[];
  /** What a loaded page may ask for. */
  readonly later: RegExp;
  /** Set when a document is loaded; the next one resets it. */
  isLoaded: boolean;
}

interface Served {
  readonly address: string;
  /** Of the test that runs. */
  asked: Asked;
}

/** Nothing but the device that is wished for is told in an address. */
const DOCUMENTS = /^\/(index\.html)?(\?device=\w+)?$/;
const FILES = /^\/[^?]*$/;
/** Once it is loaded. The welcome draws its pictures then, and browsers ask for the icon when they like. */
const PARTS_AND_BANKS = /^\/((assets|banks)\/[^/?]+|pictures\/welcome-[^/?]+|icon\.svg)$/;

const nothingYet = (later = PARTS_AND_BANKS): Asked => ({ paths: [], strays: [], later, isLoaded: false });

export const test = base.extend<{ later: RegExp; asked: Asked }, { served: Served }>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
    async ({}, use) => {
      const server = await serve(join(ROOT, "dist", process.env.E2E_DIST ?? TESTED_PAGE), {
        onRequest: ({ method, url = "", headers }) => {
          const { asked } = served;
          const isDocument = headers["sec-fetch-dest"] === "document";
          if (isDocument) asked.isLoaded = false;
          const isPlain = method === "GET" && !("content-length" in headers || "transfer-encoding" in headers);
          const expected = isDocument ? DOCUMENTS : asked.isLoaded ? asked.later : FILES;
          asked.paths.push(url);
          if (!isPlain || !expected.test(url)) asked.strays.push(`${method} ${url}`);
        },
      });
      const served: Served = { address: server.address, asked: nothingYet() };
      await use(served);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: ({ served }, use) => use(served.address),
  later: [PARTS_AND_BANKS, { option: true }],
  asked: [
    async ({ served, later }, use) => {
      const asked = nothingYet(later);
      served.asked = asked;
      await use(asked);
      expect(asked.strays).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
