/** Fails a build whose bundle holds a package that THIRD-PARTY-NOTICES.md does not name, in its version and its licence. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project.mjs";

export const NOTICES = "THIRD-PARTY-NOTICES.md";

/** Licences that let anybody use, change and pass on what is bundled. */
export const PERMISSIVE = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1", "Zlib"];

/**
 * @typedef {object} Named  `licenses` are all that hold for it
 * @property {string} name
 * @property {string} version
 * @property {readonly string[]} licenses
 *
 * @typedef {Record<string, { version?: string, license?: string }>} Locked  by path, as in package-lock.json
 */

/** The plugin of a build; each of its bundlers (the page's, its workers') needs one. */
export const checkNotices = () => ({
  name: "check-notices",
  /**
   * @this {{ error(message: string): never }}
   * @param {unknown} _
   * @param {Record<string, { moduleIds?: string[], originalFileNames?: string[] }>} bundle
   */
  generateBundle(_, bundle) {
    const { text, locked } = readNotices();
    const files = Object.values(bundle).flatMap((part) => part.moduleIds ?? part.originalFileNames ?? []);
    const missing = notNamed(bundledPackages(files, locked), namedIn(text));
    if (missing.length > 0) this.error(`${NOTICES} does not name what is bundled: ${missing.join("; ")}`);
  },
});

export function readNotices() {
  const text = readFileSync(join(ROOT, NOTICES), "utf8");
  /** @type {Locked} */
  const locked = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  return { text, locked };
}

/**
 * @param {readonly string[]} files paths of what is bundled, of packages and others
 * @param {Locked} locked
 * @returns {Named[]}
 */
export function bundledPackages(files, locked) {
  const paths = files.map((file) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(paths)].sort().flatMap((path) => {
    if (path === undefined) return [];
    const { version = "", license = "" } = locked[path] ?? {};
    return [{ name: path.replace(/.*node_modules\//, ""), version, licenses: licensesOf(license) }];
  });
}

/**
 * What the table of the notices names: "a, b" is two packages, with a version each, "a, as packed by b" is b, and "@a/*"
 * all of that scope.
 *
 * @param {string} text
 * @returns {Named[]}
 */
export function namedIn(text) {
  const rows = [...text.matchAll(/^\| (.+?) +\|(.*?)\|(.*?)\|/gm)].slice(2);
  return rows.flatMap(([, software = "", versions = "", license = ""]) => {
    const each = versions.split(",").map((version) => /[\d.]*/.exec(version.trim())?.[0] ?? "");
    const names = software.replace(/.*as packed by /, "").split(/, | and /);
    return names.map((name, i) => ({ name, version: each[i] ?? "", licenses: licensesOf(license) }));
  });
}

/**
 * @param {readonly Named[]} bundled
 * @param {readonly Named[]} named
 */
export function notNamed(bundled, named) {
  const isSaid = (/** @type {Named} */ { name, version, licenses }) =>
    named.some(
      (row) =>
        (row.name === name ? row.version === version : row.name === name.replace(/\/.*/, "/*")) &&
        licenses.length > 0 &&
        licenses.every((license) => row.licenses.includes(license) && PERMISSIVE.includes(license)),
    );
  return bundled
    .filter((one) => !isSaid(one))
    .map(({ name, version, licenses }) => `${name} ${version} (${licenses.join(" and ") || "no licence"})`);
}

/** Of "MIT and Zlib" or "(MIT AND Zlib)". @param {string} expression */
const licensesOf = (expression) => (expression.match(/[\w.-]+/g) ?? []).filter((word) => !/^and$/i.test(word));
