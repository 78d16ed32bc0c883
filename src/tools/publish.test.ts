/** What keeps `npm publish` from happening by accident. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./project.mjs";

test("nothing is published unless the version is told", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(scripts.prepublishOnly).toBe("node src/tools/publish.mjs");
  for (const told of ["", "1", "0.0.1"]) {
    const env = { ...process.env, EIGENVOX_PUBLISH: told };
    const { status, stderr } = spawnSync(process.execPath, ["src/tools/publish.mjs"], {
      cwd: ROOT,
      env,
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("Nothing was published.");
  }
});
