/** The test function of every spec: a page that must stay free of errors and of requests to anywhere else. */

import { expect, test as served } from "./served-page";

export interface PageWatch {
  /** Console errors, page errors and blocked loads so far. */
  readonly troubles: string[];
  /** Addresses of other origins that anything on the page asked for. */
  readonly foreign: string[];
}

/** What a person has chosen before, as the page keeps it. */
type KeptPrefs = Readonly<Record<string, unknown>>;

export const test = served.extend<{ prefs: KeptPrefs; watch: PageWatch }>({
  prefs: [{ noticeRead: true, radiological: false }, { option: true }],
  watch: [
    async ({ page, baseURL, prefs, asked }, use) => {
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
      page.on("load", () => {
        asked.isLoaded = true;
      });
      const tellViolations = () =>
        addEventListener("securitypolicyviolation", (event) => {
          const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
          console.error(`policy: ${effectiveDirective} ${blockedURI}`);
        });
      await page.addInitScript(tellViolations);
      // One that has ended before it could be told violates nothing any more.
      page.on("worker", (worker) => worker.evaluate(tellViolations).catch(() => {}));
      await use(watch);
      expect(watch.troubles).toEqual([]);
      expect(watch.foreign).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
