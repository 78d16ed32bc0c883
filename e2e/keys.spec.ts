/** Every key does what the help sheet says, whatever script is typed; the whole job goes without a mouse. */

import type { Page } from "@playwright/test";
import { headPhantom } from "../src/phantom/head";
import { fileWithWindow } from "./helpers/nifti-bytes";
import { dropFiles, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";

const RESULT = "Super-resolved 2×";

/** Without words of a language. */
async function openResult(page: Page): Promise<void> {
  await shipTestBank(page);
  await page.goto("/");
  const volume = headPhantom({ dims: [25, 29, 23], spacing: [7, 8, 9], noise: 4, seed: 5, supersample: 2 });
  await dropFiles(page, await fileWithWindow(volume, "head.nii", [100, 900]));
  await page.locator("[data-tile]").first().waitFor();
  await page.locator(".primary-action button").click();
  await page.locator(".primary-action [aria-haspopup=menu]").waitFor({ timeout: 60_000 });
}

/** What keys change, as it can be seen in the first tile and around it. */
function stateOf(page: Page) {
  return page.evaluate(() => {
    const one = document.querySelector<HTMLElement>("[data-tile]");
    const fact = (name: string) => one?.querySelector(`[data-fact="${name}"]`)?.textContent ?? "";
    const pressed = [...document.querySelectorAll(".stage-choice")].map(
      (choice) => choice.querySelector("[aria-pressed=true]")?.getAttribute("aria-label") ?? "",
    );
    return {
      layout: pressed[0],
      plane: pressed[1],
      title: fact("title"),
      mm: (one?.dataset.crosshairMm ?? "").split(" ").map((value) => Number(Number(value).toFixed(3))),
      slice: fact("slice"),
      window: fact("window"),
      zoom: fact("zoom"),
      filter: fact("filter"),
      sides: fact("sides"),
      crosshair: one?.querySelector(":scope > svg .mark-cross") !== null,
      tool: document.querySelector<HTMLElement>(".stage")?.dataset.tool ?? "",
      tiles: document.querySelectorAll("[data-tile]").length,
      inspector: document.querySelector(".inspector") !== null,
      dialog: document.querySelector("[role=dialog] h2")?.textContent ?? "",
    };
  });
}

type State = Awaited<ReturnType<typeof stateOf>>;
type Step = readonly [key: string, label: string, expected: (before: State) => Partial<State>];

const moved = ([x = 0, y = 0, z = 0]: readonly number[], dx: number, dy: number, dz: number) => [
  x + dx,
  y + dy,
  z + dz,
];

/** In an order in which each finds the page as it needs it: the Plane layout of three series. */
const STEPS: readonly Step[] = [
  ["KeyG", "G", () => ({ layout: "Grid", tiles: 9 })],
  ["KeyU", "U", () => ({ layout: "Two-up", tiles: 2 })],
  ["KeyK", "K", () => ({ layout: "Curtain", tiles: 1 })],
  ["KeyF", "F", () => ({ layout: "Flicker", title: "AOriginal" })],
  ["KeyF", "F", () => ({ layout: "Flicker", title: `B${RESULT}` })],
  ["KeyX", "X", () => ({ title: "BOriginal" })],
  ["KeyX", "X", () => ({ title: `B${RESULT}` })],
  ["KeyD", "D", () => ({ layout: "Difference", title: `Interpolated 2× − ${RESULT}` })],
  ["KeyV", "V", () => ({ layout: "3-D", tiles: 1 })],
  ["KeyP", "P", () => ({ layout: "Plane", tiles: 3 })],
  ["Shift+Digit2", "Shift 2", () => ({ plane: "Coronal" })],
  ["Shift+Digit3", "Shift 3", () => ({ plane: "Sagittal" })],
  ["Shift+Digit1", "Shift 1", () => ({ plane: "Axial" })],
  ["ArrowRight", "→", ({ mm }) => ({ mm: moved(mm, 7, 0, 0) })],
  ["ArrowLeft", "←", ({ mm }) => ({ mm: moved(mm, -7, 0, 0) })],
  ["ArrowUp", "↑", ({ mm }) => ({ mm: moved(mm, 0, 8, 0) })],
  ["ArrowDown", "↓", ({ mm }) => ({ mm: moved(mm, 0, -8, 0) })],
  ["PageUp", "Page ↑", ({ mm }) => ({ mm: moved(mm, 0, 0, 9) })],
  ["PageDown", "Page ↓", ({ mm }) => ({ mm: moved(mm, 0, 0, -9) })],
  ["Home", "Home", () => ({ slice: "slice 1/23" })],
  ["End", "End", () => ({ slice: "slice 23/23" })],
  ["Equal", "+", ({ zoom }) => ({ zoom: expect.not.stringMatching(`^${zoom}$`) as unknown as string })],
  ["Minus", "−", ({ zoom }) => ({ zoom: expect.not.stringMatching(`^${zoom}$`) as unknown as string })],
  ["Shift+Digit0", "Shift 0", () => ({ zoom: "2 × 2.3 px per voxel", filter: "nearest" })],
  ["Digit0", "0", () => ({ zoom: expect.not.stringMatching("^2 × 2.3 px") as unknown as string })],
  ["KeyR", "R", () => ({ mm: [0, -9, -5] })],
  ["KeyC", "C", () => ({ crosshair: false })],
  ["KeyC", "C", () => ({ crosshair: true })],
  ["KeyL", "L", () => ({ title: "", slice: "" })],
  ["KeyL", "L", () => ({ title: "Original" })],
  ["KeyI", "I", ({ slice }) => ({ window: "", slice })],
  ["KeyI", "I", () => ({ window: "", slice: "" })],
  ["KeyI", "I", ({ slice }) => ({ slice: expect.not.stringMatching(`^${slice}$`) as unknown as string })],
  ["KeyN", "N", () => ({ filter: "linear" })],
  ["KeyN", "N", () => ({ filter: "nearest" })],
  ["KeyH", "H", () => ({ sides: "R on left" })],
  ["KeyH", "H", () => ({ sides: "L on left" })],
  ["Digit2", "2", ({ window }) => ({ window: expect.not.stringMatching(window) as unknown as string })],
  ["Digit3", "3", () => ({ window: expect.stringMatching("^W 800 L 500") as unknown as string })],
  ["Digit4", "4", () => ({ window: expect.stringMatching("^W 533.33 L 500") as unknown as string })],
  ["Digit5", "5", () => ({ window: expect.stringMatching("^W 800 L 500") as unknown as string })],
  ["Ctrl+KeyZ", "Ctrl Z", () => ({ window: expect.not.stringMatching("^W 800 L 500") as unknown as string })],
  ["Digit1", "1", () => ({ window: expect.not.stringMatching("^W 800 L 500") as unknown as string })],
  ["KeyW", "W", () => ({ tool: "window" })],
  ["KeyZ", "Z", () => ({ tool: "zoom" })],
  ["KeyT", "T", () => ({ tool: "pan" })],
  ["KeyS", "S", () => ({ tool: "scroll" })],
  ["Escape", "Esc", () => ({ tool: "" })],
  ["KeyB", "B", () => ({ inspector: false })],
  ["KeyB", "B", () => ({ inspector: true })],
  ["Ctrl+KeyK", "Ctrl K", () => ({ dialog: "All commands" })],
  ["Escape", "Esc", () => ({ dialog: "" })],
  ["Shift+Slash", "?", () => ({ dialog: "Mouse and keys" })],
  ["Escape", "Esc", () => ({ dialog: "" })],
];

/** Those that the steps cannot show: a file dialog, a download, what lasts while the key is held. */
const OTHERS = ["Ctrl O", "Ctrl S", "M"];

/** As an input method for Hangul sends them: the place of the key is the only truth. */
function pressHangul(page: Page, name: string, key: string): Promise<void> {
  return page.evaluate(
    ({ name, key }) => {
      const parts = name.split("+");
      const code = parts.pop() ?? "";
      const init = { code, key, bubbles: true, cancelable: true };
      const modifiers = { ctrlKey: parts.includes("Ctrl"), shiftKey: parts.includes("Shift") };
      for (const type of ["keydown", "keyup"]) {
        document.activeElement?.dispatchEvent(new KeyboardEvent(type, { ...init, ...modifiers }));
      }
    },
    { name, key },
  );
}

const HANDS = {
  "Latin letters": (page: Page, name: string) => page.keyboard.press(name.replace("Ctrl+", "Control+")),
  "Hangul letters": (page: Page, name: string) =>
    /Escape|Arrow|Page|Home|End/.test(name) ? page.keyboard.press(name) : pressHangul(page, name, "ㄹ"),
  "an input method at work": (page: Page, name: string) =>
    /Escape|Arrow|Page|Home|End/.test(name) ? page.keyboard.press(name) : pressHangul(page, name, "Process"),
};

for (const [hand, press] of Object.entries(HANDS)) {
  test(`every key does what it says, with ${hand}`, async ({ page }) => {
    await openResult(page);
    await tile(page).focus();
    for (const [key, label, expected] of STEPS) {
      const before = await stateOf(page);
      await press(page, key);
      await expect
        .poll(() => stateOf(page), `${label} after ${JSON.stringify(before)}`)
        .toMatchObject(expected(before));
    }
    // Words that are being composed are nobody's command.
    const before = await stateOf(page);
    await page.evaluate(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { code: "KeyG", key: "Process", isComposing: true, bubbles: true }),
      ),
    );
    expect(await stateOf(page)).toEqual(before);
  });
}

