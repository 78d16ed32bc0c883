/** The third-party notices: what they name, and what of a bundle they leave out. The builds check the real bundles. */

import { expect, test } from "vitest";
import { bundledPackages, namedIn, notNamed, PERMISSIVE, readNotices } from "./notices.mjs";

const TABLE = `
| Software        | Version      | Licence      | Copyright |
| --------------- | ------------ | ------------ | --------- |
| one, @two/three | 1.0.0, 2.0.1 | MIT          | somebody  |
| radix and @r/*  | 1.8.1        | MIT and Zlib | somebody  |
| Font, as packed by @f/font | 5.0.0 | OFL-1.1   | somebody  |
| strict          | 3.0.0        | GPL-3.0      | somebody  |
`;
const LOCKED = {
  "node_modules/one": { version: "1.0.0", license: "MIT" },
  "node_modules/@two/three": { version: "2.0.1", license: "MIT" },
  "node_modules/one/node_modules/@two/three": { version: "1.9.0", license: "MIT" },
  "node_modules/@r/a": { version: "0.1.0", license: "(MIT AND Zlib)" },
  "node_modules/@f/font": { version: "5.0.0", license: "BSD-3-Clause" },
  "node_modules/strict": { version: "3.0.0", license: "GPL-3.0" },
  "node_modules/absent": { version: "1.0.0", license: "MIT" },
  "node_modules/bare": { version: "1.0.0" },
};

const missing = (...files: string[]) => notNamed(bundledPackages(files, LOCKED), namedIn(TABLE));

test("packages are told by the paths of what is bundled, in the version that is locked", () => {
  const files = ["/p/node_modules/one/a.js?x", "/p/node_modules/@two/three/b.js", "/p/node_modules/@r/a/c.js"];
  expect(missing(...files, "/p/src/main.ts", "\0virtual", "node_modules/one/style.css")).toEqual([]);
});

test("another version, another licence, one that is not permissive and one that is not named are missing", () => {
  expect(missing("/p/node_modules/one/node_modules/@two/three/b.js")).toEqual(["@two/three 1.9.0 (MIT)"]);
  expect(missing("/p/node_modules/@f/font/a.woff2")).toEqual(["@f/font 5.0.0 (BSD-3-Clause)"]);
  expect(missing("/p/node_modules/strict/a.js")).toEqual(["strict 3.0.0 (GPL-3.0)"]);
  expect(missing("/p/node_modules/absent/a.js")).toEqual(["absent 1.0.0 (MIT)"]);
  expect(missing("/p/node_modules/bare/a.js")).toEqual(["bare 1.0.0 (no licence)"]);
});

test("every licence that is named is permissive, and every version of a package the locked one", () => {
  const { text, locked } = readNotices();
  const named = namedIn(text);
  expect(named.length).toBeGreaterThan(60);
  for (const { name, version, licenses } of named) {
    for (const license of licenses) expect(PERMISSIVE, name).toContain(license);
    const installed = locked[`node_modules/${name}`];
    if (installed) expect(version, name).toBe(installed.version);
  }
});
