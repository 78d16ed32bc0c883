/** Finds a Python. */

import { spawnSync } from "node:child_process";

/**
 * A Python that has a package; Debian's own where another one comes first.
 *
 * @param {string} name
 */
export function pythonWith(name) {
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`;
  return ["python3", "/usr/bin/python3"].find((python) => spawnSync(python, ["-c", find]).status === 0);
}