test("the help sheet lists every key; dialogs give the focus back; what is typed is no command", async ({ page }) => {
  await openResult(page);
  await tile(page, RESULT).focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Mouse and keys" });
  const listed = await help
    .locator("section")
    .filter({ hasNot: page.getByRole("heading", { name: /^(Mouse|Curtain)/ }) })
    .locator("kbd")
    .allTextContents();
  expect([...listed].sort()).toEqual([...new Set(STEPS.map(([, label]) => label)), ...OTHERS].sort());
  await page.keyboard.press("Escape");
  await expect(tile(page, RESULT)).toBeFocused();

  // The browser's own dialog does not always come up where nobody sees it: what asks for it is looked at instead.
  const files = page.locator("#open-files");
  await files.evaluate((input) => {
    input.addEventListener("click", (event) => {
      event.preventDefault();
      input.dataset.asked = "";
    });
  });
  await page.keyboard.press("Control+KeyO");
  await expect(files).toHaveAttribute("data-asked");
  await expect(files).toHaveAttribute("multiple");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+KeyS")]);
  expect(download.suggestedFilename()).toMatch(/_res-sr2x_desc-superres/);
  await tile(page).hover({ position: { x: 90, y: 90 } });
  await page.keyboard.down("KeyM");
  await expect(page.locator(".magnifier")).toHaveCount(3);
  await page.keyboard.up("KeyM");
  await expect(page.locator(".magnifier")).toHaveCount(0);

  const white = page.getByRole("textbox", { name: "White" });
  await white.focus();
  const before = await stateOf(page);
  await page.keyboard.press("KeyG");
  await page.keyboard.press("Digit2");
  expect(await stateOf(page)).toEqual(before);
  await expect(white).toHaveValue(/g.*2|2.*g/);
});

