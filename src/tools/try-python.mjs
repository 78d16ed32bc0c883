/** Runs the examples in Python. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages } from "./debian.mjs";
import { fail, ROOT } from "./project.mjs";
import { pythonWith } from "./python.mjs";
import { vulkanEnv } from "./vulkan.mjs";

/**
 * With nipype where it is there, or is to be installed; without Python not at all, which is said.
 *
 * @param {{ install: boolean }} options
 * @returns {{ code: number, passed: number, failed: number, skipped: number }}
 */
export function tryPython({ install }) {
  if (install && !pythonWith("nipype")) {
    console.error("No nipype found: installing it if this is Debian …");
    installPackages("python3-nipype");
  }
  const python = pythonWith("nipype") ?? (install ? undefined : pythonWith("unittest"));
  if (install && !python) fail("There is no Python with nipype: install it, or python3-nipype on Debian.");
  if (!python) {
    console.log("The examples in Python are skipped: there is no python3.");
    return { code: 0, passed: 0, failed: 0, skipped: 1 };
  }
  const { status, stderr } = spawnSync(python, ["-m", "unittest", "-v"], {
    cwd: join(ROOT, "examples/python"),
    env: { ...process.env, ...vulkanEnv(), PYTHONDONTWRITEBYTECODE: "1" },
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
  });
  process.stderr.write(stderr);
  const number = (/** @type {RegExp} */ pattern) => Number(pattern.exec(stderr)?.[1] ?? 0);
  const failed = number(/failures=(\d+)/) + number(/errors=(\d+)/);
  const skipped = number(/skipped=(\d+)/);
  return { code: status ?? 1, passed: number(/Ran (\d+) tests?/) - failed - skipped, failed, skipped };
}
