/** Packages of Debian. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Installs packages where this may be done: as root, on Debian. Ubuntu is left out on purpose: its chromium package
 * only stands for a snap.
 *
 * @param {string} packages their names, with a space between
 */
export function installPackages(packages) {
  const release = "/etc/os-release";
  const isDebian = existsSync(release) && /^ID=debian$/m.test(readFileSync(release, "utf8"));
  if (!isDebian || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  spawnSync(`apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages}`, {
    shell: true,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", process.stderr],
  });
}