for (const [language, wanted, typed] of [
  ["en", "Curtain: A beside B in one place", "curtain"],
  ["ko", undefined, "layout-curtain"],
] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ prefs: { noticeRead: true, radiological: false, language } });

    test("the palette finds a command and runs it", async ({ page }) => {
      await openResult(page);
      await page.locator("[data-tile]").first().focus();
      await page.keyboard.press("Control+KeyK");
      const palette = page.getByRole("dialog");
      // The command's own name, as it is listed.
      const name = wanted ?? (await palette.locator(`[data-value="${typed}"] > span`).textContent()) ?? "";
      if (language === "ko") expect(name).toMatch(/\p{Script=Hangul}/u);
      await page.keyboard.type(name.slice(0, 6));
      await expect(palette.locator('[cmdk-item][data-value="layout-curtain"]')).toHaveAttribute(
        "data-selected",
        "true",
      );
      await page.keyboard.press("Enter");
      await expect(page.getByRole("separator").first()).toBeVisible();
      await expect(page.locator("[data-tile] > .curtain-divider")).toHaveCount(1);
    });
  });
}

test("the whole job goes by keyboard alone", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  /** Goes on with Tab until what is focused has the name. */
  const tabTo = async (name: RegExp) => {
    const focused = () =>
      page.evaluate(() => {
        const { activeElement: one } = document;
        return one?.getAttribute("aria-label") ?? one?.textContent ?? "";
      });
    for (let count = 0; count < 60; count++) {
      if (name.test(await focused())) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${name} cannot be reached: the focus ends at ${await focused()}`);
  };
  await tabTo(/^Try a sample$/);
  await page.keyboard.press("Enter");
  await expect(tile(page)).toBeVisible();
  await expect(page.locator("body")).not.toBeFocused();
  await tabTo(/^Super-resolve$/);
  await page.keyboard.press("Enter");
  await expect(tile(page, RESULT)).toBeVisible({ timeout: 100_000 });
  await expect(page.locator("body")).not.toBeFocused();
  await page.keyboard.press("KeyK");
  await tabTo(/^Curtain between A and B$/);
  await page.keyboard.press("Digit1");
  await expect(page.getByRole("separator", { name: "Curtain between A and B" })).toHaveAttribute("aria-valuenow", "0");
  await tabTo(/^Save$/);
  const saved: string[] = [];
  page.on("download", (download) => saved.push(download.suggestedFilename().replace(/^.*(?=_desc)/, "")));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(() => [...saved].sort()).toEqual(["_desc-superres.json", "_desc-superres.nii.gz"]);
});
