/** Taking turns: a lock that is handed on in the order of asking. */

export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Runs `work` when everything asked for before is over, failed or not. To be aborted while it waits is the work's
   * business: its turn comes, and it rejects. Work that asks for another turn and waits for it never ends.
   */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => {});
    return turn;
  }
}
