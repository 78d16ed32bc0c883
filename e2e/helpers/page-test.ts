/** The test function of every spec: a page that must stay free of errors and of requests to anywhere else. */

import { test as base, expect } from "@playwright/test";

export interface PageWatch {
  /** Console errors, page errors and blocked loads so far. */
  readonly troubles: string[];
  /** Addresses of other origins that anything on the page asked for. */
  readonly foreign: string[];
}

/** What a person has chosen before, as the page keeps it. */
type KeptPrefs = Readonly<Record<string, unknown>>;

export const test = base.extend<{ prefs: KeptPrefs; watch: PageWatch }>({
  prefs: [{ noticeRead: true, radiological: false }, { option: true }],
  watch: [
    async ({ page, baseURL, prefs }, use) => {
      await page.addInitScript((kept) => {
        // What the page itself has kept since is newer.
        if (!localStorage.getItem("eigenvox-prefs")) {
          localStorage.setItem("eigenvox-prefs", JSON.stringify({ state: kept, version: 1 }));
        }
      }, prefs);
      const watch: PageWatch = { troubles: [], foreign: [] };
      page.on("console", (message) => {
        if (message.type() === "error") watch.troubles.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => watch.troubles.push(`page: ${error.stack ?? error.message}`));
      page.context().on("request", (request) => {
        const isLocal = /^(data|blob):/.test(request.url()) || request.url().startsWith(baseURL as string);
        if (!isLocal) watch.foreign.push(request.url());
      });
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
          console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`),
        );
      });
      await use(watch);
      expect(watch.troubles).toEqual([]);
      expect(watch.foreign).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
