/** What the player has of a node. */
export interface Meta {
  /** A shadow root has its host's id: the player knows no other. */
  id: number;
  /** The flush that sent the node, or has last asked whether it may be seen as it was; 0 once the player has it no more. */
  sent: number;
  /** The node under which the player has it, which is not always where the page has it by now. */
  under: Node | null;
  flags: number;
  /** The document the player builds the node in; 0 in the page's own. */
  rootId: number;
  /** The text of the inline style that was sent last, when the next can be sent as a difference to it. */
  styled?: string;
}

export const BLOCKED = 1;
export const MASKED = 2;
export const IGNORED = 4;

/** Ids of nodes, for the life of a page. */
const metas = new WeakMap<Node, Meta>();
let last = 0;
let restarted = 0;
/** Counts full snapshots and flushes. */
export let flushes = 0;

export const nextFlush = (): number => ++flushes;

/** The player is about to forget everything; the ids stay. */
export const restart = (): number => (restarted = nextFlush());

/** What the player has of the node; nothing when it does not have it. */
export const known = (node: Node | null | undefined): Meta | undefined => {
  const meta = node && metas.get(node);
  return meta && meta.sent >= restarted ? meta : undefined;
};

export const idOf = (node: Node | null): number => known(node)?.id || 0;

/** The player gets the node now. */
export function add(node: Node, under: Node | null, flags: number, rootId: number, id?: number): Meta {
  const meta: Meta = { id: id || metas.get(node)?.id || ++last, sent: flushes, under, flags, rootId };
  metas.set(node, meta);
  return meta;
}
