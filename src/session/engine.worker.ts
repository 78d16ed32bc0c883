/** The worker that reads files and runs the engine, so that the page never waits for either: a session, exposed. */

import * as Comlink from "comlink";
import { openDevice } from "../compute/device-choice";
import type { Progress } from "../core/progress";
import type { Volume } from "../core/volume";
import { formatsWith } from "../formats/registry";
import { openBrowserCpu } from "../hosts/browser-cpu";
import { openBrowserGpu } from "../hosts/browser-device";
import { decodeInBrowser } from "../hosts/browser-dicom";
import { BROWSER_STORAGE } from "../hosts/browser-storage";
import type { EngineCalls } from "./api";
import { openSession } from "./engine-session";
import { settle } from "./outcome";
import type { OpenedScan, SeriesPicture, SeriesRead, SuperResolved } from "./wire";

const calls = openSession({
  open: (device) => openDevice(device, { openGpu: openBrowserGpu, openCpu: openBrowserCpu }),
  storage: BROWSER_STORAGE,
  fetch: (url) => fetch(url),
  formats: formatsWith(decodeInBrowser),
});

/** The memory that a call gives away with what it returns, in place of a copy of it. */
type GivenAway = { [Name in keyof EngineCalls]?: (value: Awaited<ReturnType<EngineCalls[Name]>>) => ArrayBuffer[] };
const memory = (...volumes: Volume[]) => volumes.map(({ data }) => data.buffer);
const ofScan = ({ volume }: OpenedScan) => memory(volume);
const ofResult = ({ interpolated, superResolved }: SuperResolved) => memory(interpolated, superResolved);
const GIVEN_AWAY: GivenAway = {
  openSample: ofScan,
  seriesPicture: (picture?: SeriesPicture) => (picture ? memory(picture.volume) : []),
  scanFrame: ({ volume }) => memory(volume),
  preview: ({ interpolated, superResolved }) => memory(interpolated, superResolved),
  superResolve: ofResult,
  resultMap: ({ volume }) => memory(volume),
  showEvaluated: ({ scan, result }) => [...ofScan(scan), ...ofResult(result)],
};

/** The same of what a call calls back with, through any of its callbacks. */
const GIVEN_BACK: { [Name in keyof EngineCalls]?: (value: never) => ArrayBuffer[] } = {
  openSeries: (told: SeriesRead | Progress) => ("outcome" in told && told.outcome.ok ? ofScan(told.outcome.value) : []),
};

type Call = (...args: unknown[]) => Promise<unknown>;

type Callback = (value: object) => unknown;
type Given = ((value: unknown) => ArrayBuffer[]) | undefined;

/** The callback, given the memory of what it is called with. */
const giving =
  (callback: Callback, given: (value: unknown) => ArrayBuffer[]): Callback =>
  (value) =>
    callback(Comlink.transfer(value, given(value)));

Comlink.expose(
  Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [
      name,
      async (...args: unknown[]) => {
        const back = GIVEN_BACK[name as keyof EngineCalls] as Given;
        const taken = args.map((arg) => (typeof arg === "function" && back ? giving(arg as Callback, back) : arg));
        const outcome = await settle(() => (call as Call)(...taken));
        const given = GIVEN_AWAY[name as keyof EngineCalls] as Given;
        return outcome.ok && given ? Comlink.transfer(outcome, given(outcome.value)) : outcome;
      },
    ]),
  ),
);
