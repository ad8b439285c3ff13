import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

/** Encrypts what is to be kept, and signs what comes back, by keys made from one secret. */
export interface Sealing {
  /** `bound` is what it belongs to: opened for anything else, it is no good. */
  readonly seal: (text: string, bound: string) => string;
  /** Undefined when it was not sealed by one of our secrets for this, or was changed. */
  readonly open: (sealed: string, bound: string) => string | undefined;
  /** What a form of this session carries, which no other site knows. */
  readonly formToken: (sessionId: string) => string;
  readonly isFormToken: (token: string, sessionId: string) => boolean;
}

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The first secret seals; every one of them opens, so that it can be changed while people are signed in. */
export const createSealing = ([first, ...older]: readonly [string, ...string[]]): Sealing => {
  const sealing = keyOf(first, "sealing");
  const opening = [sealing, ...older.map((secret) => keyOf(secret, "sealing"))];
  const signing = [first, ...older].map((secret) => keyOf(secret, "forms"));
  return {
    seal: (text, bound) => seal(sealing, text, bound),
    open: (sealed, bound) => {
      for (const key of opening) {
        const text = open(key, sealed, bound);
        if (text !== undefined) return text;
      }
      return undefined;
    },
    formToken: (sessionId) => tokenBy(keyOf(first, "forms"), sessionId),
    isFormToken: (token, sessionId) => signing.some((key) => isSame(token, tokenBy(key, sessionId))),
  };
};

/** One key for each purpose. https://datatracker.ietf.org/doc/html/rfc5869 */
const keyOf = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", `gatehouse ${purpose}`, 32));

const tokenBy = (key: Buffer, sessionId: string): string =>
  createHmac("sha256", key).update(sessionId).digest("base64url");

const seal = (key: Buffer, text: string, bound: string): string => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
};

const open = (key: Buffer, sealed: string, bound: string): string | undefined => {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(bound))
      .setAuthTag(tag);
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
};

const isSame = (one: string, other: string): boolean => {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
};
