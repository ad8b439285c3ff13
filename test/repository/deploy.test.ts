import { describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, loadAll } from "js-yaml";
import { Deployment as KubernetesDeployment } from "kubernetes-models/apps/v1";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { ConfigMap, Namespace, Secret, Service as KubernetesService, ServiceAccount } from "kubernetes-models/v1";
import { z } from "zod";
import { filesIn, read, root } from "./files.ts";
import { isKnown } from "./variables.ts";

/** What starts Gatehouse on Kubernetes. No cluster runs here: this is what can be told from the files. */

/** The models of Kubernetes' own schemas, which check what is made of them. */
const MODELS: Readonly<Record<string, new (given: never) => { readonly validate: () => void }>> = {
  "v1/Namespace": Namespace,
  "v1/ServiceAccount": ServiceAccount,
  "v1/ConfigMap": ConfigMap,
  "v1/Secret": Secret,
  "v1/Service": KubernetesService,
  "apps/v1/Deployment": KubernetesDeployment,
  "policy/v1/PodDisruptionBudget": PodDisruptionBudget,
  "networking.k8s.io/v1/NetworkPolicy": NetworkPolicy,
};

const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }).optional(),
});

const FOLDER = "deploy/kubernetes";
const documents = filesIn(FOLDER)
  .filter((file) => file.endsWith(".yaml"))
  .flatMap((file) => loadAll(read(file)).map((one) => ({ file, manifest: Manifest.parse(one) })));
const idOf = ({ apiVersion, kind }: z.output<typeof Manifest>): string => `${apiVersion}/${kind}`;
const manifests = documents.filter(({ manifest }) => !/kustomize|monitoring/.test(manifest.apiVersion));

/** A manifest as a model takes it: what is wrong with it, the model's check tells. */
const isGiven = (_manifest: unknown): _manifest is never => true;

const check = (manifest: z.output<typeof Manifest>): void => {
  const Model = MODELS[idOf(manifest)];
  if (Model === undefined || !isGiven(manifest)) throw new Error(`no model for ${idOf(manifest)}`);
  new Model(manifest).validate();
};

const Container = z.looseObject({
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() })),
  ports: z.array(z.object({ name: z.string(), containerPort: z.int() })),
  securityContext: z.looseObject({}),
});
const Deployment = z.looseObject({
  spec: z.looseObject({
    replicas: z.int(),
    template: z.looseObject({
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.int(),
        automountServiceAccountToken: z.boolean(),
        securityContext: z.looseObject({}),
        containers: z.array(Container).length(1),
      }),
    }),
  }),
});

const only = (kind: string): unknown => manifests.find(({ manifest }) => manifest.kind === kind)?.manifest;
const { spec } = Deployment.parse(only("Deployment"));
const pod = spec.template.spec;
const [container] = pod.containers;
const settings = z.looseObject({ data: z.record(z.string(), z.string()) }).parse(only("ConfigMap")).data;
const secrets = z.looseObject({ stringData: z.record(z.string(), z.string()) }).parse(only("Secret")).stringData;

