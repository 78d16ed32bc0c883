/** What the project installs: versions that are pinned, files that are told by a hash, from whatever registry is used. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./project.mjs";

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

const read = (name: string) => JSON.parse(readFileSync(join(ROOT, name), "utf8"));
const {
  version: ownVersion,
  dependencies = {},
  devDependencies = {},
} = read("package.json") as {
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
};
const { "": own, ...locked } = read("package-lock.json").packages as Record<string, Locked>;

/** They need none of them, and `npm ci --ignore-scripts` runs none. */
const WITH_SCRIPTS = ["core-js-pure", "fsevents", "webgpu"];

test("versions are pinned, and the lockfile is of them", () => {
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked[`node_modules/${name}`]?.version, name).toBe(version);
  }
  expect(own).toMatchObject({ devDependencies });
});

test("the citation and the changelog are of this version", () => {
  const text = (name: string) => readFileSync(join(ROOT, name), "utf8");
  expect(text("CITATION.cff")).toContain(`\nversion: ${ownVersion}\n`);
  const [, latest] = /^## \[.*\n\n(?:To become )?.*?(\d+\.\d+\.\d+)/m.exec(text("CHANGELOG.md")) ?? [];
  expect(latest).toBe(ownVersion);
});

test("every package has a hash, and none a registry or another place of its own", () => {
  const wrong = Object.entries(locked).filter(
    ([, { integrity, resolved }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? "") || resolved !== undefined,
  );
  expect(wrong.map(([path]) => path)).toEqual([]);
});

test("no package but the known ones wants to run a script when it is installed", () => {
  const wants = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = wants.map(([path]) => path.replace(/.*node_modules\//, ""));
  expect([...new Set(names)].filter((name) => !WITH_SCRIPTS.includes(name))).toEqual([]);
});
