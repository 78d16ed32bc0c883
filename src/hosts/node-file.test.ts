import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileAt, filesBelow } from "./node-file";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "eigenvox-file-")), "scans");
  mkdirSync(folder);
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

const put = (path: string, content = path) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const openDescriptors = () => readdirSync("/proc/self/fd").length;

test("a file gives its parts without the rest, and no more than it has", async () => {
  put("a.nii", "0123456789");
  const file = await fileAt(join(folder, "a.nii"));
  expect(file).toMatchObject({ name: "a.nii", path: undefined, size: 10 });
  expect(text(await file.slice(2, 5))).toBe("234");
  expect(text(await file.slice(8, 1e15))).toBe("89");
  expect(text(await file.slice(10, 20))).toBe("");
  expect(text(await file.slice(12, 20))).toBe("");
  expect(text(await file.bytes())).toBe("0123456789");
});

test("what cannot be read is told as the system tells it", async () => {
  const missing = { code: "E_NOT_FOUND", message: "cannot be read (ENOENT)." };
  await expect(fileAt(join(folder, "none"))).rejects.toMatchObject(missing);
  await expect(filesBelow(join(folder, "none"))).rejects.toMatchObject(missing);
  put("gone", "x");
  const file = await fileAt(join(folder, "gone"));
  rmSync(join(folder, "gone"));
  await expect(file.slice(0, 1)).rejects.toMatchObject(missing);
  await expect(file.bytes()).rejects.toMatchObject(missing);
});

test("a folder is walked to its end in the order of names, hidden files passed over", async () => {
  for (const path of ["b/2", "b/10", "a/deep/er/x.dcm", ".hidden/x", "a/.DS_Store", "c"]) put(path);
  const files = await filesBelow(folder);
  expect(files.map(({ path }) => path)).toEqual(["scans/a/deep/er/x.dcm", "scans/b/10", "scans/b/2", "scans/c"]);
  expect(files.map(({ name }) => name)).toEqual(["x.dcm", "10", "2", "c"]);
  expect(text((await files[1]?.bytes()) as Uint8Array)).toBe("b/10");
  expect((await filesBelow(join(folder, "c"))).map(({ name, path }) => [name, path])).toEqual([["c", undefined]]);
  mkdirSync(join(folder, "empty"));
  expect(await filesBelow(join(folder, "empty"))).toEqual([]);
});

test("links are followed, those in circles once, and one to nothing throws when it is read", async () => {
  put("a/x");
  symlinkSync("..", join(folder, "a/up"));
  symlinkSync("../b", join(folder, "a/side"));
  put("b/y");
  symlinkSync("../a", join(folder, "b/back"));
  symlinkSync("a/x", join(folder, "link"));
  symlinkSync("nothing", join(folder, "z"));
  const files = await filesBelow(folder);
  expect(files.map(({ path }) => path)).toEqual(["scans/a/side/y", "scans/a/x", "scans/link", "scans/z"]);
  expect(text(await (files[2] as (typeof files)[0]).bytes())).toBe("a/x");
  await expect(files[3]?.slice(0, 1)).rejects.toMatchObject({
    code: "E_NOT_FOUND",
    message: "cannot be read (ENOENT).",
  });
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be read does not hide the others", async () => {
  put("a/x");
  put("b/y");
  chmodSync(join(folder, "a"), 0);
  const files = await filesBelow(folder);
  chmodSync(join(folder, "a"), 0o700);
  expect(files.map(({ path }) => path)).toEqual(["scans/a", "scans/b/y"]);
  await expect(files[0]?.bytes()).rejects.toMatchObject({ message: "cannot be read (EACCES)." });
});

test.skipIf(process.platform !== "linux")("hundreds of files are read without a descriptor left open", async () => {
  for (let i = 0; i < 300; i++) put(`d/${String(i).padStart(3, "0")}`);
  const files = await filesBelow(folder);
  const before = openDescriptors();
  const heads = await Promise.all(files.map((file) => file.slice(2, 5)));
  expect(heads.map(text)).toEqual(Array.from({ length: 300 }, (_, i) => String(i).padStart(3, "0")));
  await expect(files[0]?.slice(0, -1)).resolves.toHaveLength(0);
  expect(openDescriptors()).toBe(before);
});
