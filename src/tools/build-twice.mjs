/** Whether the same sources give the same bytes: what lets anybody check that a page that is served is made of them. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { build, buildIfStale } from "./build.mjs";
import { ROOT } from "./project.mjs";

/**
 * Builds the page once more, beside the one in dist/<folder>, and leaves that as it is.
 *
 * @param {string} folder under dist/
 * @returns {string[]} names of files that are in one of the two alone or differ
 */
export function differsWhenBuiltAgain(folder) {
  const again = `${folder}-again`;
  buildIfStale("page", folder);
  build("page", again);
  const names = differingFiles(join(ROOT, "dist", folder), join(ROOT, "dist", again));
  rmSync(join(ROOT, "dist", again), { recursive: true });
  return names;
}

/**
 * @param {string} one folder
 * @param {string} other folder
 */
export function differingFiles(one, other) {
  const [ours, theirs] = [hashes(one), hashes(other)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter((name) => ours.get(name) !== theirs.get(name)).sort();
}

/** By name. @param {string} folder */
function hashes(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [relative(folder, path), createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}
