import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { EigenvoxError } from "../core/errors";
import { openContainers } from "./intake";
import { buildNifti } from "./nifti/test-nifti";
import { surveyFiles } from "./registry";
import type { Refusal, ScanFile, ScanFormat } from "./scan-format";
import { watchAllocations } from "./test-allocations";
import { buildZip, memoryFile, type TestMember } from "./test-zip";

/** What begins like a DICOM file; `preamble` are the bytes before the mark. */
function dicom(length = 4000, preamble = ""): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length).map((_, i) => (i * i) >> 8);
  bytes.set(new TextEncoder().encode(preamble));
  bytes.set(new TextEncoder().encode("DICM"), 128);
  return bytes;
}
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const zipFile = (name: string, members: readonly TestMember[]) => memoryFile(name, buildZip(members));

async function openAll(files: readonly ScanFile[], options = {}) {
  const opened: { file: ScanFile; head: Uint8Array }[] = [];
  const refused: Refusal[] = [];
  for await (const one of openContainers(files, options)) {
    if ("error" in one) refused.push(one);
    else opened.push(one);
  }
  return {
    opened,
    refused,
    names: opened.map(({ file }) => file.path ?? file.name),
    reasons: refused.map(({ name, error }) => [name, (error as EigenvoxError).code]),
  };
}

test("files that hold no other pass as they are, in their order, each with its head", async () => {
  const nifti = buildNifti({ dim: [3, 20, 20, 4] });
  const files = [
    memoryFile("notes.txt", new TextEncoder().encode("PK is no archive")),
    memoryFile("a.nii", nifti),
    memoryFile("a.nii.gz", gzip(nifti)),
    memoryFile("empty", new Uint8Array(0)),
    memoryFile("IM1", dicom()),
  ];
  const { opened, refused } = await openAll(files);
  expect(opened.map(({ file }) => file)).toEqual(files);
  expect(opened.map(({ head }) => head.length)).toEqual([16, 1024, 1024, 0, 1024]);
  for (const at of [1, 2]) expect(opened[at]?.head).toEqual(nifti.slice(0, 1024));
  expect(refused).toEqual([]);
  // Uncompressed files are looked at once.
  expect(files[1]?.reads).toEqual([[0, 1024]]);
});

test("an archive stands for its files, by content and not by name", async () => {
  const members = ["b/2", "b/1", "a"].map((name) => ({ name, content: dicom() }));
  const { names, opened } = await openAll([
    memoryFile("first", dicom()),
    zipFile("scans.dcm", members),
    memoryFile("last.zip", dicom()),
  ]);
  expect(names).toEqual(["first", "scans.dcm/b/2", "scans.dcm/b/1", "scans.dcm/a", "last.zip"]);
  expect(await opened[1]?.file.bytes()).toEqual(dicom());
});

test("the mark of DICOM is stronger than what stands before it", async () => {
  for (const preamble of ["PK\x03\x04", "PK\x05\x06", "\x1f\x8b\x08", "II*\0"]) {
    const file = memoryFile("x.zip", dicom(500, preamble));
    expect((await openAll([file])).opened.map((one) => one.file)).toEqual([file]);
  }
});

test("what is wrong with an archive, or with a file in it, is told and stops nothing", async () => {
  const good = { name: "good", content: dicom() };
  const { names, reasons, refused } = await openAll([
    memoryFile("cut.zip", buildZip([good]).slice(0, -30)),
    zipFile("a.zip", [
      { name: "locked", content: "x", flags: 1 },
      good,
      { name: "inner.zip", content: buildZip([good]) },
    ]),
    zipFile("empty.zip", []),
    { ...memoryFile("gone", new Uint8Array(9)), slice: () => Promise.reject(new Error("it went away")) },
    memoryFile("after", dicom()),
  ]);
  expect(names).toEqual(["a.zip/good", "after"]);
  expect(reasons).toEqual([
    ["cut.zip", "E_ARCHIVE"],
    ["locked", "E_ARCHIVE"],
    ["inner.zip", "E_ARCHIVE"],
    ["empty.zip", "E_EMPTY"],
    ["gone", undefined],
  ]);
  expect(refused.map(({ files }) => files.length)).toEqual([1, 1, 1, 1, 1]);
});

test("documents and programs, which are archives too, are one file each", async () => {
  const firsts = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "META-INF/", "_rels/.rels"];
  const files = firsts.map((name) => zipFile("x", [{ name }, { name: "rest", content: "x" }]));
  expect((await openAll(files)).opened.map(({ file }) => file)).toEqual(files);
  expect((await surveyFiles(files)).refused.map(({ error }) => (error as Error).message)).toEqual(
    files.map(() => "This is a document or program (packed as a ZIP archive), no scan of a format that can be read."),
  );
});

