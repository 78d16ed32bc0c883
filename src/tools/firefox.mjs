/** Finds a Firefox as people have it, and gets one where there is none. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { installPackages } from "./debian.mjs";
import { fail, placesOnPath } from "./project.mjs";

const NAMES = ["firefox-esr", "firefox"];

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const USUAL_PLACES = {
  darwin: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"]]
    .filter((root) => root !== undefined)
    .map((root) => join(root, "Mozilla Firefox/firefox.exe")),
};

/** Path of a Firefox: $FIREFOX, then PATH, then the system's usual places. */
export function findFirefox() {
  const chosen = process.env.FIREFOX;
  if (chosen) {
    if (!existsSync(chosen)) fail(`FIREFOX is set to ${chosen}, which does not exist.`);
    return chosen;
  }
  const usual = USUAL_PLACES[process.platform] ?? [];
  return placesOnPath(NAMES)[0] ?? usual.find((path) => existsSync(path));
}

/** Path of a Firefox, which is installed when none is found and this is Debian. */
export function ensureFirefox() {
  const found = findFirefox();
  if (found) return found;
  console.error("No Firefox found: installing one if this is Debian …");
  installPackages("firefox-esr");
  return findFirefox() ?? fail("No Firefox found. Install Firefox, or set FIREFOX to the path of one.");
}
