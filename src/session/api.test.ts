/** The page can call what a session offers, by name, and nothing else. */

import { expect, test } from "vitest";
import { CALLS } from "./api";
import { openSession } from "./engine-session";

test("the list of calls is that of the session's", () => {
  const none = () => Promise.reject(new Error("not needed"));
  const session = openSession({ open: none, storage: {} as never, fetch: none });
  expect([...CALLS].sort()).toEqual(Object.keys(session).sort());
});
