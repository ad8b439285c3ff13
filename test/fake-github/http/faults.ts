export interface Fault {
  /** How many matching calls fail; 1 unless given. */
  readonly next?: number;
  /** Held against `METHOD /path?query`, or `POST /graphql OperationName owner/name`. Every call unless given. */
  readonly match?: RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** GraphQL answers 200 with these errors; with `applied` the data stays beside them. */
  readonly errors?: readonly { readonly type?: string; readonly message: string }[];
  /** The work is done although the answer says otherwise, as when a gateway times out. */
  readonly applied?: boolean;
  /** The connection is cut without an answer. */
  readonly drop?: boolean;
  /** Nobody ever answers; with `applied` the work is done. */
  readonly hangs?: boolean;
  /** The right answer, in another manner. */
  readonly manner?: Manner;
  /** Happens when the call arrives; it is answered as the world is then. */
  readonly meanwhile?: () => unknown;
}

/** `cut`: the connection ends before the length that was announced; `short`: half of the text, announced as whole; `slow`: byte by byte. */
export type Manner = "cut" | "short" | "slow";

/** Nothing is refused: only how it is answered, or what happens meanwhile, is out of the ordinary. */
export const isAnswered = ({ status, errors, body, drop, hangs, manner, meanwhile }: Fault): boolean =>
  [status, errors, body, drop, hangs].every((one) => one === undefined) && (manner ?? meanwhile) !== undefined;

/** What is to go wrong next. */
export class Faults {
  #planned: { fault: Fault; left: number }[] = [];

  plan(fault: Fault): void {
    this.#planned.push({ fault, left: fault.next ?? 1 });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault this call meets, which is used up by it. */
  take(call: string): Fault | undefined {
    const met = this.#planned.find(({ fault, left }) => left > 0 && (fault.match?.test(call) ?? true));
    if (met === undefined) return undefined;
    met.left -= 1;
    return met.fault;
  }
}
