/** Things that a session holds under ids. */

import { EigenvoxError } from "../core/errors";

export class Store<T> {
  private readonly items = new Map<string, T>();
  private last = 0;

  /** `gone` is what a person is told who asks for a thing that is not here any more. */
  constructor(
    private readonly prefix: string,
    private readonly gone: string,
  ) {}

  /** Holds what is made for an id that was not used before. */
  add<Item extends T>(make: (id: string) => Item): Item {
    let id = `${this.prefix}-${++this.last}`;
    while (this.items.has(id)) id = `${this.prefix}-${++this.last}`;
    const item = make(id);
    this.items.set(id, item);
    return item;
  }

  set(id: string, item: T): void {
    this.items.set(id, item);
  }

  /** Throws `E_NOT_FOUND`. */
  get(id: string): T {
    const item = this.items.get(id);
    if (item === undefined) throw new EigenvoxError("E_NOT_FOUND", this.gone);
    return item;
  }

  has(id: string): boolean {
    return this.items.has(id);
  }

  delete(id: string): void {
    this.items.delete(id);
  }

  clear(): void {
    this.items.clear();
  }

  get all(): readonly T[] {
    return [...this.items.values()];
  }
}
