/** The people of the demo; all of them have write permission. */
export const PEOPLE = [
  { login: "ada", name: "Ada", is: "writes the change" },
  { login: "quinn", name: "Quinn", is: "is in the team qa" },
  { login: "olga", name: "Olga", is: "is the product owner" },
  { login: "max", name: "Max", is: "is a developer without a role" },
] as const;