test("DICOM that was compressed as a whole is given decompressed, in an archive too", async () => {
  const content = dicom(300_000);
  const { opened } = await openAll([
    memoryFile("a.dcm.gz", gzip(content), "disc/a.dcm.gz"),
    zipFile("z", [{ name: "b", content: gzip(content), method: 0 }]),
    zipFile("y", [{ name: "c", content: gzip(content) }]),
  ]);
  expect(opened.map(({ file }) => [file.path, file.size])).toEqual([
    ["disc/a.dcm.gz", 300_000],
    ["z/b", 300_000],
    ["y/c", 300_000],
  ]);
  for (const { file, head } of opened) {
    expect(head).toEqual(content.slice(0, 1024));
    expect(await file.slice(299_000, 400_000)).toEqual(content.slice(299_000));
    expect(await file.slice(128, 132)).toEqual(content.slice(128, 132));
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
  }
});

test("compressed DICOM that is damaged is refused by what it says of itself, or when it is read", async () => {
  const good = gzip(dicom(100_000));
  const withByte = (at: number, value: number) => good.with(at, value) as Uint8Array<ArrayBuffer>;
  const { reasons } = await openAll([
    memoryFile("cut.gz", good.slice(0, -2000)),
    memoryFile("size", withByte(good.length - 1, 9)),
  ]);
  expect(reasons.at(-1)).toEqual(["size", "E_GZIP"]);
  const { opened } = await openAll([memoryFile("sum", withByte(good.length - 8, (good.at(-8) as number) ^ 1))]);
  await expect(opened[0]?.file.bytes()).rejects.toMatchObject({
    code: "E_GZIP",
    message: "The gzip file is damaged: incorrect data check. Copy or download it again.",
  });
});

test("a bomb in gzip takes no memory before it is wanted", async () => {
  const bomb = memoryFile("bomb.gz", gzip(Buffer.concat([dicom(1000), Buffer.alloc(50_000_000)])));
  const largest = await watchAllocations(async () => {
    const { opened } = await openAll([bomb]);
    expect((await opened[0]?.file.slice(0, 65_536))?.length).toBe(65_536);
  });
  expect(largest).toBeLessThan(200_000);
});

test("300 files are reported on their way, and the wish to stop is heeded among the files of an archive", async () => {
  const members = Array.from({ length: 298 }, (_, i) => ({ name: `${i}`, content: dicom(500) }));
  const files = [memoryFile("first", dicom()), zipFile("z", members), memoryFile("last", dicom())];
  const fractions: number[] = [];
  const { names } = await openAll(files, {
    onProgress: ({ fraction }: { fraction: number }) => fractions.push(fraction),
  });
  expect(names.length).toBe(300);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);

  const stop = new AbortController();
  const seen: string[] = [];
  const all = async () => {
    for await (const one of openContainers(files, { signal: stop.signal })) {
      if (seen.push("file" in one ? one.file.name : one.name) === 100) stop.abort();
    }
  };
  await expect(all()).rejects.toMatchObject({ name: "AbortError" });
  expect(seen.length).toBe(100);
});

test("formats are asked for what lies in the containers", async () => {
  const wanted: string[] = [];
  const format: ScanFormat = {
    id: "marked",
    title: "Marked",
    extensions: [],
    sniff: (head) => new TextDecoder().decode(head.slice(128, 132)) === "DICM",
    survey: async (files) => {
      wanted.push(...files.map(({ name, path }) => path ?? name));
      return { series: [], refused: [] };
    },
    read: () => Promise.reject(new Error("not asked for")),
  };
  const members = ["2", "1"].map((name) => ({ name, content: dicom() }));
  const { refused } = await surveyFiles(
    [zipFile("z", [...members, { name: "readme", content: "a text" }]), memoryFile("x.gz", gzip(dicom()))],
    {},
    [format],
  );
  expect(wanted).toEqual(["z/2", "z/1", "x.gz"]);
  expect(refused.map(({ name, error }) => [name, (error as EigenvoxError).code])).toEqual([["readme", "E_NOT_NIFTI"]]);
});

test("what is wrong in the same way with many files is one error, with the name of each", async () => {
  const texts = ["a", "b", "c"].map((name) => memoryFile(name, new TextEncoder().encode(`this is ${name}`)));
  const locked = zipFile("z", [
    { name: "d", content: "x", flags: 1 },
    { name: "e", content: "y", flags: 1 },
    { name: "f", content: "z" },
  ]);
  const { refused } = await surveyFiles([...texts, locked]);
  expect(refused.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(new Set(refused.map(({ error }) => error)).size).toBe(2);
});
