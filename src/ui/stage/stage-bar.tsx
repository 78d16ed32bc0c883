/** How the images are arranged, and the plane of layouts that show one. A menu where the row is short. */

import { Box, Columns2, Columns3, Diff, Grid3x3, type LucideIcon, Repeat2, SquareSplitHorizontal } from "lucide-react";
import { PLANES, type Plane } from "../../core/view";
import { setLayout } from "../../state/layout";
import { changePrefs, LAYOUTS, type Layout, usePrefs } from "../../state/prefs-store";
import { useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Menu, MenuItem, MenuLine } from "../common/menu";
import { useStage } from "./stage-store";
import { planeTitle } from "./tile-texts";

interface LayoutTexts {
  readonly title: string;
  readonly note: string;
  readonly keys: string;
  readonly Icon: LucideIcon;
  /** True where A and B are compared. */
  readonly needsPair?: boolean;
}

const layoutTexts = (): Readonly<Record<Layout, LayoutTexts>> => ({
  grid: { title: t("Grid"), note: t("planes and series"), keys: "G", Icon: Grid3x3 },
  plane: { title: t("Plane"), note: t("one plane of each series"), keys: "P", Icon: Columns3 },
  "two-up": { title: t("Two-up"), note: t("A beside B"), keys: "U", Icon: Columns2, needsPair: true },
  curtain: {
    title: t("Curtain"),
    note: t("A and B, divided"),
    keys: "K",
    Icon: SquareSplitHorizontal,
    needsPair: true,
  },
  flicker: { title: t("Flicker"), note: t("A and B in turn"), keys: "F", Icon: Repeat2, needsPair: true },
  difference: { title: t("Difference"), note: t("A minus B"), keys: "D", Icon: Diff, needsPair: true },
  render: { title: t("3-D"), note: t("the active series"), keys: "V", Icon: Box },
});

const planeLetter = (plane: Plane): string => ({ axial: t("Ax"), coronal: t("Co"), sagittal: t("Sa") })[plane];

export function StageBar() {
  const { layout, plane } = usePrefs();
  const hasPair = useSeries(({ a, b }) => a !== undefined && b !== undefined && a !== b);
  const texts = layoutTexts();
  const layouts = LAYOUTS.map((value) => ({
    value,
    ...texts[value],
    isOut: texts[value].needsPair === true && !hasPair,
  }));
  const { Icon: Chosen, title: chosenTitle } = texts[layout];
  return (
    <>
      <div className="row stage-bar">
        <fieldset className="stage-choice">
          <legend className="visually-hidden">{t("Layout")}</legend>
          {layouts.map(({ value, title, note, keys, Icon, isOut }) => (
            <button
              key={value}
              type="button"
              className="icon-button"
              aria-label={title}
              title={`${title}: ${note} (${keys})`}
              aria-pressed={value === layout}
              disabled={isOut}
              onClick={() => choose(value)}
            >
              <Icon size={18} aria-hidden="true" />
            </button>
          ))}
        </fieldset>
        <fieldset className="stage-choice">
          <legend className="visually-hidden">{t("Plane")}</legend>
          {PLANES.map((value, index) => (
            <button
              key={value}
              type="button"
              className="icon-button plane-button"
              aria-label={planeTitle(value)}
              title={`${planeTitle(value)} (Shift ${index + 1})`}
              aria-pressed={layout !== "grid" && layout !== "render" && value === plane}
              onClick={() => choosePlane(value)}
            >
              {planeLetter(value)}
            </button>
          ))}
        </fieldset>
      </div>
      {/* Shown instead where there is no room, by the style sheet. */}
      <div className="stage-bar-menu">
        <Menu label={t("Layout: {title}", { title: chosenTitle })} button={<Chosen size={18} aria-hidden="true" />}>
          {layouts.map(({ value, title, note, keys, Icon, isOut }) => (
            <MenuItem
              key={value}
              label={`${title}, ${note}`}
              icon={<Icon size={14} aria-hidden="true" />}
              keys={keys}
              isTicked={value === layout}
              isDisabled={isOut}
              onSelect={() => choose(value)}
            />
          ))}
          <MenuLine />
          {PLANES.map((value) => (
            <MenuItem
              key={value}
              label={planeTitle(value)}
              isTicked={value === plane}
              onSelect={() => choosePlane(value)}
            />
          ))}
        </Menu>
      </div>
    </>
  );
}

function choose(layout: Layout): void {
  useStage.setState({ maximised: undefined });
  setLayout(layout);
}

/** A plane chosen where all are shown is the one to look at. */
function choosePlane(plane: Plane): void {
  changePrefs({ plane });
  const { layout } = usePrefs.getState();
  useStage.setState({ maximised: undefined });
  if (layout === "grid" || layout === "render") setLayout("plane");
}
