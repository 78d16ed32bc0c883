/** The quality of a result: what each takes here, which is chosen, and how a voxel of each is explained. */

import type { Locator } from "@playwright/test";
import { randomFineBank } from "../src/methods/fine/random-bank";
import { randomFoldedBank } from "../src/methods/folded/random-bank";
import { randomNetBank } from "../src/methods/net/random-bank";
import { chooseFactor, fact, openScan, section, superResolve } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const TWICE = [2, 2, 2] as const;
const folded = randomFoldedBank(TWICE, { exchange: "xyz", taps: 27, seed: 3 });
const fine = randomFineBank(TWICE, { exchange: "xyz", seed: 4 });
const net = randomNetBank(TWICE, { widths: [8, 8], seed: 5 });
const thrice = randomFoldedBank([3, 3, 3], { exchange: "xyz", taps: 27, seed: 6 });

const quality = (run: Locator, name: RegExp): Locator =>
  run.getByRole("group", { name: "Quality" }).getByRole("radio", { name });

test("a quality chooses its method's bank, and is kept", async ({ page }) => {
  await shipTestBank(page, folded, fine, net);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const run = await section(page, "super-resolve");
  // How long each takes is told before anything was run; all are quick on so small a scan.
  for (const name of [/^Fast \d+ s$/, /^Fine \d+ s$/, /^Finest \d+ s$/]) await expect(quality(run, name)).toBeVisible();
  await expect(quality(run, /^Automatic Finest$/)).toBeChecked();
  await expect(
    run.getByText("Learned filters and a network · the best that takes no more than 10 s here"),
  ).toBeVisible();

  await quality(run, /^Fine \d/).check({ force: true });
  const madeBy = run.getByRole("group", { name: "Made by" });
  const fineOnes = madeBy.getByRole("group", { name: "Fine", exact: true }).getByRole("radio");
  await expect(fineOnes).toHaveAccessibleName(/^Learned filters, two passes · Averaged blocks/);
  await expect(fineOnes).toBeChecked();
  await superResolve(page);
  const trust = await section(page, "trust");
  expect(await fact(trust, "Method")).toBe("Learned filters, two passes");
  await trust.getByRole("checkbox", { name: "Inspect voxels" }).check();
  await expect(trust.getByRole("heading", { name: "Second pass" })).toBeVisible({ timeout: 20_000 });
  await expect(trust.getByRole("img", { name: /^5 slices of the filter/ })).toHaveCount(3);
  expect(await fact(trust, "First pass")).toMatch(/in the scan's units$/);

  // Another scan, another day.
  await page.reload();
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  await section(page, "super-resolve");
  await expect(quality(run, /^Fine \d/)).toBeChecked();
});

test("what is automatic is told, and gone back to by mouse and by keys", async ({ page }) => {
  await shipTestBank(page, folded, fine, net);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const run = await section(page, "super-resolve");
  const automatic = quality(run, /^Automatic Finest$/);
  const network = run.getByRole("group", { name: "Made by" }).getByRole("radio", { name: /^Learned filters and a/ });
  await expect(automatic).toBeChecked();
  await quality(run, /^Fast/).check({ force: true });
  await expect(automatic).not.toBeChecked();
  await expect(network).not.toBeChecked();
  await automatic.check({ force: true });
  await expect(network).toBeChecked();

  // One by one towards the first; a bank taken by hand is no longer automatic either.
  await run.getByRole("radio", { name: /^Learned filters, two passes/ }).check();
  await expect(quality(run, /^Fine \d/)).toBeChecked();
  await quality(run, /^Fine \d/).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(quality(run, /^Fast/)).toBeChecked();
  await page.keyboard.press("ArrowLeft");
  await expect(automatic).toBeChecked();
  await expect(automatic).toBeFocused();
  await page.reload();
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  await section(page, "super-resolve");
  await expect(automatic).toBeChecked();
});

test("of a network's voxel it is said what made it, and what to go by", async ({ page }) => {
  await shipTestBank(page, folded, net);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const run = await section(page, "super-resolve");
  await quality(run, /^Finest/).check({ force: true });
  await superResolve(page);
  const trust = await section(page, "trust");
  expect(await fact(trust, "Method")).toBe("Learned filters and a network");
  await expect(trust.getByText(/^A network made it .* Networks invent more easily/)).toBeVisible();
  await trust.getByRole("checkbox", { name: "Inspect voxels" }).check();
  await expect(trust.getByText(/there is no filter to show/)).toBeVisible({ timeout: 20_000 });
  await expect(trust.getByRole("img", { name: /slices of the filter/ })).toHaveCount(0);
  expect(await fact(trust, "Expected error")).toMatch(/^± [\d.]+ in the scan's units/);
});

test("a network's mean over mirror images is timed, made and told, and not asked of the next scan", async ({
  page,
}) => {
  await shipTestBank(page, folded, net);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const run = await section(page, "super-resolve");
  const mirrored = run.getByRole("checkbox", { name: "Mean over mirror images" });
  await quality(run, /^Fast/).check({ force: true });
  await run.getByText("Advanced").click();
  await expect(run.getByRole("heading", { name: "Steps of back-projection" })).toBeVisible();
  await expect(mirrored).toHaveCount(0);
  await quality(run, /^Finest/).check({ force: true });
  await mirrored.check();
  await expect(quality(run, /^Finest \d+ s$/)).toBeVisible();
  await superResolve(page);
  const trust = await section(page, "trust");
  expect(await fact(trust, "Mirror images")).toBe("the mean over the scan and its seven mirror images");

  await openScan(page, await fileOf(awkwardHead(), "other.nii.gz"));
  await quality(run, /^Finest/).check({ force: true });
  await expect(mirrored).not.toBeChecked();
});

test("a quality without a bank for the factor says so", async ({ page }) => {
  await shipTestBank(page, folded, fine, thrice);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  const run = await section(page, "super-resolve");
  const without = run.locator("[data-no-quality]");
  await expect(without).toHaveText(/^Finest: no bank for 2×: choose another factor/);
  await expect(quality(run, /^Finest/)).toBeDisabled();
  await chooseFactor(page, "3×");
  await expect(without).toHaveText(/^Fine, Finest: no bank for 3×/);
  await expect(quality(run, /^Automatic Fast$/)).toBeChecked();
});
