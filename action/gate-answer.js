/** Reads an answer; undefined for anything that is not a whole answer about this very deployment, which then counts as none. */
export const answerOf = (value, { environment, sha }) => {
    if (!isRecord(value) || value["sha"] !== sha)
        return undefined;
    const { environment: about, decision, title, reasons, report } = value;
    if (typeof about !== "string" || about.toLowerCase() !== environment.toLowerCase())
        return undefined;
    if (!isDecision(decision) || typeof title !== "string" || typeof report !== "string")
        return undefined;
    if (!Array.isArray(reasons) || !reasons.every((reason) => typeof reason === "string"))
        return undefined;
    return { decision, title, reasons, report, despite: textOf(value["despite"]), opensAt: textOf(value["opensAt"]) };
};
const isDecision = (value) => value === "approved" || value === "awaiting" || value === "rejected";
const textOf = (value) => (typeof value === "string" ? value : undefined);
/** Whether a parsed JSON value is an object, and no list. */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
