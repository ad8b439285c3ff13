/** Milliseconds: a session that nobody looks with ends after `idle`, and any other after `whole`. */
export const SESSION_LIMITS_MS = { idle: 8 * 3_600_000, whole: 14 * 24 * 3_600_000 } as const;
