import { actionRoutes } from "./actions.ts";
import { appRoutes } from "./apps.ts";
import { checkRoutes } from "./checks.ts";
import { deploymentRoutes } from "./deployments.ts";
import { gitRoutes } from "./git.ts";
import { issueRoutes } from "./issues.ts";
import { organizationRoutes } from "./organizations.ts";
import { pullRoutes } from "./pulls.ts";
import type { Route } from "./route.ts";
import { ruleRoutes } from "./rules.ts";
import { viewerRoutes } from "./viewers.ts";

/** Everything the fake answers over REST. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...viewerRoutes,
  ...organizationRoutes,
  ...gitRoutes,
  ...ruleRoutes,
  ...pullRoutes,
  ...issueRoutes,
  ...checkRoutes,
  ...deploymentRoutes,
  ...actionRoutes,
];
