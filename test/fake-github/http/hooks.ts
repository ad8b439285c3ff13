import { createHmac, randomUUID } from "node:crypto";
import { organization, user } from "../present/account.ts";
import { repository } from "../present/repository.ts";
import { iso } from "../world/clock.ts";
import type { App, Installation, Level } from "../world/model.ts";
import { type Occurrence, type World, isInstalled } from "../world/world.ts";
import type { Courier } from "./courier.ts";
import type { Judge } from "./judge.ts";

export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly redelivery: boolean;
  /** When it was (last) sent; at first, when it happened. */
  deliveredAt: Date;
  /** GitHub's word: `OK`, the reason of the status code, or what went wrong on the way; `pending` until answered. */
  status: string;
  /** 0 when nobody answered. */
  statusCode: number;
  /** In seconds, as GitHub gives it. */
  duration: number;
  requestHeaders: Readonly<Record<string, string>>;
  response: string;
}

/** The permission an App needs to hear of an event: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const NEEDS: Readonly<Record<string, string>> = {
  pull_request: "pull_requests",
  pull_request_review: "pull_requests",
  pull_request_review_comment: "pull_requests",
  pull_request_review_thread: "pull_requests",
  issue_comment: "issues",
  issues: "issues",
  check_run: "checks",
  check_suite: "checks",
  status: "statuses",
  deployment: "deployments",
  deployment_status: "deployments",
  deployment_protection_rule: "deployments",
  workflow_run: "actions",
  merge_group: "merge_queues",
  push: "contents",
  repository: "metadata",
  label: "metadata",
  member: "members",
  membership: "members",
  organization: "members",
  team: "members",
};

/** GitHub silently sends nothing above 25 MB. */
const LARGEST = 25 * 1024 * 1024;

/** Signs and sends webhooks to the App, and remembers every delivery as GitHub's log does. */
export class Hooks {
  readonly log: Delivery[] = [];
  target: string | undefined;
  readonly #world: World;
  readonly #judge: Judge;
  readonly #app: App;
  readonly secret: string;
  readonly #courier: Courier;
  #held: Delivery[] | undefined;
  #collecting: Promise<void>[] | undefined;
  readonly #inFlight = new Set<Promise<void>>();

  constructor(parts: { world: World; judge: Judge; app: App; secret: string; courier: Courier }) {
    this.#world = parts.world;
    this.#judge = parts.judge;
    this.#app = parts.app;
    this.secret = parts.secret;
    this.#courier = parts.courier;
    this.#world.tell = (occurrence) => this.#tell(occurrence);
  }

  /** Runs an act and waits until the App has answered every webhook it caused. */
  async during<T>(act: () => T): Promise<T> {
    const collected: Promise<void>[] = [];
    this.#collecting = collected;
    let result: T;
    try {
      result = act();
    } finally {
      this.#collecting = undefined;
    }
    await Promise.all(collected);
    return result;
  }

