import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from "js-yaml";

/** One value of a YAML text with the offsets at which it and its key are written. */
export interface YamlNode {
  readonly at: number;
  readonly keyAt: number | undefined;
  /** A scalar as it is written, quotes and escapes resolved. */
  readonly scalar: string | undefined;
  /** By key, or by index as text. */
  readonly children: Map<string, YamlNode>;
  /** Values within, itself included, aliases followed. */
  size: number;
  open: boolean;
}

export interface YamlIndex {
  readonly root: YamlNode | undefined;
  /** Offset of the first alias that stands inside the value it points at. */
  readonly circular: number | undefined;
}

/** Builds the tree of offsets that belongs to a parsed text. */
export const indexEvents = (events: readonly Event[], text: string): YamlIndex => {
  const indexer = new Indexer(text);
  for (const event of events) indexer.take(event);
  return { root: indexer.root, circular: indexer.circular };
};

interface Level {
  readonly node: YamlNode;
  readonly mapping: boolean;
  /** The key whose value comes next. */
  key: { readonly name: string; readonly at: number } | undefined;
}

class Indexer {
  root: YamlNode | undefined;
  circular: number | undefined;
  readonly #text: string;
  readonly #levels: Level[] = [];
  readonly #anchors = new Map<string, YamlNode>();

  constructor(text: string) {
    this.#text = text;
  }

  take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        return;
      case EVENT_ID.SCALAR:
        return this.#scalar(event);
      case EVENT_ID.ALIAS:
        return this.#alias(event);
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const node = this.#add({ at: event.start, scalar: undefined, open: true });
        this.#anchor(event, node);
        this.#levels.push({ node, mapping: event.type === EVENT_ID.MAPPING, key: undefined });
        return;
      }
      case EVENT_ID.POP:
        return this.#close();
    }
  }

  #scalar(event: ScalarEvent): void {
    const level = this.#levels.at(-1);
    const scalar = getScalarValue(this.#text, event);
    const at = scalarStart(event) ?? this.#besides(level);
    if (level?.mapping === true && level.key === undefined) level.key = { name: scalar, at };
    else this.#anchor(event, this.#add({ at, scalar, open: false }));
  }

  /** An empty value is where its key is, or its list. */
  #besides(level: Level | undefined): number {
    return level?.key?.at ?? level?.node.at ?? 0;
  }

  #alias({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }): void {
    const target = this.#anchors.get(this.#text.slice(anchorStart, anchorEnd));
    const at = anchorStart - 1;
    if (target?.open === true) this.circular ??= at;
    const node = this.#add({ at, scalar: target?.scalar, open: false });
    if (target === undefined || target.open) return;
    node.size = target.size;
    for (const [key, child] of target.children) node.children.set(key, child);
  }

  #add({ at, scalar, open }: Pick<YamlNode, "at" | "scalar" | "open">): YamlNode {
    const level = this.#levels.at(-1);
    const node: YamlNode = { at, keyAt: level?.key?.at, scalar, children: new Map(), size: 1, open };
    if (level === undefined) {
      this.root ??= node;
      return node;
    }
    level.node.children.set(level.key?.name ?? String(level.node.children.size), node);
    if (!open) level.key = undefined;
    return node;
  }

  #anchor({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }, node: YamlNode): void {
    if (anchorStart >= 0) this.#anchors.set(this.#text.slice(anchorStart, anchorEnd), node);
  }

  #close(): void {
    const level = this.#levels.pop();
    if (level === undefined) return;
    level.node.open = false;
    for (const child of level.node.children.values()) level.node.size += child.size;
    const parent = this.#levels.at(-1);
    if (parent !== undefined) parent.key = undefined;
  }
}

const scalarStart = ({ valueStart, style }: ScalarEvent): number | undefined => {
  if (valueStart < 0) return undefined;
  const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? valueStart - 1 : valueStart;
};
