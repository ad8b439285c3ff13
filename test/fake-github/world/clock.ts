/** The fake's only source of time: real until a test sets it, then standing still until it is advanced. */
export class Clock {
  #frozen: number | undefined;
  #offset = 0;

  constructor(start?: Date) {
    this.#frozen = start?.getTime();
  }

  now(): Date {
    return new Date(this.#frozen ?? Date.now() + this.#offset);
  }

  set(date: Date): void {
    this.#frozen = date.getTime();
  }

  /** From where it stands, time goes on by itself. */
  goOn(): void {
    if (this.#frozen === undefined) return;
    this.#offset = this.#frozen - Date.now();
    this.#frozen = undefined;
  }

  advance(milliseconds: number): void {
    if (this.#frozen === undefined) this.#offset += milliseconds;
    else this.#frozen += milliseconds;
  }
}

/** GitHub writes times without milliseconds. */
export const iso = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

export const isoOrNull = (date: Date | null): string | null => (date === null ? null : iso(date));
