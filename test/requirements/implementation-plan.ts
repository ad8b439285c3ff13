import { readFileSync } from "node:fs";
import { load } from "js-yaml";

/** An implementation plan that is filled in throughout. */
export const FILLED = readFileSync(new URL("../fixtures/plans/filled.md", import.meta.url), "utf8");

/** What such a plan can be asked for, as a procedure says it. */
export const ASKED: unknown = load(`
document:
  path: plan.md
  sections:
    - Executive summary
    - [Current state, Current state analysis]
    - Test plan
    - [Communication, Communication plan]
    - Review points
    - Lessons learned
    - References
  fields:
    - { name: Feature, is: url }
    - { name: Branch, is: branch }
    - { name: Estimated duration, is: duration }
    - { name: Start date, is: date }
    - { name: Target completion, is: date, after: Start date }
    - { name: Assignee, is: person }
  each:
    under: Implementation phases
    heading: "Phase *"
    min: 2
    sections: [Objectives, Tasks, Deliverables, Success criteria]
    fields:
      - { name: Duration, is: duration }
      - { name: Status, one_of: [Not started, In progress, Complete] }
    complete_when: { Status: Complete }
    log: { under: Phase completion log, date: Actual end }
  tables:
    - { under: Technical risks, columns: [Risk, Impact, Probability, Mitigation, Contingency], min_rows: 2 }
    - { under: Schedule risks, columns: [Risk, Mitigation, Contingency] }
    - { under: Resource risks, columns: [Risk, Mitigation, Contingency] }
    - { under: Test plan, columns: [Test type, Description, Expected result, Actual result] }
    - { under: Phase completion log, columns: [Phase, { name: Planned end, is: date }] }
  placeholders: none
  tasks: { complete_under: [Definition of done, Review points] }
  signed: { under: Sign-off, lines: [Technical lead, Product owner, Developer, Reviewer] }
`);
