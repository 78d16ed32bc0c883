/** The worker that reads files and runs the engine, so that the page never waits for either: a session, exposed. */

import * as Comlink from "comlink";
import type { Volume } from "../core/volume";
import { openBrowserGpu } from "../hosts/browser-device";
import { BROWSER_STORAGE } from "../hosts/browser-storage";
import type { EngineCalls } from "./api";
import { openSession } from "./engine-session";
import { settle } from "./outcome";
import type { OpenedScan, SuperResolved } from "./wire";

const calls = openSession({ open: openBrowserGpu, storage: BROWSER_STORAGE, fetch: (url) => fetch(url) });

/** The memory that a call gives away with what it returns, in place of a copy of it. */
type GivenAway = { [Name in keyof EngineCalls]?: (value: Awaited<ReturnType<EngineCalls[Name]>>) => ArrayBuffer[] };
const memory = (...volumes: Volume[]) => volumes.map(({ data }) => data.buffer);
const ofScan = ({ volume }: OpenedScan) => memory(volume);
const ofResult = ({ interpolated, superResolved }: SuperResolved) => memory(interpolated, superResolved);
const GIVEN_AWAY: GivenAway = {
  openFiles: ({ scan }) => (scan ? ofScan(scan) : []),
  openSample: ofScan,
  superResolve: ofResult,
  resultMap: ({ volume }) => memory(volume),
  encodeResult: (bytes) => [bytes.buffer],
  showEvaluated: ({ scan, result }) => [...ofScan(scan), ...ofResult(result)],
};

type Call = (...args: unknown[]) => Promise<unknown>;

Comlink.expose(
  Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [
      name,
      async (...args: unknown[]) => {
        const outcome = await settle(() => (call as Call)(...args));
        const given = GIVEN_AWAY[name as keyof EngineCalls] as ((value: unknown) => ArrayBuffer[]) | undefined;
        return outcome.ok && given ? Comlink.transfer(outcome, given(outcome.value)) : outcome;
      },
    ]),
  ),
);
