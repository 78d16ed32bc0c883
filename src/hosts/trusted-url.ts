/**
 * The page's policy lets no plain URL become a worker (`require-trusted-types-for 'script'` in `src/tools/headers.mjs`):
 * those that may are made here, and lie on this page's own origin. To be used as
 *
 *     import url from "./some.worker.ts?worker&url";
 *     new Worker(trustedUrl(url), { type: "module" });
 *     navigator.serviceWorker.register(trustedUrl("./some.js"));
 */

/** What of Trusted Types is used; TypeScript does not know them yet, and not every browser has them. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const ofThisOrigin = (url: string): string => {
  const { href, origin } = new URL(url, location.href);
  if (origin !== location.origin) throw new TypeError(`${href} is not of this page.`);
  return href;
};

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("eigenvox", {
  createScriptURL: ofThisOrigin,
});

/** The URL, absolute, as what `Worker` takes where browsers ask for Trusted Types. Throws for one of another origin. */
export const trustedUrl = (url: string): string => policy?.createScriptURL(url) ?? ofThisOrigin(url);
