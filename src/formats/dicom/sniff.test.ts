import { expect, test } from "vitest";
import { FORMATS } from "../registry";
import { isDicom } from "./sniff";
import { buildSlice } from "./test-dicom";

const head = (bytes: Uint8Array) => bytes.slice(0, 1024);
const text = (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0));

test("the mark at 128 goes before whatever lies before it", () => {
  const bytes = buildSlice();
  expect(isDicom(head(bytes))).toBe(true);
  // A TIFF's header and a NIfTI's size in the preamble.
  bytes.set(text("II*\0"), 0);
  expect(isDicom(head(bytes))).toBe(true);
  bytes.set([0x5c, 1, 0, 0], 0);
  expect(FORMATS.find(({ sniff }) => sniff(head(bytes), "a.nii"))?.id).toBe("dicom");
});

test.each(["implicit", "explicit"] as const)("a data set without preamble begins with two elements: %s", (syntax) => {
  expect(isDicom(head(buildSlice({ syntax, bare: true })))).toBe(true);
});

test.each([
  ["nothing", ""],
  ["text", "[autorun]\r\nopen=viewer.exe\r\n".repeat(10)],
  ["zeros", "\0".repeat(1024)],
  ["one element and noise", `\x08\0\x05\0\x02\0\0\0ab${"\x90".repeat(100)}`],
  ["an MGH header", `\0\0\0\x01\0\0\x01\0${"\0".repeat(300)}`],
  ["a Windows icon", `\0\0\x01\0\x01\0\x20\x20${"\0".repeat(300)}`],
])("other files are not taken for DICOM: %s", (_, bytes) => {
  expect(isDicom(text(bytes))).toBe(false);
});
