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
      return "anyone with write access";
    case "clock":
      return "time";
    default:
      return on;
  }
};
