const TASK = /^(\s*(?:[-*+]|\d+[.)])\s+\[)([ xX])(\][^]*)$/;

/** Flips the box of the task line that contains the step's text or id, as GitHub's page does; everything else stays. */
export function flip(body: string, { step, ticked }: { step: string; ticked: boolean }): string {
  const lines = body.split("\n");
  const index = lines.findIndex((line) => TASK.test(line) && line.includes(step));
  const line = lines[index];
  if (line === undefined) throw new Error(`no task line contains "${step}"`);
  return lines.with(index, line.replace(TASK, `$1${ticked ? "x" : " "}$3`)).join("\n");
}
