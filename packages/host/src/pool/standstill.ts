/** What one look can add: who looks late, because nothing ran meanwhile, knows nothing of others. */
const MOST_MS = 200;

/** How long an event loop has stood still, by looks at a number that counts up while it turns. */
export class Standstill {
  /** In milliseconds, without those in which its thread would have run but had no processor. */
  ms = 0;
  #beat: number | undefined;
  #waited = 0;
  readonly #reached = new Set<number>();

  /**
   * @param elapsed milliseconds since the last look
   * @param waited how long the thread has waited for a processor, so far
   * @returns whether the event loop has turned
   */
  look(beat: number, elapsed: number, waited: number): boolean {
    const hasTurned = beat !== this.#beat;
    // Waiting is told when it is over, perhaps some looks late.
    const stood = Math.min(elapsed - (waited - this.#waited), MOST_MS);
    this.ms = hasTurned ? 0 : Math.max(0, this.ms + stood);
    if (hasTurned) this.#reached.clear();
    this.#beat = beat;
    this.#waited = waited;
    return hasTurned;
  }

  /** Whether it now stands still for that long, once. */
  reaches(ms: number): boolean {
    if (this.ms < ms || this.#reached.has(ms)) return false;
    this.#reached.add(ms);
    return true;
  }
}