  /** Waits until nothing is on its way any more. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  hold(): void {
    this.#held ??= [];
  }

  /** Sends what was held, one after the other in the order asked for, and goes back to sending at once. */
  async release(order: (held: Delivery[]) => Delivery[]): Promise<void> {
    const held = order(this.#held ?? []);
    this.#held = undefined;
    for (const delivery of held) await this.#send(delivery);
  }

  /** Sends some of what is held, one after the other, and goes on holding the rest. */
  async releaseSome(some: readonly Delivery[]): Promise<void> {
    this.#held = this.#held?.filter((one) => !some.includes(one));
    for (const delivery of some) await this.#send(delivery);
  }

  get held(): readonly Delivery[] {
    return this.#held ?? [];
  }

  /** Sends a delivery again under its own GUID, as a new entry of the log. */
  async redeliver(delivery: Delivery): Promise<Delivery> {
    const again = {
      ...delivery,
      id: this.#world.ids.next("delivery").id,
      redelivery: true,
      deliveredAt: this.#world.now(),
      status: "pending",
      statusCode: 0,
    };
    this.log.push(again);
    await this.#send(again);
    return again;
  }

  #tell(occurrence: Occurrence): void {
    if (occurrence.onlyFor !== undefined && occurrence.onlyFor !== this.#app) return;
    const installation = this.#installation(occurrence);
    if (installation === undefined || !hears(installation, occurrence.event)) return;
    const payload = this.#payload(occurrence, installation);
    const name = occurrence.action === null ? occurrence.event : `${occurrence.event}.${occurrence.action}`;
    if (occurrence.offContract !== true) this.#judge.hook(name, payload);
    const delivery: Delivery = {
      id: this.#world.ids.next("delivery").id,
      guid: randomUUID(),
      event: occurrence.event,
      action: occurrence.action,
      installationId: installation.id,
      repositoryId: occurrence.repo?.id ?? null,
      payload,
      redelivery: false,
      deliveredAt: this.#world.now(),
      status: "pending",
      statusCode: 0,
      duration: 0,
      requestHeaders: {},
      response: "",
    };
    this.log.push(delivery);
    if (this.#held !== undefined) return void this.#held.push(delivery);
    this.#collecting?.push(this.#send(delivery));
    if (this.#collecting === undefined) void this.#send(delivery);
  }

  #installation({ installation, repo, org }: Occurrence): Installation | undefined {
    if (installation !== undefined) return installation;
    return this.#world.installations.find(
      (one) => one.app === this.#app && (repo === null ? one.account === org?.account : isInstalled(one, repo)),
    );
  }

  #payload(occurrence: Occurrence, installation: Installation): Readonly<Record<string, unknown>> {
    const { repo, org, action } = occurrence;
    const owner = org ?? (repo === null ? undefined : this.#world.orgs.get(repo.owner.login.toLowerCase()));
    return {
      ...(action === null ? {} : { action }),
      ...(repo === null ? {} : { repository: repository(this.#world, repo) }),
      ...(owner === undefined ? {} : { organization: organization(this.#world, owner) }),
      sender: user(this.#world, occurrence.sender),
      installation: { id: installation.id, node_id: installation.nodeId },
      ...occurrence.body,
    };
  }

  #send(delivery: Delivery): Promise<void> {
    const sending = this.#post(delivery).finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
    return sending;
  }

  async #post(delivery: Delivery): Promise<void> {
    const body = Buffer.from(JSON.stringify(delivery.payload));
    if (body.length > LARGEST) return void Object.assign(delivery, { status: "too large, never sent" });
    const { target } = this;
    if (target === undefined) return void Object.assign(delivery, { status: "failed to connect to host" });
    delivery.deliveredAt = this.#world.now();
    const headers = this.#headers(delivery, body);
    delivery.requestHeaders = headers;
    const start = performance.now();
    try {
      const { status, reason, text, seconds } = await this.#courier.bring({ target, headers, body });
      Object.assign(delivery, { statusCode: status, status: status < 300 ? "OK" : reason, response: text });
      delivery.duration = Math.round(seconds * 1000) / 1000;
    } catch (error) {
      const late = error instanceof Error && error.message === "timed out";
      delivery.status = late ? "timed out" : "failed to connect to host";
      delivery.duration = Math.round(performance.now() - start) / 1000;
    }
  }

  #headers({ event, guid }: Delivery, body: Buffer): Record<string, string> {
    return {
      accept: "*/*",
      "content-type": "application/json",
      "content-length": String(body.length),
      "user-agent": "GitHub-Hookshot/fa4e001",
      "x-github-delivery": guid,
      "x-github-event": event,
      "x-github-hook-id": "424242",
      "x-github-hook-installation-target-id": String(this.#app.id),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature": `sha1=${createHmac("sha1", this.secret).update(body).digest("hex")}`,
      "x-hub-signature-256": sign(this.secret, body),
    };
  }
}

/** The signature GitHub puts on a webhook: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const sign = (secret: string, body: string | Uint8Array): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

export const deliveryItem = (delivery: Delivery): Record<string, unknown> => ({
  id: delivery.id,
  guid: delivery.guid,
  delivered_at: iso(delivery.deliveredAt),
  redelivery: delivery.redelivery,
  duration: delivery.duration,
  status: delivery.status,
  status_code: delivery.statusCode,
  event: delivery.event,
  action: delivery.action,
  installation_id: delivery.installationId,
  repository_id: delivery.repositoryId,
  throttled_at: null,
});

/** Installation events always arrive; check events come with the permission to write checks; the rest by subscription. */
function hears(installation: Installation, event: string): boolean {
  if (event.startsWith("installation")) return true;
  if (installation.suspendedAt !== null) return false;
  const needed = NEEDS[event];
  const level: Level | undefined = needed === undefined ? "read" : installation.permissions[needed];
  if (level === undefined) return false;
  const automatic = (event === "check_run" || event === "check_suite") && level === "write";
  return automatic || installation.events.includes(event);
}
