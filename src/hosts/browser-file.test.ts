import { expect, test } from "vitest";
import { fileOf, givenFile } from "./browser-file";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("parts are read without the rest, and no more than there is", async () => {
  const file = fileOf(new File(["0123456789"], "a.nii"));
  expect(file).toMatchObject({ name: "a.nii", size: 10 });
  expect(text(await file.slice(0, 4))).toBe("0123");
  expect(text(await file.slice(8, 99))).toBe("89");
  expect((await file.slice(10, 20)).length).toBe(0);
  expect(text(await file.bytes())).toBe("0123456789");
});

test("a given file keeps where it lies", async () => {
  const file = givenFile({ file: new File(["x"], "IM1"), path: "cd/a/IM1" });
  expect(file).toMatchObject({ name: "IM1", path: "cd/a/IM1", size: 1 });
  expect(text(await file.slice(0, 9))).toBe("x");
  expect(givenFile({ file: new File([], "IM1") }).path).toBeUndefined();
});

test("a file of more than 2 GiB is refused whole and read in parts", async () => {
  const part = new Blob(["part"]);
  const whole = () => Promise.reject(new Error("read"));
  const large = { name: "a.nii", size: 2 ** 31, arrayBuffer: whole, slice: () => part } as unknown as File;
  const message = /^The file has 2147483648 bytes; the page reads files of up to 2 GiB\./;
  await expect(fileOf(large).bytes()).rejects.toMatchObject({
    code: "E_TOO_LARGE",
    message: expect.stringMatching(message),
  });
  expect(text(await fileOf(large).slice(0, 4))).toBe("part");
});
