/** Whether the page works without a network, and whether a newer version of it waits. */

import { create } from "zustand";

interface OfflineState {
  /** True once every file of the page is known to be kept on this machine. */
  readonly isReady: boolean;
  /** A newer version, fetched, that waits to be asked for. */
  readonly update?: ServiceWorker | undefined;
}

export const useOffline = create<OfflineState>(() => ({ isReady: false }));
