import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { WrittenFile } from "./scan-format";
import { memoryFile, noise, same } from "./test-zip";
import { openZip, zipOf } from "./zip";

async function* written(count: number): AsyncGenerator<WrittenFile> {
  for (let i = 0; i < count; i++) yield { name: `뇌/${i}.dcm`, bytes: noise(2000 + i, i) };
}

test("an archive that is written is read back", async () => {
  const blob = await zipOf(written(130));
  expect(blob.type).toBe("application/zip");
  expect(blob.size).toBeLessThan(130 * 2000 * 0.9);
  const files = await openZip(memoryFile("out.zip", new Uint8Array(await blob.arrayBuffer())));
  expect(files.map(({ path }) => path)).toEqual(Array.from({ length: 130 }, (_, i) => `out.zip/뇌/${i}.dcm`));
  for (const [i, file] of files.entries()) expect(same(await file.bytes(), noise(2000 + i, i))).toBe(true);
});

test.skipIf(spawnSync("unzip").error)("others read what is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "eigenvox-zip-"));
  writeFileSync(join(folder, "out.zip"), new Uint8Array(await (await zipOf(written(3))).arrayBuffer()));
  execFileSync("unzip", ["-q", "out.zip", "-d", "there"], { cwd: folder });
  expect(same(readFileSync(join(folder, "there/뇌/2.dcm")), noise(2002, 2))).toBe(true);
  rmSync(folder, { recursive: true });
});

test.skipIf(spawnSync("zip").error)("what others write is read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "eigenvox-zip-"));
  mkdirSync(join(folder, "a/b"), { recursive: true });
  writeFileSync(join(folder, "a/b/c.dcm"), noise(9000));
  // The second goes through a pipe, whose sizes stand behind the data.
  execFileSync("zip", ["-qr", "made.zip", "a"], { cwd: folder });
  const streamed = execFileSync("zip", ["-qr", "-", "a"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  for (const bytes of [readFileSync(join(folder, "made.zip")), streamed]) {
    const [file] = await openZip(memoryFile("made.zip", new Uint8Array(bytes)));
    expect(file?.path).toBe("made.zip/a/b/c.dcm");
    expect(same(await file?.bytes(), noise(9000))).toBe(true);
  }
  rmSync(folder, { recursive: true });
});

test("what the files throw ends the writing, and so does the wish to stop", async () => {
  async function* failing(): AsyncGenerator<WrittenFile> {
    yield* written(1);
    throw new Error("no voxels");
  }
  await expect(zipOf(failing())).rejects.toThrow("no voxels");
  await expect(zipOf(written(2), { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
});
