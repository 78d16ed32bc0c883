/** What a right click on a tile offers. */

import { DropdownMenu } from "radix-ui";
import { useRef } from "react";
import { create } from "zustand";
import { autoWindow, resetView, showVoxels } from "../../state/actions";
import { findSeries, selectSeries, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { MenuHeading, MenuItem, MenuLine } from "../common/menu";
import type { Tile } from "./arrange";
import { saveTilePicture } from "./stage-picture";
import { chooseTool, toggleMaximised, useStage } from "./stage-store";

interface Opened {
  /** Where on the page. CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly tile: Tile;
  /** The series under the pointer. */
  readonly under: string;
}

const useStageMenu = create<{ readonly opened?: Opened | undefined }>(() => ({}));

export function openStageMenu(opened: Opened): void {
  useStageMenu.setState({ opened });
}

export function StageMenu() {
  const opened = useStageMenu((state) => state.opened);
  const series = useSeries((state) => findSeries(opened?.under, state));
  const isMaximised = useStage((state) => state.maximised !== undefined);
  const last = useRef<Opened>(undefined);
  if (opened) last.current = opened;
  if (!opened || !series) return null;
  const { x, y, tile, under } = opened;
  const close = () => useStageMenu.setState({ opened: undefined });
  return (
    <DropdownMenu.Root modal={false} open onOpenChange={(isOpen) => !isOpen && close()}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-point" style={{ left: x, top: y }} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="raised menu"
          align="start"
          sideOffset={0}
          collisionPadding={8}
          aria-label={series.title}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const key = last.current?.tile.key ?? "";
            document.querySelector<HTMLElement>(`[data-tile-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
          }}
        >
          <MenuHeading>{series.title}</MenuHeading>
          <MenuItem label={t("Set as A")} onSelect={() => selectSeries(under, "a")} />
          <MenuItem label={t("Set as B")} onSelect={() => selectSeries(under, "b")} />
          <MenuLine />
          <MenuItem label={isMaximised ? t("Restore") : t("Maximise")} onSelect={() => toggleMaximised(tile.key)} />
          <MenuItem label={t("1:1, a pixel of the screen per voxel")} onSelect={() => showVoxels(under)} />
          <MenuItem label={t("Reset view")} keys="R" onSelect={resetView} />
          <MenuItem label={t("Auto window")} keys="1" onSelect={() => autoWindow(under)} />
          <MenuLine />
          <MenuItem label={t("Measure a distance")} onSelect={() => chooseTool("distance")} />
          <MenuItem label={t("Measure an angle")} onSelect={() => chooseTool("angle")} />
          <MenuItem label={t("Line profile")} onSelect={() => chooseTool("profile")} />
          <MenuLine />
          <MenuItem label={t("Save picture")} onSelect={() => void saveTilePicture(tile.key)} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
