/** Graphics memory that is taken from the 3-D image, as drivers do when it runs short. */

import { layout, openScan, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("the 3-D image is drawn anew where its graphics memory is lost, and in the end the page says so", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  await layout(page, "v");
  const render = tile(page, "Original", "3-D");
  const canvas = render.locator("canvas");
  await expect(render.getByText("Loading the 3-D view…")).toHaveCount(0);
  const picture = async () => (await render.screenshot()).toString("base64");
  const hide = (visibility: string) =>
    canvas.evaluate((element, value) => {
      element.style.visibility = value;
    }, visibility);
  await hide("hidden");
  const blank = await picture();
  await hide("");
  await expect.poll(picture).not.toBe(blank);
  const drawn = await picture();

  const lose = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      element.dataset.lost = "";
      element.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    });
  for (let loss = 0; loss < 3; loss++) {
    await lose();
    await expect(render.locator("canvas[data-lost]")).toHaveCount(0);
    await expect.poll(picture).toBe(drawn);
  }
  await lose();
  await expect(render.getByRole("alert")).toContainText("lost repeatedly");
});
