import { expect, test } from "vitest";
import { crc32Of } from "./crc32";
import type { ScanFile } from "./scan-format";
import { watchAllocations } from "./test-allocations";
import { buildZip, memoryFile, noise, same, type TestArchive, type TestMember } from "./test-zip";
import { openZip } from "./zip";
import { zipName } from "./zip-name";

const archiveOf = (members: readonly TestMember[], archive?: TestArchive) =>
  memoryFile("scans.zip", buildZip(members, archive));
const openTest = (members: readonly TestMember[], archive?: TestArchive) => openZip(archiveOf(members, archive));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const only = async (member: TestMember) => (await openTest([member]))[0] as ScanFile;
const damaged = (why: string) => ({
  code: "E_ARCHIVE",
  message: `The file is damaged in its ZIP archive: ${why}. Copy or download the archive again.`,
});
const unreadable = (why: RegExp) => ({ code: "E_ARCHIVE", message: expect.stringMatching(why) });

test.each([
  ["deflated", {}],
  ["stored", { method: 0 }],
  ["ZIP64", { zip64: true }],
  ["with another extra field in its local header", { localExtra: 99 }],
])("a file that is %s is read, whole and in parts", async (_, how) => {
  const content = noise(700_000);
  const file = await only({ name: "a/b.dcm", content, ...how });
  expect(file).toMatchObject({ name: "b.dcm", path: "scans.zip/a/b.dcm", size: 700_000 });
  expect(same(await file.bytes(), content)).toBe(true);
  for (const [begin, end] of [
    [0, 1024],
    [100, 200],
    [5, 5],
    [699_990, 800_000],
    [300_000, 300_100],
    [0, 1024],
    [700_000, 700_001],
  ] as const)
    expect(same(await file.slice(begin, end), content.slice(begin, end))).toBe(true);
  expect(same(await file.bytes(), content)).toBe(true);
});

test("what a reader does to its bytes does not change the file", async () => {
  const file = await only({ name: "a", content: noise(300_000) });
  const first = await file.slice(270_000, 270_010);
  const copy = first.slice();
  first.fill(255);
  (await file.bytes()).fill(255);
  expect(await file.slice(270_000, 270_010)).toEqual(copy);
});

test("only the directory is read to open, and of a large file only its beginning for its beginning", async () => {
  const archive = archiveOf([
    { name: "big", content: noise(1_000_000) },
    { name: "small", content: "x" },
  ]);
  const files = await openZip(archive);
  expect(archive.reads.every(([begin]) => begin > archive.size - 140_000)).toBe(true);
  archive.reads.length = 0;
  await files[0]?.slice(0, 65_536);
  const read = archive.reads.reduce((sum, [begin, end]) => sum + end - begin, 0);
  expect(read).toBeLessThan(150_000);
});

test("parts of a large file are read without beginning anew for each, forwards and backwards", async () => {
  const size = 70_000_000;
  const content = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) content.fill(at >> 16, at, at + 65_536);
  const archive = archiveOf([{ name: "huge", content }]);
  const [file] = (await openZip(archive)) as [ScanFile];
  archive.reads.length = 0;
  for (const at of [1_000_000, 30_000_000, 69_999_990])
    expect((await file.slice(at, at + 10))[0]).toBe((at >> 16) & 0xff);
  const read = archive.reads.reduce((sum, [begin, end]) => sum + end - begin, 0);
  expect(read).toBeLessThan(archive.size + 1000);
  archive.reads.length = 0;
  for (const at of [60_000_000, 40_000_000, 20_000_000, 2_000_000])
    expect((await file.slice(at, at + 10))[0]).toBe((at >> 16) & 0xff);
  const readAgain = archive.reads.reduce((sum, [begin, end]) => sum + end - begin, 0);
  expect(readAgain).toBeLessThan(archive.size + 1000);
});

