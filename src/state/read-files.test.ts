import { beforeEach, expect, test } from "vitest";
import { create } from "zustand";
import type { FilesRead, Outcome } from "../session/wire";
import { useNotices } from "./notice-store";
import { makePhantom, readFiles } from "./read-files";

const useList = create<{ adding: readonly string[]; values: readonly number[] }>(() => ({ adding: [], values: [] }));
const take = (value: number) => useList.setState(({ values }) => ({ values: [...values, value] }));
const DONE: Outcome<void> = { ok: true, value: undefined };
const good = (value: number, files = 1): FilesRead<number> => ({
  name: `${value}`,
  files,
  outcome: { ok: true, value },
});
const bad = (name: string, files = 1): FilesRead<number> => ({
  name,
  files,
  outcome: { ok: false, error: { code: "E_NOT_NIFTI", message: "This is plain text." } },
});
const named = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `${i}.txt` }));
const notices = () => useNotices.getState().notices.map(({ subject, message }) => `${subject}: ${message}`);

/** Reads `count` files with these results. */
const readAs = (count: number, results: readonly FilesRead<number>[], outcome: Outcome<void> = DONE) =>
  readFiles<number>(
    useList,
    named(count),
    async (onRead) => {
      for (const result of results) onRead(result);
      return outcome;
    },
    take,
  );

beforeEach(() => {
  useNotices.setState({ notices: [] });
  useList.setState({ adding: [], values: [] });
});

test("three refused files are named one by one", async () => {
  await readAs(
    3,
    ["a", "b", "c"].map((name) => bad(name)),
  );
  expect(notices()).toEqual(["a", "b", "c"].map((name) => `${name}: This is plain text.`));
});

test("twelve refused files share a notice", async () => {
  await readAs(
    12,
    named(12).map(({ name }) => bad(name)),
  );
  expect(notices()).toEqual([
    "Add files: 0 of 12 files were read. The others were not: 0.txt, 1.txt, 2.txt and 9 more.",
  ]);
});

test("good files among bad ones are taken, a scan of many files once", async () => {
  await readAs(9, [good(7), bad("a"), good(8, 3), bad("b"), bad("c"), bad("d", 2)]);
  expect(useList.getState()).toEqual({ adding: [], values: [7, 8] });
  expect(notices()).toEqual(["Add files: 4 of 9 files were read. The others were not: a, b, c and 1 more."]);
});

test("what is read is in the list until it is done, one call after the other", async () => {
  const seen: (readonly string[])[] = [];
  const read = readFiles<number>(
    useList,
    named(2),
    async (onRead) => {
      for (const value of [1, 2]) {
        await Promise.resolve();
        seen.push(useList.getState().adding);
        onRead(good(value));
      }
      return DONE;
    },
    take,
  );
  const made = makePhantom<number>(useList, "Phantom", async () => ({ ok: true, value: 3 }), take);
  await Promise.all([read, made]);
  expect(seen).toEqual([
    ["0.txt", "1.txt", "a synthetic head"],
    ["1.txt", "a synthetic head"],
  ]);
  expect(useList.getState()).toEqual({ adding: [], values: [1, 2, 3] });
});

test("a reading that breaks off is told and leaves nothing in the list", async () => {
  await readAs(3, [good(1)], { ok: false, error: { code: "E_INTERNAL", message: "The worker stopped." } });
  expect(notices()).toEqual(["Add files: The worker stopped."]);
  expect(useList.getState()).toEqual({ adding: [], values: [1] });
});
