/** Tables that are sorted by a click on a column's head. */

import { type ReactNode, useState } from "react";

export interface Sort {
  readonly key: string;
  readonly isDescending: boolean;
}

/** The rows in the order that the person chose; texts rise at the first click, numbers fall. */
export function useSort<T>(
  rows: readonly T[],
  valueIn: (row: T, key: string) => string | number,
): { sort: Sort | undefined; sorted: readonly T[]; setSort: (key: string) => void } {
  const [sort, setSort] = useState<Sort>();
  const sign = sort?.isDescending ? -1 : 1;
  const sorted = sort
    ? [...rows].sort((a, b) => {
        const [left, right] = [valueIn(a, sort.key), valueIn(b, sort.key)];
        return sign * (typeof left === "string" ? left.localeCompare(String(right)) : left - Number(right));
      })
    : rows;
  const choose = (key: string) => {
    const [first] = rows;
    const isNumber = first !== undefined && typeof valueIn(first, key) === "number" && key !== "method";
    setSort(sort?.key === key ? { key, isDescending: !sort.isDescending } : { key, isDescending: isNumber });
  };
  return { sort, sorted, setSort: choose };
}

interface SortHeaderProps {
  readonly sortKey: string;
  readonly sort: Sort | undefined;
  readonly onSort: (key: string) => void;
  readonly isText?: boolean;
  readonly title?: string;
  readonly minWidth?: string;
  readonly children: ReactNode;
}

export function SortHeader({ sortKey, sort, onSort, isText = false, title, minWidth, children }: SortHeaderProps) {
  const isSorted = sort?.key === sortKey;
  const direction = isSorted ? (sort.isDescending ? "descending" : "ascending") : "none";
  return (
    <th scope="col" aria-sort={direction} className={isText ? "text" : ""} style={{ minWidth }}>
      <button type="button" title={title} onClick={() => onSort(sortKey)}>
        {children}
        <span aria-hidden="true">{isSorted ? (sort.isDescending ? " ▾" : " ▴") : ""}</span>
      </button>
    </th>
  );
}
