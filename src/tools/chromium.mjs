/** Finds a Chromium to test in, and gets one where there is none. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { installPackages } from "./debian.mjs";
import { fail, PROGRAMS, placesOnPath } from "./project.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const USUAL_PLACES = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    join(homedir(), "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
  ],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter((root) => root !== undefined)
    .map((root) => join(root, "Google/Chrome/Application/chrome.exe")),
};

/** Where Debian, Fedora, Arch and Google put the files whose launcher on PATH is a shell script. */
const LINUX_FOLDERS = ["/usr/lib/chromium", "/usr/lib64/chromium-browser", "/opt/google/chrome"];

const PLAYWRIGHT_PROGRAMS = [
  "chrome-linux64/chrome",
  "chrome-linux-arm64/chrome",
  "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-win64/chrome.exe",
];

/** Path of a Chromium or Chrome: $CHROMIUM, then PATH, the system's usual places, Playwright's own download. */
export function findChromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) fail(`CHROMIUM is set to ${chosen}, which does not exist.`);
    return chosen;
  }
  return [...placesOnPath(NAMES), ...(USUAL_PLACES[process.platform] ?? []), ...playwrightDownloads()].find((path) =>
    existsSync(path),
  );
}

/** Path of a Chromium, which is installed when none is found. */
export function ensureChromium() {
  return findChromium() ?? installChromium();
}

/** Folder in which Chromium keeps its software Vulkan driver. */
export function findSwiftShader() {
  const program = findChromium();
  const beside = program ? [dirname(realpathSync(program)), ...LINUX_FOLDERS] : LINUX_FOLDERS;
  return [...beside, ...playwrightDownloads().map(dirname)].find((folder) =>
    existsSync(join(folder, "vk_swiftshader_icd.json")),
  );
}

function installChromium() {
  const isRoot = process.getuid?.() === 0;
  console.error("No Chromium found: installing one …");
  installPackages("chromium");
  const installed = findChromium();
  if (installed) return installed;
  const withLibraries = isRoot && process.platform === "linux" ? ["--with-deps"] : [];
  spawnSync(process.execPath, [PROGRAMS.playwright, "install", ...withLibraries, "chromium"], {
    stdio: ["ignore", "ignore", process.stderr],
  });
  return (
    findChromium() ??
    fail("No Chromium could be installed. Install Chromium or Chrome, or set CHROMIUM to the path of one.")
  );
}

/** Programs that Playwright has downloaded, newest first. */
function playwrightDownloads() {
  /** @type {Partial<Record<NodeJS.Platform, string>>} */
  const caches = {
    darwin: join(homedir(), "Library/Caches/ms-playwright"),
    win32: join(process.env.LOCALAPPDATA ?? homedir(), "ms-playwright"),
  };
  const usual = caches[process.platform] ?? join(homedir(), ".cache/ms-playwright");
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? usual;
  if (!existsSync(cache)) return [];
  const versions = readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  return versions
    .flatMap((version) => PLAYWRIGHT_PROGRAMS.map((program) => join(cache, version, program)))
    .filter((path) => existsSync(path));
}
