import { expect, test } from "vitest";
import { buildNifti } from "../formats/nifti/test-nifti";
import { Scans } from "./scans";

const scans = new Scans();
const text = new File(["only a text"], "notes.txt");
const scan = (name: string) => new File([buildNifti()], name);

test("the first scan in the files is opened, and what is before and after it is told", async () => {
  const { scan: opened, refused, unread } = await scans.openFirst([text, scan("a.nii"), scan("b.nii"), text]);
  expect(opened).toMatchObject({ name: "a.nii", volume: { dims: [2, 3, 4] }, range: [0, 23], synthetic: false });
  expect(refused).toMatchObject([{ name: "notes.txt", files: 1, error: { code: "E_NOT_NIFTI" } }]);
  expect(unread).toBe(2);
  expect(scans.held.get(opened?.id ?? "").volume.dims).toEqual([2, 3, 4]);
});

test("files that are all refused open nothing", async () => {
  const { scan: opened, refused, unread } = await scans.openFirst([text, text]);
  expect([opened, refused.length, unread]).toEqual([undefined, 2, 0]);
});
