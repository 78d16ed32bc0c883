import { expect, test } from "vitest";
import { fileOf } from "./browser-file";

test("the head is read without the rest", async () => {
  const file = fileOf(new File(["0123456789"], "a.nii"));
  expect(file).toMatchObject({ name: "a.nii", size: 10 });
  expect(new TextDecoder().decode(await file.head(4))).toBe("0123");
  expect((await file.head(99)).length).toBe(10);
  expect(new TextDecoder().decode(await file.bytes())).toBe("0123456789");
});

test("a file of more than 2 GiB is refused unread", async () => {
  const large = { name: "a.nii", size: 2 ** 31, arrayBuffer: () => Promise.reject(new Error("read")) } as File;
  const message = /^The file has 2147483648 bytes; the page reads files of up to 2 GiB\./;
  await expect(fileOf(large).bytes()).rejects.toMatchObject({
    code: "E_TOO_LARGE",
    message: expect.stringMatching(message),
  });
});
