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

/** Ids of nodes, kept for the life of a page, and which of the nodes the player has. */
export class Mirror {
  flush = 0;
  private metas = new WeakMap<Node, Meta>();
  private generation = 1;
  private last = 0;

  /** What the player has of the node; nothing when it does not have it. */
  get(node: Node | null): Meta | undefined {
    const meta = node ? this.metas.get(node) : undefined;
    return meta && meta.generation === this.generation ? meta : undefined;
  }

  id(node: Node | null): number {
    const meta = this.get(node);
    return meta ? meta.id : 0;
  }

  add(node: Node, parent: Node | null, flags: number, rootId: number, id?: number): Meta {
    const before = this.metas.get(node);
    const meta: Meta = {
      id: id || (before ? before.id : ++this.last),
      generation: this.generation,
      parent,
      flags,
      rootId,
      flush: this.flush,
    };
    this.metas.set(node, meta);
    return meta;
  }

  forget(meta: Meta): void {
    meta.generation = 0;
  }

  /** The player is about to forget everything; the ids stay. */
  restart(): void {
    this.generation++;
  }
}