test("parts that are asked for at the same time do not mix", async () => {
  const contents = [noise(300_000, 1), noise(300_000, 2)];
  const files = await openTest(contents.map((content, i) => ({ name: `${i}`, content })));
  const ranges = [0, 290_000, 5, 270_000, 100_000].map((at) => [at, at + 3000] as const);
  const parts = await Promise.all(files.flatMap((file) => ranges.map(([begin, end]) => file.slice(begin, end))));
  expect(parts).toEqual(contents.flatMap((content) => ranges.map(([begin, end]) => content.slice(begin, end))));
});

test("folders, hidden files, links and what macOS adds are passed over; the order stays", async () => {
  const names = ["b", "dir/", "__MACOSX/b", ".DS_Store", "a/.git/x", "a\\win.dcm", "a/", "a/1"];
  const members = [...names.map((name) => ({ name, content: name })), { name: "link", content: "b", mode: 0o120777 }];
  const files = await openTest(members);
  expect(files.map(({ path }) => path)).toEqual(["scans.zip/b", "scans.zip/a/win.dcm", "scans.zip/a/1"]);
});

test("a name is only a name", async () => {
  const names = [
    "../../etc/passwd",
    "/abs",
    "C:\\x\\y",
    "a/./b//c",
    "nul\0l.dcm",
    "rtl\u202emcd.exe",
    "뇌.dcm",
    "..",
    "n/n",
  ];
  const archive = memoryFile("z", buildZip(names.map((name) => ({ name, content: name }))), "given/z");
  const files = await openZip(archive);
  expect(files.map(({ path }) => path?.replace("given/z", ""))).toEqual([
    "/etc/passwd",
    "/abs",
    "/C:/x/y",
    "/a/b/c",
    "/nul_l.dcm",
    "/rtl\u202emcd.exe",
    "/뇌.dcm",
    "",
    "/n/n",
  ]);
  expect(files.map(({ name }) => name)).toEqual([
    ...["passwd", "abs", "y", "c", "nul_l.dcm", "rtl\u202emcd.exe", "뇌.dcm", "unnamed", "n"],
  ]);
  expect(text(await (files[0] as ScanFile).bytes())).toBe("../../etc/passwd");
});

test("a name that is not UTF-8 is one all the same", async () => {
  const file = await only({ name: Uint8Array.of(0x81, 0x62), content: "x", flags: 0 });
  expect(file.name).toBe("üb");
});

test.each([
  ["a wrong checksum", { crc: 1 }, damaged("incorrect data check")],
  ["a wrong checksum of a stored file", { crc: 1, method: 0 }, damaged("its checksum is wrong")],
  ["fewer bytes than said", { size: 20 }, damaged("incorrect length check")],
  ["more bytes than said", { size: 5 }, damaged("it holds more than the 5 bytes that it says")],
  ["a stored size that is another", { method: 0, size: 9 }, damaged("10 bytes cannot be 9 bytes decompressed")],
  ["no DEFLATE", { data: new Uint8Array(20).fill(7) }, damaged("invalid block type")],
  ["an end in its middle", { compressedSize: 5 }, unreadable(/is damaged in its ZIP archive/)],
  ["no local header", { offset: 3 }, damaged("there is no header of it at byte 3")],
  ["a local header that is not there", { offset: 1e6 }, damaged("it is cut short")],
  ["a length beyond the end", { compressedSize: 250 }, damaged("it is cut short")],
  [
    "encryption",
    { flags: 1 },
    {
      code: "E_ARCHIVE",
      message: "The file is encrypted in its ZIP archive. Unpack the archive with its password first.",
    },
  ],
  ["another method", { method: 14 }, unreadable(/by method 14; only DEFLATE/)],
])("a file with %s is refused when it is read, the others are read", async (_, fault, error) => {
  const content = "0123456789";
  const files = await openTest([
    { name: "good", content, method: 0 },
    { name: "rest", content: noise(1000) },
    { name: "bad", content, ...fault },
  ]);
  expect(files.map(({ name }) => name)).toEqual(["good", "rest", "bad"]);
  await expect(files[2]?.bytes()).rejects.toMatchObject(error);
  for (const file of files.slice(0, 2)) expect((await file.bytes()).length).toBe(file.size);
});

