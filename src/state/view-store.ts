/** The one view that all panes share. */

import { create } from "zustand";
import type { View } from "../core/view";

export const useView = create<View>(() => ({
  crosshairMm: [0, 0, 0],
  panMm: [0, 0, 0],
  zoom: 1,
  layout: "three",
  radiological: false,
  smooth: false,
  window: [0, 1],
  letters: true,
}));

export function changeView(change: Partial<View>): void {
  useView.setState(change);
}
