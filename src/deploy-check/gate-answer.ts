/** What the gate said, as far as it is needed here; the whole of it is `DeployAnswer`, in schema/openapi.json. */
export interface GateAnswer {
  readonly decision: "approved" | "awaiting" | "rejected";
  /** One line. */
  readonly title: string;
  /** What holds the deployment, a sentence each. */
  readonly reasons: readonly string[];
  /** Why it is approved although something holds it. */
  readonly despite?: string | undefined;
  /** ISO 8601: from when on the clock alone holds nothing any more. */
  readonly opensAt?: string | undefined;
  /** Markdown. */
  readonly report: string;
}

/** Which deployment is meant. */
export interface Deployment {
  /** `owner/name`. */
  readonly repository: string;
  readonly environment: string;
  /** 40 hexadecimal digits, lower case. */
  readonly sha: string;
}

/** Reads an answer; undefined for anything that is not a whole answer about this very deployment, which then counts as none. */
export const answerOf = (value: unknown, { environment, sha }: Deployment): GateAnswer | undefined => {
  if (!isRecord(value) || value["sha"] !== sha) return undefined;
  const { environment: about, decision, title, reasons, report } = value;
  if (typeof about !== "string" || about.toLowerCase() !== environment.toLowerCase()) return undefined;
  if (!isDecision(decision) || typeof title !== "string" || typeof report !== "string") return undefined;
  if (!Array.isArray(reasons) || !reasons.every((reason) => typeof reason === "string")) return undefined;
  return { decision, title, reasons, report, despite: textOf(value["despite"]), opensAt: textOf(value["opensAt"]) };
};

const isDecision = (value: unknown): value is GateAnswer["decision"] =>
  value === "approved" || value === "awaiting" || value === "rejected";

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Whether a parsed JSON value is an object, and no list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