test("who reads a part is told of a wrong checksum too, unless it is the beginning", async () => {
  for (const method of [0, 8])
    for (const length of [1000, 200_000]) {
      const file = await only({ name: "a", content: noise(length), crc: 1, method });
      expect((await file.slice(0, 900)).length).toBe(900);
      await expect(file.slice(500, length)).rejects.toMatchObject({ code: "E_ARCHIVE" });
    }
});

test("after a failure the same file is read again from its beginning", async () => {
  const archive = archiveOf([{ name: "a", content: noise(100_000) }]);
  const [file] = (await openZip(archive)) as [ScanFile];
  await file.slice(0, 10);
  const slice = archive.slice;
  archive.slice = () => Promise.reject(new Error("the disk is gone"));
  await expect(file.slice(50_000, 90_000)).rejects.toThrow("the disk is gone");
  archive.slice = slice;
  expect(await file.slice(50_000, 50_010)).toEqual(noise(100_000).slice(50_000, 50_010));
});

test("a bomb is refused unread, and one that is possible takes no memory before it is wanted", async () => {
  const lying = await only({ name: "a", content: "x", size: 2 ** 31 });
  await expect(lying.slice(0, 10)).rejects.toMatchObject(damaged("3 bytes cannot be 2147483648 bytes decompressed"));
  const content = new Uint8Array(30_000_000);
  const archive = archiveOf([{ name: "a", content }]);
  const largest = await watchAllocations(async () => {
    const [bomb] = (await openZip(archive)) as [ScanFile];
    expect(bomb.size).toBe(content.length);
    expect((await bomb.slice(0, 65_536)).length).toBe(65_536);
  });
  expect(largest).toBeLessThan(200_000);
});

test("a file of more than 2 GiB is refused whole and read in parts", async () => {
  const size = 3 * 2 ** 30;
  const file = await only({ name: "a", data: noise(4_000_000), size, method: 8, zip64: true });
  await expect(file.bytes()).rejects.toMatchObject({ code: "E_TOO_LARGE" });
});

