/**
 * `npm run audit`: asks the registry which of the locked packages have known faults. Ends with 0 where it knows none, with
 * 1 where it knows one, and with 2 where it could not be asked, which is no good news.
 */

import { spawnSync } from "node:child_process";
import { readNotices } from "./notices.mjs";
import { ROOT } from "./project.mjs";

/** @typedef {{ name: string, severity: string, via: (string | { title: string, url: string })[] }} Fault */

// npm is a .cmd file on Windows, which only a shell starts.
const { stdout } = spawnSync("npm audit --json --package-lock-only", { cwd: ROOT, shell: true, encoding: "utf8" });
const report = read(stdout);
if (report?.vulnerabilities) {
  const faults = /** @type {Fault[]} */ (Object.values(report.vulnerabilities));
  for (const { name, severity, via } of faults) {
    for (const why of via)
      console.log(`${severity}: ${name}, ${typeof why === "string" ? why : `${why.title} (${why.url})`}`);
  }
  const packages = Object.keys(readNotices().locked).length - 1;
  console.log(`${faults.length} of ${packages} packages have known faults.`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} else {
  console.log(
    `Nothing was checked: the registry has no audit service here (${report?.message ?? "npm said nothing"}).`,
  );
  process.exitCode = 2;
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
