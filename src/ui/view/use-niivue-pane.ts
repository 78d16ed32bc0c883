/** Ties a NiiVue pane to the life of a React element. */

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { EigenvoxError } from "../../core/errors";
import { notify } from "../../state/notice-store";
import { changeView, useView } from "../../state/view-store";
import { getVolume } from "../../state/volumes";
import { attachGestures } from "../../viewer/gestures";
import { type MapDisplay, NiivuePane } from "../../viewer/niivue-pane";
import type { PaneGroup } from "../../viewer/pane-group";
import type { Area } from "../../viewer/tile-layout";

/** A lost context is rebuilt this often before the pane gives up. */
const MAX_REBUILDS = 3;

interface Options {
  readonly group: PaneGroup;
  readonly volumeId: string;
  readonly title: string;
  /** For a volume that is a map and no image. */
  readonly map?: MapDisplay | undefined;
  readonly onLayout: (free: Area | undefined) => void;
}

/** Shows volume `volumeId` inside `host`; `trouble` says in words why it cannot be shown. */
export function useNiivuePane({ group, volumeId, title, map, onLayout }: Options): {
  host: RefObject<HTMLDivElement | null>;
  trouble: string | undefined;
} {
  const host = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState<string>();
  const [rebuilds, setRebuilds] = useState(0);
  const [pane, setPane] = useState<NiivuePane>();
  const fail = useEffectEvent((error: unknown) => setTrouble(report(title, error)));

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let made: NiivuePane | undefined;
    let isOver = false;
    const onLost = () => {
      if (isOver) return;
      if (rebuilds < MAX_REBUILDS) setRebuilds(rebuilds + 1);
      else setTrouble("The graphics memory was lost repeatedly. Close other tabs and reload the page.");
    };
    NiivuePane.create(element, { onLayout, onLost }).then((created) => {
      made = created;
      if (isOver) created.dispose();
      else {
        attachGestures(created, { view: useView.getState, change: changeView });
        group.add(created);
        setPane(created);
      }
    }, fail);
    return () => {
      isOver = true;
      if (!made) return;
      group.remove(made);
      made.dispose();
      setPane(undefined);
    };
  }, [group, onLayout, rebuilds]);

  useEffect(() => {
    const volume = getVolume(volumeId);
    if (!pane || !volume) return;
    let isOver = false;
    group.inTurn(() => {
      if (isOver) return;
      try {
        pane.show(volume, title, useView.getState(), map);
        setTrouble(undefined);
      } catch (error) {
        fail(error);
      }
    });
    return () => {
      isOver = true;
    };
  }, [group, pane, volumeId, title, map]);

  return { host, trouble };
}

function report(title: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  notify(`Pane ${title}`, { code: error instanceof EigenvoxError ? error.code : "E_INTERNAL", message });
  return message;
}
