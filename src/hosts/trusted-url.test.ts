/** What becomes a worker: URLs of this page's own origin, with Trusted Types and without. */

import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

async function load(trustedTypes?: object): Promise<(url: string) => unknown> {
  vi.stubGlobal("location", new URL("https://viewer.example/eigenvox/?device=cpu"));
  vi.stubGlobal("trustedTypes", trustedTypes);
  vi.resetModules();
  return (await import("./trusted-url")).trustedUrl;
}

/** As browsers do it: what comes out is an object, and methods know their policy. */
class Policy {
  constructor(
    readonly name: string,
    private readonly rules: { createScriptURL(url: string): string },
  ) {}
  createScriptURL(url: string) {
    return { trusted: this.rules.createScriptURL(url), by: this.name };
  }
}
const trustedTypes = { createPolicy: (...of: ConstructorParameters<typeof Policy>) => new Policy(...of) };

test("a URL of this origin is trusted, absolute", async () => {
  const href = "https://viewer.example/eigenvox/assets/a.js";
  expect((await load())("./assets/a.js")).toBe(href);
  expect((await load(trustedTypes))("./assets/a.js")).toEqual({ trusted: href, by: "eigenvox" });
});

test("a URL of another origin is refused", async () => {
  const urls = ["https://elsewhere.example/a.js", "http://viewer.example/a.js", "//elsewhere.example/a.js"];
  const texts = ["data:text/javascript,0", "blob:null/0", "javascript:0"];
  for (const trust of [await load(), await load(trustedTypes)]) {
    for (const url of [...urls, ...texts]) expect(() => trust(url), url).toThrow("is not of this page");
  }
});
