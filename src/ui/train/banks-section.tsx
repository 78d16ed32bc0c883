/** The person's own banks: trained or opened here. */

import { useShallow } from "zustand/react/shallow";
import { formatFactor } from "../../core/volume";
import type { BankEntry } from "../../session/wire";
import { keepBank, openBank, removeBank } from "../../state/bank-actions";
import { useSession } from "../../state/session-store";
import { FileButton } from "../common/file-button";
import { viewWith } from "./result-section";
import { saveBank } from "./save-files";

export function BanksSection() {
  const own = useSession(useShallow(({ banks = [] }) => banks.filter(({ origin }) => origin === "own")));
  return (
    <section className="train-section" aria-labelledby="train-banks">
      <div className="section-head">
        <h2 id="train-banks">Own banks</h2>
        <FileButton
          label="Open a bank"
          inputLabel="Bank files"
          accept=".safetensors"
          onFiles={(files) => {
            for (const file of files) void openBank(file);
          }}
        />
      </div>
      {own.length === 0 && <p className="muted">Banks that you train or open appear here and in the viewer.</p>}
      <ul className="entry-list">
        {own.map((bank) => (
          <BankRow key={bank.id} bank={bank} />
        ))}
      </ul>
    </section>
  );
}

function BankRow({ bank }: { bank: BankEntry }) {
  const { title, method, factor, degradation, isKept } = bank;
  return (
    <li>
      <strong title={title}>
        <bdi>{title}</bdi>
      </strong>
      <span className="muted">
        {method} · {formatFactor(factor)} · {degradation} ·{" "}
        {isKept ? "kept in this browser" : "gone after a reload unless kept"}
      </span>
      <span className="button-row">
        <button type="button" className="button quiet small" onClick={() => viewWith(bank)}>
          Use
        </button>
        <button type="button" className="button quiet small" onClick={() => void saveBank(bank)}>
          Save
        </button>
        <button type="button" className="button quiet small" disabled={isKept} onClick={() => void keepBank(bank)}>
          Keep
        </button>
        <button type="button" className="button quiet small" onClick={() => void removeBank(bank)}>
          Remove
        </button>
      </span>
    </li>
  );
}
