/** What a session does without a GPU. */

import { expect, test } from "vitest";
import { CALLS } from "./api";
import { memoryStorage, startSession } from "./test-session";

test("the list of calls is that of the session's", () => {
  expect([...CALLS].sort()).toEqual(Object.keys(startSession()).sort());
});

test("an unfinished training that an earlier version of the page kept is shown, refused and discarded", async () => {
  const storage = memoryStorage();
  const old = { request: { title: "Old", factor: [2, 2, 2] }, volumes: [{ id: "1", name: "a.nii" }], expectedParts: 2 };
  await storage.store("training", "request.json", [new TextEncoder().encode(JSON.stringify(old))]);
  const session = startSession({ storage });
  expect(await session.keptTraining()).toMatchObject({ request: { title: "Old" }, doneShare: 0 });
  await expect(session.restoreTraining()).rejects.toMatchObject({
    code: "E_NOT_FOUND",
    message: expect.stringContaining("earlier version"),
  });
  await session.discardKeptTraining();
  expect(await session.keptTraining()).toBeUndefined();
});
