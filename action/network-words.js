import { isRecord } from "./gate-answer.js";
/** Says what went wrong on the way to a host, and what to look at; the codes are those of Node.js and OpenSSL. */
export const networkTrouble = (error, url) => {
    const { host, hostname } = new URL(url);
    const code = codeOf(error);
    if (DNS.has(code))
        return { message: `There is no host \`${hostname}\` by this machine's DNS (${code}).`, passes: true };
    if (code === "ECONNREFUSED")
        return { message: `Nothing listens at ${host} (${code}).`, passes: true };
    if (PLAIN.has(code))
        return {
            message: `${host} does not speak TLS (${code}): is it https: or http:, and the right port?`,
            passes: false,
        };
    if (TLS.test(code))
        return { message: `The certificate of ${host} is not trusted here (${code}): ${remedyOf(code)}`, passes: false };
    if (isTimeout(error))
        return { message: `${host} did not answer in time.`, passes: true };
    return { message: `${host} could not be asked${code === "" ? "" : ` (${code})`}: ${deepest(error)}.`, passes: true };
};
const DNS = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "EAI_NONAME"]);
const PLAIN = new Set([
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "ERR_SSL_PACKET_LENGTH_TOO_LONG",
    "EPROTO",
]);
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const TLS = /CERT|SIGNATURE|ISSUER|^ERR_(?:TLS|SSL)_/;
const remedyOf = (code) => {
    if (code === "CERT_HAS_EXPIRED")
        return "it has expired, or this machine's clock is wrong.";
    if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
        return "it is for another name; use the name that it is for.";
    return "name the file of your certificate authority in NODE_EXTRA_CA_CERTS.";
};
const isTimeout = (error) => /TIMEOUT|TIMEDOUT/.test(codeOf(error)) || chainOf(error).some(({ name }) => name === "TimeoutError");
/** More than this is a circle. */
const LONGEST_CHAIN = 6;
/** `fetch` wraps what happened, and several addresses that were tried come as one error. */
const chainOf = (error) => {
    const chain = [];
    for (let next = error; isRecord(next) && chain.length < LONGEST_CHAIN; next = causeOf(next))
        chain.push({ name: wordOf(next, "name"), message: wordOf(next, "message"), code: wordOf(next, "code") });
    return chain;
};
const causeOf = (error) => {
    const { errors, cause } = error;
    return Array.isArray(errors) && errors.length > 0 ? errors[0] : cause;
};
const wordOf = (error, key) => {
    const value = error[key];
    return typeof value === "string" ? value : "";
};
const codeOf = (error) => chainOf(error).findLast(({ code }) => code !== "")?.code ?? "";
const deepest = (error) => (chainOf(error).findLast(({ message }) => message !== "")?.message ?? String(error))
    .replaceAll(/\s+/g, " ")
    .replace(/\.$/, "");
