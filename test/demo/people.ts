/** The people of the demo; all of them have write permission. */
export const PEOPLE = [
  { login: "ada", name: "Ada", is: "writes the change" },
  { login: "quinn", name: "Quinn", is: "is in the team qa" },
  { login: "olga", name: "Olga", is: "is the product owner" },
  { login: "max", name: "Max", is: "is a developer without a role" },
  { login: "rosa", name: "Rosa", is: "is the release manager" },
  { login: "theo", name: "Theo", is: "is on call" },
] as const;
