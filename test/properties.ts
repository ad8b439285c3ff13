import fc from "fast-check";

/**
 * fast-check for every test of a property. An ordinary run meets the same cases as the one before, so that what turns red was
 * broken by the change under test; `PROPERTY_SEED=random` meets new ones, as the nightly run does, and `PROPERTY_SEED=…` those of a failure that
 * was told.
 */
export { default as fc } from "fast-check";

const seed = process.env["PROPERTY_SEED"] ?? "1";

if (seed !== "random") fc.configureGlobal({ seed: Number(seed) });
