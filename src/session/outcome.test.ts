import { describe, expect, it } from "vitest";
import { EigenvoxError } from "../core/errors";
import { settle } from "./outcome";

describe("settle", () => {
  it("keeps the value", async () => {
    expect(await settle(async () => 7)).toEqual({ ok: true, value: 7 });
  });

  it("keeps the code and text of an expected failure", async () => {
    const outcome = await settle(() => Promise.reject(new EigenvoxError("E_GZIP", "cut short")));
    expect(outcome).toEqual({ ok: false, error: { code: "E_GZIP", message: "cut short" } });
  });

  it("tells a cancelled job from a broken one", async () => {
    const aborted = await settle(async () => AbortSignal.abort().throwIfAborted());
    expect(aborted).toMatchObject({ ok: false, error: { code: "ABORTED" } });
    const broken = await settle(async () => {
      throw new TypeError("x is undefined");
    });
    expect(broken).toEqual({ ok: false, error: { code: "E_INTERNAL", message: "x is undefined" } });
  });
});