test.each([
  ["cut short", (zip: Uint8Array<ArrayBuffer>) => zip.slice(0, zip.length - 30)],
  ["only a beginning", (zip) => zip.slice(0, 4)],
  ["a directory that is not there", (zip) => zip.fill(0, zip.length - 128, zip.length - 22)],
  ["more files than there are", () => buildZip([{ name: "a" }], { count: 9 })],
  ["a part of a split one", (zip) => zip.fill(1, zip.length - 18, zip.length - 17)],
] as readonly [string, (zip: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>][])(
  "an archive that is %s is refused",
  async (_, change) => {
    const zip = change(buildZip([{ name: "a".repeat(60), content: noise(200) }]));
    await expect(openZip(memoryFile("z", zip))).rejects.toMatchObject(
      unreadable(/^The ZIP archive cannot be read: .+\. Copy or download it again, or unpack it first\.$/),
    );
  },
);

test("an archive without files is empty, one of encrypted files encrypted", async () => {
  const empty = { code: "E_EMPTY", message: "There are no files in the ZIP archive." };
  await expect(openTest([])).rejects.toMatchObject(empty);
  await expect(openTest([{ name: "a/" }, { name: ".x", content: "x" }])).rejects.toMatchObject(empty);
  await expect(openTest([1, 2].map((n) => ({ name: `${n}`, content: "x", flags: 1 })))).rejects.toMatchObject(
    unreadable(/^The files in the ZIP archive are encrypted\./),
  );
});

test("files that lie over one another are no archive", async () => {
  const content = noise(1000);
  const members = Array.from({ length: 50 }, (_, i) => ({
    name: `${i}`,
    content,
    offset: 0,
    data: i ? new Uint8Array(0) : content,
    compressedSize: 1000,
  }));
  await expect(openTest(members)).rejects.toMatchObject(unreadable(/its files lie over one another/));
});

test("more files than can be held are refused", async () => {
  const members = Array.from({ length: 16_385 }, (_, i) => ({ name: `${i}`, method: 0 }));
  expect(await openTest(members.slice(1))).toHaveLength(16_384);
  await expect(openTest(members)).rejects.toMatchObject(unreadable(/more than 16384 files/));
});

test("a directory of any size takes bounded memory", async () => {
  const end = buildZip([]);
  new DataView(end.buffer).setUint32(12, 100_000_000, true);
  new DataView(end.buffer).setUint16(10, 9, true);
  const size = 200_000_000;
  const archive: ScanFile = {
    name: "z",
    size,
    slice: async (begin, to) => {
      const bytes = new Uint8Array(Math.min(to, size) - begin);
      const at = size - end.length - begin;
      if (at < bytes.length && at >= 0) bytes.set(end, at);
      return bytes;
    },
    bytes: () => Promise.reject(new Error("read whole")),
  };
  const largest = await watchAllocations(() => openZip(archive).catch(() => {}));
  expect(largest).toBeLessThan(2 ** 25);
});

test("what reading the archive throws is thrown as it is, and so is the wish to stop", async () => {
  const failing = { ...archiveOf([{ name: "a" }]), slice: () => Promise.reject(new Error("the disk is gone")) };
  await expect(openZip(failing)).rejects.toThrow("the disk is gone");
  const stopped = AbortSignal.abort();
  await expect(openZip(archiveOf([{ name: "a" }]), { signal: stopped })).rejects.toMatchObject({ name: "AbortError" });
});

test("an archive with something before it, a comment, ZIP64 and 300 files is read", async () => {
  const members = Array.from({ length: 300 }, (_, i) => ({ name: `d${i % 7}/${i}`, content: noise(5000, i) }));
  for (const how of [{ comment: "of the scanner" }, { zip64: true }, { before: noise(500) }]) {
    const files = await openTest(members, how);
    expect(files.length).toBe(300);
    expect(same(await files[299]?.bytes(), noise(5000, 299))).toBe(true);
  }
});

test("small files that lie beside one another are read together, each with what is its own", async () => {
  const members = Array.from({ length: 200 }, (_, i) => ({
    name: `${i}`,
    content: noise(300, i),
    method: i % 2 ? 8 : 0,
  }));
  const archive = archiveOf(members);
  const files = await openZip(archive);
  archive.reads.length = 0;
  const contents = await Promise.all(files.map((file) => file.bytes()));
  expect(contents).toEqual(members.map(({ content }) => content));
  expect(archive.reads.length).toBeLessThan(20);
});

test("a name says that it is UTF-8, looks so, or has it in an extra field; others are of code page 437", async () => {
  const names = [Uint8Array.of(0xeb, 0x87, 0x8c), Uint8Array.of(0x80, 0x01, 0x7f, 0x41)];
  const files = await openTest(names.map((name) => ({ name, flags: 0, content: "x" })));
  expect(files.map(({ name }) => name)).toEqual(["\ub1cc", "\u00c7\u263a\u2302A"]);
  const raw = Uint8Array.of(0x81);
  const field = new Uint8Array(8);
  field.set([1, 0, 0, 0, 0, 0x62, 0x2e, 0x64]);
  new DataView(field.buffer).setUint32(1, crc32Of(raw), true);
  expect(zipName(raw, 0, () => field)).toBe("b.d");
  field[1] = (field[1] as number) ^ 1;
  expect(zipName(raw, 0, () => field)).toBe("\u00fc");
});
