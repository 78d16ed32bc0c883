/** What differs between two builds, file by file. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { differingFiles } from "./build-twice.mjs";

test("files of other bytes, and those of one build alone, are told by name", () => {
  const root = mkdtempSync(join(tmpdir(), "eigenvox-twice-"));
  const folders = ["one", "other"].map((name) => join(root, name)) as [string, string];
  for (const folder of folders) {
    mkdirSync(join(folder, "assets"), { recursive: true });
    writeFileSync(join(folder, "index.html"), "same");
  }
  expect(differingFiles(...folders)).toEqual([]);
  writeFileSync(join(folders[0], "assets/a.js"), "1");
  writeFileSync(join(folders[1], "assets/a.js"), "2");
  writeFileSync(join(folders[1], "assets/b.js"), "2");
  writeFileSync(join(folders[0], "c.js"), "");
  expect(differingFiles(...folders)).toEqual([join("assets", "a.js"), join("assets", "b.js"), "c.js"]);
  rmSync(root, { recursive: true });
});
