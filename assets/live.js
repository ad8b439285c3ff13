// Keeps the page current while somebody looks at it. Events say only that something changed; the page itself is fetched anew and merged
// into what is there, so that focus, selection and what is folded out stay. What changed in words is read out, politely.
/* global Idiomorph */
(() => {
  const part = document.getElementById("live-part");
  if (!part || !window.EventSource || !window.Idiomorph) return;

  const voice = document.createElement("p");
  voice.className = "hidden-from-eyes";
  voice.setAttribute("aria-live", "polite");
  document.body.append(voice);

  const MOST_SAID = 4;

  /** What can be read out, by id. */
  const sayings = (root) =>
    new Map(
      [...root.querySelectorAll("[id][data-say]")].map((one) => [
        one.id,
        one.dataset.say || one.textContent.replace(/\s+/g, " ").trim(),
      ]),
    );

  const readOut = (before, after) => {
    const changed = [...after]
      .filter(([id, words]) => before.get(id) !== words)
      .map(([, words]) => words.replace(/\.$/, ""));
    if (changed.length === 0) return;
    const more = changed.length - MOST_SAID;
    voice.textContent = `${changed.slice(0, MOST_SAID).join(". ")}.${more > 0 ? ` ${more} more changes.` : ""}`;
  };

  /** What people folded out stays so. */
  const callbacks = {
    beforeAttributeUpdated: (name, node) => !(name === "open" && node.localName === "details"),
  };

  const take = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("live-part");
    if (!fresh) return;
    const before = sayings(part);
    window.Idiomorph.morph(part, fresh.innerHTML, { morphStyle: "innerHTML", callbacks });
    part.dataset.events = fresh.dataset.events;
    readOut(before, sayings(part));
  };

  let source;
  let isFetching = false;
  let isWanted = false;

  const close = () => {
    source?.close();
    source = undefined;
  };

  const refresh = async () => {
    isWanted = true;
    if (isFetching) return;
    isFetching = true;
    while (isWanted) {
      isWanted = false;
      // The server is told that nobody may be looking: what goes on by itself keeps no session.
      const asked = fetch(location.pathname + location.search, { headers: { "x-kept-current": "yes" } });
      const answer = await asked.catch(() => undefined);
      if (answer?.ok) take(await answer.text());
      // Signed out, or not allowed to see it any more.
      else if (answer && answer.status < 500) location.reload();
    }
    isFetching = false;
  };

  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(part.dataset.events);
    source.addEventListener("changed", refresh);
    // Not only cut off, but refused: the page itself says why, if it is not shown any more.
    source.addEventListener("error", () => source?.readyState === EventSource.CLOSED && refresh());
  };

  // A page that nobody sees needs no stream; the version it shows tells, on the way back, what it missed.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
})();
