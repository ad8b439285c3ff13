import { describe, expect, test } from "@jest/globals";
import { load, loadAll } from "js-yaml";
import { Deployment as KubernetesDeployment } from "kubernetes-models/apps/v1";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { ConfigMap, Namespace, Secret, Service as KubernetesService, ServiceAccount } from "kubernetes-models/v1";
import { z } from "zod";
import { filesIn, read } from "./files.ts";

/** What starts Gatehouse elsewhere. No engine and no cluster runs here: this is what can be told from the files. */

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
const variables = new Set([...read(".env.example").matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name = ""]) => name));
const isKnown = (name: string): boolean => variables.has(name.replace(/_FILE$/, ""));

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

const Service = z.looseObject({
  image: z.string(),
  read_only: z.boolean().optional(),
  security_opt: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.literal("service_healthy") })).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  ports: z.array(z.string()).optional(),
});
const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

describe("compose.yaml", () => {
  const { services, secrets: files } = Compose.parse(load(read("compose.yaml")));
  const ours = Object.entries(services).filter(([name]) => name.startsWith("gatehouse"));

  test("starts two of ours behind a proxy that knows both, when the database is healthy", () => {
    expect(ours.map(([name]) => name)).toEqual(["gatehouse-1", "gatehouse-2"]);
    const proxy = read("deploy/compose/Caddyfile");
    for (const [name, { depends_on: waits, healthcheck }] of ours) {
      expect(proxy).toContain(`${name}:3000`);
      expect(Object.keys(waits ?? {})).toEqual(["postgres"]);
      expect(healthcheck?.test.join(" ")).toContain("/readyz");
    }
    expect(proxy).toContain("health_uri /readyz");
  });

  test("lets in nobody but by the proxy, and nothing out of its container", () => {
    expect(Object.entries(services).flatMap(([name, { ports = [] }]) => (ports.length > 0 ? [name] : []))).toEqual([
      "proxy",
    ]);
    for (const service of Object.values(services))
      expect(service).toMatchObject({ read_only: true, security_opt: ["no-new-privileges:true"] });
    for (const [, service] of ours) expect(service.cap_drop).toEqual(["ALL"]);
  });

  test("sets what Gatehouse knows, and has secrets in files that are not in the repository", () => {
    for (const [, { environment, secrets: used = [] }] of ours) {
      expect(Object.keys(environment).filter((name) => !isKnown(name))).toEqual([]);
      const paths = Object.values(environment).filter((value) => value.startsWith("/run/secrets/"));
      expect(new Set(paths)).toEqual(new Set(used.map((name) => `/run/secrets/${name}`)));
    }
    const used = Object.values(services).flatMap((service) => service.secrets ?? []);
    expect(new Set(used)).toEqual(new Set(Object.keys(files)));
    for (const { file } of Object.values(files)) expect(file).toMatch(/^\.\/deploy\/compose\/secrets\//);
    expect(read(".gitignore")).toContain("deploy/compose/secrets/");
    expect(read(".dockerignore")).not.toContain("deploy");
  });
});
