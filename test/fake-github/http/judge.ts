import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnySchemaObject, Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

interface RouteContract {
  readonly query: Readonly<Record<string, AnySchemaObject>>;
  readonly body?: AnySchemaObject;
  readonly bodyRequired?: boolean;
  readonly responses: Readonly<Record<string, AnySchemaObject | null>>;
}

interface Exchange {
  readonly route: string;
  readonly query: URLSearchParams;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}

const CONTRACTS = join(import.meta.dirname, "../../contracts");

/** Statuses every route may answer with though GitHub's document doesn't say so for each. */
const ALWAYS_POSSIBLE = new Set([304, 400, 401, 403, 404, 405, 409, 410, 422, 429, 500, 501, 502, 503, 504]);

/** Compares what goes over the wire with GitHub's published contracts and collects every difference. */
export class Judge {
  readonly violations: string[] = [];
  readonly #on: boolean;
  readonly #rest = new Contract("rest.json");
  readonly #hooks = new Contract("webhooks.json");

  constructor({ on }: { on: boolean }) {
    this.#on = on;
  }

  get isOn(): boolean {
    return this.#on;
  }

  accuse(violation: string): void {
    if (this.#on) this.violations.push(violation);
  }

  exchange(exchange: Exchange): void {
    if (!this.#on) return;
    const contract = this.#rest.route(exchange.route);
    if (contract === undefined)
      return this.accuse(`${exchange.route}: no contract; add it to scripts/contracts-routes.json`);
    this.#query(exchange, contract);
    if (exchange.status < 400 || exchange.status === 422) this.#request(exchange, contract);
    this.#response(exchange, contract);
  }

  hook(name: string, payload: unknown): void {
    if (!this.#on) return;
    const schema = this.#hooks.event(name);
    if (schema === undefined)
      return this.accuse(`webhook ${name}: no contract; add it to scripts/contracts-routes.json`);
    this.#hold(`webhook ${name}`, this.#hooks.validator(name, schema), payload);
  }

  #query({ route, query }: Exchange, contract: RouteContract): void {
    for (const [name, value] of query) {
      const schema = contract.query[name];
      if (schema === undefined) this.accuse(`${route}: unknown query parameter ${name}`);
      else
        this.#hold(`${route}: query ${name}`, this.#rest.validator(`${route} ?${name}`, schema), typed(value, schema));
    }
  }

  #request({ route, requestBody, status }: Exchange, contract: RouteContract): void {
    if (contract.body === undefined || (requestBody === undefined && contract.bodyRequired !== true)) return;
    const validator = this.#rest.validator(`${route} body`, contract.body);
    if (status !== 422 || !validator(requestBody)) this.#hold(`${route}: request body`, validator, requestBody);
    for (const name of unknownKeys(contract.body, requestBody))
      this.accuse(`${route}: unknown property ${name} in the request body`);
  }

  #response({ route, status, responseBody }: Exchange, contract: RouteContract): void {
    const schema = contract.responses[String(status)];
    if (schema === undefined && !ALWAYS_POSSIBLE.has(status))
      return this.accuse(`${route}: GitHub never answers ${status}`);
    if (schema === undefined || status === 304 || (schema === null && status >= 400)) return;
    if (schema === null) return void (responseBody === undefined || this.accuse(`${route}: ${status} has no body`));
    this.#hold(`${route}: response ${status}`, this.#rest.validator(`${route} ${status}`, schema), responseBody);
  }

  #hold(what: string, validator: ValidateFunction, value: unknown): void {
    if (validator(value)) return;
    const errors = (validator.errors ?? [])
      .slice(0, 5)
      .map(({ instancePath, message }) => `${instancePath} ${message}`);
    this.accuse(`${what}: ${errors.join("; ")}`);
  }
}

/** One committed contract file, its validators compiled when first needed and shared by every fake in the process. */
class Contract {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  route(name: string): RouteContract | undefined {
    return this.#load().routes?.[name];
  }

  event(name: string): AnySchemaObject | undefined {
    return this.#load().events?.[name];
  }

  validator(key: string, schema: AnySchemaObject): ValidateFunction {
    const { ajv, validators } = this.#load();
    const known = validators.get(key);
    if (known !== undefined) return known;
    const compiled = ajv.compile(rooted(schema));
    validators.set(key, compiled);
    return compiled;
  }

  #load(): Loaded {
    const known = loaded.get(this.#file);
    if (known !== undefined) return known;
    const { routes, events, $defs }: Loaded & { $defs: object } = JSON.parse(
      readFileSync(join(CONTRACTS, this.#file), "utf8"),
    );
    const ajv = new Ajv2020({ strict: false, allErrors: true, ...QUICK_TO_COMPILE });
    addFormats.default(ajv);
    ajv.addSchema({ $id: ROOT, $defs });
    const contract = { routes, events, ajv, validators: new Map<string, ValidateFunction>() };
    loaded.set(this.#file, contract);
    return contract;
  }
}

interface Loaded {
  readonly routes: Readonly<Record<string, RouteContract>> | undefined;
  readonly events: Readonly<Record<string, AnySchemaObject>> | undefined;
  readonly ajv: Ajv2020;
  readonly validators: Map<string, ValidateFunction>;
}

/** Each contract is used a few times in a test run: compiling it quickly matters more than quick code. */
const QUICK_TO_COMPILE = { inlineRefs: false, validateSchema: false, code: { optimize: false } } as const;

const ROOT = "github";
const loaded = new Map<string, Loaded>();

const rooted = (schema: AnySchemaObject): AnySchemaObject =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`));

function typed(value: string, schema: AnySchemaObject): unknown {
  const type: unknown = schema["type"];
  if (type === "integer" || type === "number") return Number(value);
  return type === "boolean" ? value === "true" : value;
}

function unknownKeys(schema: AnySchemaObject, body: unknown): string[] {
  const properties: unknown = schema["properties"];
  if (typeof properties !== "object" || properties === null || typeof body !== "object" || body === null) return [];
  return Object.keys(body).filter((name) => !(name in properties));
}
