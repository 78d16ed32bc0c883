/**
 * Keeps the files of the page on this machine, so that it works without a network. A new version is fetched as a whole
 * and waits, until nobody uses the old one any more or a person asks for it.
 */

import { PrecacheController, PrecacheRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { NetworkFirst } from "workbox-strategies";
import type { Question } from "./questions";

declare const self: ServiceWorkerGlobalScope;

const files = new PrecacheController();
files.precache(self.__WB_MANIFEST);
// `?device=cpu` and the like are for the page; its files are the same.
registerRoute(new PrecacheRoute(files, { ignoreURLParametersMatching: [/./], cleanURLs: false }));

// Banks that are too large to be fetched unasked: kept once they were used. Their names stay from version to version,
// so what is kept is only for want of a network.
const banks = new URL("banks/", self.registration.scope).href;
registerRoute(({ url }) => url.href.startsWith(banks), new NetworkFirst({ networkTimeoutSeconds: 10 }));

// What the first visit uses is kept too.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const ANSWERS: Readonly<Record<Question, () => Promise<boolean>>> = {
  "is complete": async () => {
    const kept = await Promise.all(files.getCachedURLs().map((url) => files.matchPrecache(url)));
    return kept.every((file) => file !== undefined);
  },
  "take over": async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (windows.filter(({ url }) => url.startsWith(self.registration.scope)).length > 1) return false;
    void self.skipWaiting();
    return true;
  },
};

self.addEventListener("message", ({ data, ports }) => {
  void ANSWERS[data as Question]?.().then((answer) => ports[0]?.postMessage(answer));
});
