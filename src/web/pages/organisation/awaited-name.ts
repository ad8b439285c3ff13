/** On whom something waits, as people say it; `on` is a word of `waitsOn`. */
export const awaitedName = (on: string): string => {
  const [kind = "", ...rest] = on.split(":");
  const name = rest.join(":");
  switch (kind) {
    case "role":
      return name;
    case "login":
      return `@${name}`;
    case "automation":
      return `${name} (automation)`;
    case "author":
      return "the author";
    case "writers":
      return "anybody who can write";
    case "clock":
      return "the clock";
    default:
      return on;
  }
};
