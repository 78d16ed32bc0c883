/** The person's own banks: trained or opened here. */

import { useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import { formatFactor } from "../../core/volume";
import type { BankEntry } from "../../session/protocol";
import { keepBank, openBank, removeBank } from "../../state/bank-actions";
import { useSession } from "../../state/session-store";
import { viewWith } from "./result-section";
import { saveBank } from "./save-files";

export function BanksSection() {
  const own = useSession(useShallow(({ banks = [] }) => banks.filter(({ origin }) => origin === "own")));
  const input = useRef<HTMLInputElement>(null);
  return (
    <section className="train-section" aria-labelledby="train-banks">
      <div className="section-head">
        <h2 id="train-banks">Own banks</h2>
        <button type="button" className="button small" onClick={() => input.current?.click()}>
          Open a bank
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Bank files"
          accept=".safetensors"
          onChange={(event) => {
            for (const file of event.currentTarget.files ?? []) void openBank(file);
            event.currentTarget.value = "";
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