describe("the manifests for Kubernetes", () => {
  test.each(manifests)("$file is what Kubernetes' schemas ask for", ({ manifest }) => {
    expect(() => check(manifest)).not.toThrow();
  });

  test("would be refused with a slip in them", () => {
    expect(() => check({ ...Manifest.parse(only("Deployment")), spec: { replicas: "two" } })).toThrow(/replicas|spec/);
  });

  test("are all listed for kustomize, but for the template of the secrets", () => {
    const Kustomization = z.looseObject({ resources: z.array(z.string()) });
    for (const folder of [FOLDER, `${FOLDER}/monitoring`]) {
      const { resources } = Kustomization.parse(load(read(`${folder}/kustomization.yaml`)));
      const there = documents
        .map(({ file }) => file)
        .filter((file) => file.startsWith(`${folder}/`) && !file.slice(folder.length + 1).includes("/"))
        .map((file) => file.slice(folder.length + 1))
        .filter((file) => file !== "kustomization.yaml" && !file.includes(".example."));
      expect(new Set(resources)).toEqual(new Set(there));
    }
  });

  test("keep to the restricted profile: nobody special, nothing to gain, nowhere to write", () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(
      container?.volumeMounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath),
    ).toEqual(["/tmp"]);
  });

  test("set what Gatehouse knows, and secrets only by file", () => {
    const names = [...Object.keys(settings), ...(container?.env ?? []).map(({ name }) => name)];
    expect(names.filter((name) => !isKnown(name))).toEqual([]);
    expect(
      names.filter((name) => /SECRET|TOKEN|DATABASE_URL|PRIVATE_KEY/.test(name) && !/_(FILE|PATH)$/.test(name)),
    ).toEqual([]);
    const files = (container?.env ?? []).map(({ value }) => value.replace("/secrets/", ""));
    expect(new Set(files)).toEqual(new Set(Object.keys(secrets)));
  });

  test("leave time to stop in", () => {
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(Number(settings["STOP_DELAY_SECONDS"]) * 2 + 30);
  });

  test("show numbers on a port of their own, by a service of its own", () => {
    expect(container?.ports).toEqual([
      { name: "http", containerPort: 3000 },
      { name: "metrics", containerPort: Number(settings["METRICS_PORT"]) },
    ]);
    const Service = z.looseObject({
      metadata: z.looseObject({ name: z.string() }),
      spec: z.looseObject({ ports: z.array(z.looseObject({ targetPort: z.string() })) }),
    });
    const services = manifests
      .filter(({ manifest }) => manifest.kind === "Service")
      .map(({ manifest }) => Service.parse(manifest));
    expect(services.map((one) => [one.metadata.name, one.spec.ports.map(({ targetPort }) => targetPort)])).toEqual([
      ["gatehouse", ["http"]],
      ["gatehouse-metrics", ["metrics"]],
    ]);
  });

  test("run two at least, of which one stays", () => {
    expect(spec.replicas).toBeGreaterThanOrEqual(2);
    expect(only("PodDisruptionBudget")).toMatchObject({ spec: { minAvailable: 1 } });
  });
});

/** The first block of code on the page that begins so, without the fence. */
const block = (start: string): string => {
  const page = read("docs/operations.md");
  const from = page.indexOf(start);
  if (from < 0) throw new Error(`no block begins with ${start}`);
  return page.slice(from, page.indexOf("\n```", from));
};

const withKustomize = spawnSync("kubectl", ["kustomize", "--help"]).status === 0 ? test : test.skip;

withKustomize("the overlay on the page is built, with the numbers' job where the operator runs", () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-overlay-"));
  try {
    cpSync(join(root, FOLDER), join(folder, "gatehouse", FOLDER), { recursive: true });
    mkdirSync(join(folder, "my-overlay"));
    const overlay = block("# my-overlay/kustomization.yaml").replaceAll(/^# (components:|  - )/gm, "$1");
    writeFileSync(join(folder, "my-overlay/kustomization.yaml"), overlay);
    const { stdout, stderr } = spawnSync("kubectl", ["kustomize", join(folder, "my-overlay")], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toContain('APP_ID: "123456"');
    expect(stdout).toContain("image: registry.example.com/gatehouse:0.1.0");
    expect(stdout).toContain("kind: ServiceMonitor");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("numbers come from a job that is called as the alerts ask for, on the page and by the operator", () => {
  const jobs = new Set([...read("deploy/prometheus/rules.yml").matchAll(/job="(\w+)"/g)].map(([, job]) => job));
  const Scraped = z.looseObject({ scrape_configs: z.array(z.looseObject({ job_name: z.string() })) });
  const { scrape_configs: scraped } = Scraped.parse(load(block("# prometheus.yml")));
  expect(scraped.map(({ job_name: job }) => job)).toEqual([...jobs]);
  const Monitor = z.looseObject({ spec: z.looseObject({ jobLabel: z.string() }) });
  const { jobLabel } = Monitor.parse(load(read(`${FOLDER}/monitoring/service-monitor.yaml`))).spec;
  const Labelled = z.looseObject({
    metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
  });
  const services = manifests.map(({ manifest }) => Labelled.parse(manifest).metadata);
  expect(services.find(({ name }) => name === "gatehouse-metrics")?.labels?.[jobLabel]).toBe([...jobs][0]);
});
