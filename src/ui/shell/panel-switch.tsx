/** What the page is used for, with how far the runs of the others are. */

import { useEvaluation } from "../../state/evaluation-store";
import type { Job } from "../../state/job-store";
import { PANELS, type Panel, useSession } from "../../state/session-store";
import { useTraining } from "../../state/training-store";
import { t } from "../../text/text";
import { Menu, MenuItem } from "../common/menu";
import { Segments } from "../common/segments";

const panelTitle = (panel: Panel): string => ({ view: t("View"), train: t("Train"), evaluate: t("Evaluate") })[panel];
const choose = (panel: Panel) => useSession.setState({ panel });

/** `isShort` takes the place of one of them. */
export function PanelSwitch({ isShort }: { isShort: boolean }) {
  const panel = useSession((session) => session.panel);
  const train = useTraining(percentOf);
  const evaluate = useEvaluation(percentOf);
  const shares = { view: undefined, train, evaluate };
  if (isShort) {
    const busy = PANELS.find((one) => one !== panel && shares[one] !== undefined);
    return (
      <Menu
        label={t("Panel: {panel}", { panel: panelTitle(panel) })}
        button={
          <>
            {panelTitle(panel)}
            {busy && <Share percent={shares[busy]} />}
          </>
        }
      >
        {PANELS.map((one) => (
          <MenuItem
            key={one}
            label={
              <>
                {panelTitle(one)}
                <Share percent={shares[one]} />
              </>
            }
            isTicked={one === panel}
            onSelect={() => choose(one)}
          />
        ))}
      </Menu>
    );
  }
  return (
    <Segments
      name="panel"
      legend={t("Panel")}
      choices={PANELS.map((one) => [
        one,
        <span key={one} className="panel-name">
          {panelTitle(one)}
          {one !== panel && <Share percent={shares[one]} />}
        </span>,
      ])}
      value={panel}
      onChange={choose}
    />
  );
}

/** How far a panel's run is, for who looks at another panel. */
function Share({ percent }: { percent: number | undefined }) {
  return percent === undefined ? null : <b className="panel-share"> {percent} %</b>;
}

const percentOf = ({ run }: { run?: Job | undefined }) => run && Math.floor(run.fraction * 100);
