/** Templates as teams write them; none of them, untouched, says anything of a change. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  comments: `## Release notes
<!-- What should users know? Write NONE if nothing. -->

## Rollback plan
<!-- Triggers and steps -->

## Test plan
<!-- How was it tested? -->
`,
  prompts: `## Release notes
[Describe the change for users]

## Rollback plan
**Trigger conditions:** [when to roll back]
**Rollback steps:** <your steps>

## Test plan
TBD
`,
  prose: `### Release Notes
Please describe the change in a sentence that users understand, and name the migration of the data if any.

### Rollback plan
Say when to roll back and how. If there is a database migration, say how the data gets back.

### Test plan
Please describe the tests.
`,
  boxes: `# 1. Release notes:
- [ ] No user-visible change
- [ ] Notes added

# 2. 🚀 Rollback plan
- [ ] Can be reverted
- [ ] Needs a data rollback

# 3. Test plan
- [ ] Unit tests
`,
  tables: `**Release notes**

| Area | Note |
| --- | --- |
|  |  |

**Rollback plan**

| Trigger | Steps |
| --- | --- |
| [condition] | [steps] |

**Test plan**

-
-
`,
  headings: `## Release notes

## Rollback plan

### Trigger conditions

### Rollback steps

### Data rollback

## Test plan
`,
};
