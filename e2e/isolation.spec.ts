/** Nothing leaves the computer: what the page asks for on the way to a saved result, and what it cannot do. */

import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { serve } from "../src/tools/serve.mjs";
import { layout, openScan, saveResult, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { awkwardHead, fileOf } from "./helpers/test-scan";

test("from a scan to a saved result and 3-D the page asks for its own parts and for banks of the factor", async ({
  page,
  asked,
}) => {
  await page.goto("/?device=cpu");
  await expect(page.locator("footer")).toContainText("processor");
  const before = asked.paths.length;
  await openScan(page, await fileOf(awkwardHead(), "sub-01_T1w.nii.gz"));
  await page.locator("input[value='folded-2x-box.safetensors']").check({ force: true });
  const made = await superResolve(page);
  await saveResult(page);
  await layout(page, "v");
  await expect(tile(page, made, "3-D")).toBeVisible();
  const names = asked.paths.slice(before).map((path) => path.replace(/-[\w-]{8}(\.\w+)$/, "$1"));
  expect(names).toEqual(expect.arrayContaining(["/assets/render.js", "/banks/folded-2x-box.safetensors"]));
  // Those of each quality, to tell what they would take.
  expect(
    names.filter((name) => !/^\/(assets\/render\.js|banks\/(folded|fine|net)-2x-\w+\.safetensors)$/.test(name)),
  ).toEqual([]);
});

test("neither the page nor its workers reach another origin, or make code of text", async ({ page, watch }) => {
  const reached: string[] = [];
  const elsewhere = await serve(fileURLToPath(new URL(".", import.meta.url)), {
    onRequest: ({ url = "" }) => reached.push(url),
  });
  await page.goto("/?device=cpu");
  await openScan(page, await fileOf(awkwardHead(), "sub-01_T1w.nii.gz"));
  const workers = page.workers();
  expect(workers.length).toBeGreaterThan(1);
  for (const place of [page, ...workers] as Pick<Page, "evaluate">[]) {
    expect(await place.evaluate(tryToLeave, elsewhere.address)).toEqual({
      fetch: "TypeError",
      import: "TypeError",
      "code of text": "EvalError",
      "worker of a plain URL": "TypeError",
      "policy of one's own": "TypeError",
    });
  }
  expect(await page.evaluate(tryToLeaveByMarkup, elsewhere.address)).toBe("TypeError");
  const isTold = (directive: string) => watch.troubles.filter((text) => text.includes(`policy: ${directive}`)).length;
  await expect.poll(() => isTold("connect-src")).toBeGreaterThan(workers.length);
  await expect.poll(() => isTold("form-action")).toBeGreaterThan(0);
  expect(reached).toEqual([]);
  await elsewhere.close();
  // What was tried is told, as it should be; nothing else is.
  expect(watch.troubles.filter((text) => !/policy|Trusted/i.test(text))).toEqual([]);
  watch.troubles.length = 0;
  watch.foreign.length = 0;
});

/** In the page and in workers: the name of the error that each attempt ends with. */
async function tryToLeave(elsewhere: string): Promise<Record<string, string>> {
  const end = async (attempt: () => unknown) => {
    try {
      await attempt();
      return "done";
    } catch (error) {
      return (error as Error).name;
    }
  };
  const { trustedTypes } = globalThis as unknown as {
    trustedTypes: { createPolicy(name: string, rules: object): void };
  };
  return {
    fetch: await end(() => fetch(`${elsewhere}fetch`, { mode: "no-cors" })),
    import: await end(() => import(`${elsewhere}import.js`)),
    "code of text": await end(() => new Function("return 1")()),
    "worker of a plain URL": await end(() => new Worker("./icon.svg")),
    "policy of one's own": await end(() => trustedTypes.createPolicy("own", {})),
  };
}

/** What only documents have; says how markup from text ends. */
function tryToLeaveByMarkup(elsewhere: string): string {
  navigator.sendBeacon(`${elsewhere}beacon`, "scan");
  new Image().src = `${elsewhere}image`;
  const link = document.head.appendChild(document.createElement("link"));
  Object.assign(link, { rel: "stylesheet", href: `${elsewhere}style.css` });
  const form = document.body.appendChild(document.createElement("form"));
  form.action = `${elsewhere}form`;
  form.submit();
  try {
    document.body.innerHTML = "<b></b>";
    return "done";
  } catch (error) {
    return (error as Error).name;
  }
}
