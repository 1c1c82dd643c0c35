/** What the player has of a node. */
export interface Meta {
  /** A shadow root has its host's id: the player knows no other. */
  id: number;
  /** The generation of the recording (a full snapshot begins one) in which the player has the node. */
  generation: number;
  /** The node under which the player has it, which is not always where the page has it by now. */
  parent: Node | null;
  flags: number;
  /** The document the player builds the node in; 0 in the page's own. */
  rootId: number;
  /** The flush that sent the node, so that the same flush does not send its attributes again. */
  flush: number;
}

export const BLOCKED = 1;
export const MASKED = 2;
export const IGNORED = 4;

export type Mirror = ReturnType<typeof createMirror>;

/** Ids of nodes, kept for the life of a page, and which of the nodes the player has. */
export function createMirror() {
  const metas = new WeakMap<Node, Meta>();
  let generation = 1;
  let last = 0;

  /** What the player has of the node; nothing when it does not have it. */
  const get = (node: Node | null | undefined): Meta | undefined => {
    const meta = node ? metas.get(node) : undefined;
    return meta && meta.generation === generation ? meta : undefined;
  };

  const mirror = {
    flush: 0,
    get,
    id: (node: Node | null): number => get(node)?.id || 0,
    add(node: Node, parent: Node | null, flags: number, rootId: number, id?: number): Meta {
      id = id || metas.get(node)?.id || ++last;
      const meta: Meta = { id, generation, parent, flags, rootId, flush: mirror.flush };
      metas.set(node, meta);
      return meta;
    },
    /** The player is about to forget everything; the ids stay. */
    restart(): void {
      generation++;
    },
  };
  return mirror;
}
