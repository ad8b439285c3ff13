/** GitHub says no: the status and message its REST API would answer with. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = (): Refusal => new Refusal(404, "Not Found");

export const invalid = (message: string, errors?: readonly unknown[]): Refusal => new Refusal(422, message, errors);

/** Returns what is there, or refuses with GitHub's 404. */
export function found<T>(thing: T | null | undefined): T {
  if (thing === undefined || thing === null) throw notFound();
  return thing;
}

/** GitHub's limit for descriptions and comments, in characters: https://github.com/orgs/community/discussions/41331 */
const LONGEST_BODY = 65_536;

export function checkLength(body: string): void {
  if (body.length > LONGEST_BODY)
    throw invalid("Validation Failed", [
      {
        resource: "IssueComment",
        code: "unprocessable",
        field: "data",
        message: "body is too long (maximum is 65536 characters)",
      },
    ]);
}
