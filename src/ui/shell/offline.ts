/** Keeps the page on this machine, and takes a new version only when the person wants it. */

import { trustedUrl } from "../../hosts/trusted-url";
import type { Question } from "../../offline/questions";
import { ask } from "../../state/ask";
import { useOffline } from "../../state/offline-store";
import { t } from "../../text/text";
import { reloadAsAgreed, wouldLoseWork } from "./leaving";

/**
 * To be called once. Where there are no service workers (an insecure address, the development server) the page works as
 * ever, and nothing is said.
 */
export async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // What the page itself needs comes first.
  if (document.readyState !== "complete") {
    await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  }
  try {
    await navigator.serviceWorker.register(trustedUrl("./service-worker.js"));
  } catch {
    return; // a private window, or no room
  }
  const kept = await navigator.serviceWorker.ready;
  followUpdates(kept);
  if (kept.active) useOffline.setState({ isReady: await askWorker(kept.active, "is complete") });
}

function followUpdates(kept: ServiceWorkerRegistration): void {
  const offer = () => useOffline.setState({ update: kept.waiting ?? undefined });
  const follow = () => kept.installing?.addEventListener("statechange", offer);
  offer();
  follow();
  kept.addEventListener("updatefound", follow);
}

/** Reloads the page in the version that waits; asks first where work would be lost. */
export async function takeUpdate(update: ServiceWorker): Promise<void> {
  const isSure =
    !wouldLoseWork() ||
    (await ask({
      text: t("What is being computed, and results that are not saved, would be lost. Reload all the same?"),
      confirm: t("Reload"),
      decline: t("Keep"),
    }));
  if (!isSure) return;
  update.addEventListener("statechange", () => {
    if (update.state === "activated") reloadAsAgreed();
  });
  while (!(await askWorker(update, "take over"))) {
    const isClosed = await ask({
      text: t("Eigenvox is open in another tab too, in the old version. Close it there first."),
      confirm: t("Closed"),
      decline: t("Later"),
    });
    if (!isClosed) return;
  }
}

function askWorker(worker: ServiceWorker, question: Question): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as boolean);
    worker.postMessage(question, [port2]);
  });
}
