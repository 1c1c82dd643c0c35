import { native } from '../natives';
import type { Core } from './core';
import type { Mutation, SerializedNode } from './format';
import { BLOCKED, type Meta } from './mirror';

const NOISY_RECORDS = 500;
const FROZEN_MS = 2_000;
const FROZEN_LONGEST_MS = 60_000;
const DEEPEST = 400;

export interface MutationSink {
  /** Called with what has gathered; the nodes in it are known to the player from now on. */
  change(mutation: Mutation): void;
  /** Something has to be flushed soon, or after a while. */
  wake(afterMs?: number): void;
  /** A frame, and everything the player had below it, left the page. */
  gone(frame: HTMLIFrameElement): void;
  /** A shadow root whose content is recorded from now on. */
  rooted(root: ShadowRoot): void;
  /** What an attribute or a text stands for may have changed: the value of a field, a style sheet. */
  meant(element: Element, name: string): void;
  /** The recorder has used up its time. */
  pressed(): boolean;
  /** A subtree is too noisy to follow, or is followed again. */
  froze(node: Node, frozen: boolean): void;
}

export type Mutations = ReturnType<typeof observeMutations>;

/**
 * Turns what changed in the DOM into rrweb's mutations. Records are only gathered when they come, as sets of nodes; a
 * flush later compares the page with what the player has. So a storm that ends where it began costs nothing, the
 * order of the records does not matter, and work can stop at any node and go on in the next slice.
 */
export function observeMutations(core: Core, sink: MutationSink) {
  const { mirror, serializer, privacy } = core;
  const known = mirror.get;
  let touched = new Set<Node>();
  let removes: Mutation['removes'] = [];
  const texts = new Set<Node>();
  const attributes = new Map<Element, Set<string>>();
  /** Nodes to add, the last first; the children of a node are pushed when it is sent. */
  let stack: Node[] = [];
  /** Records by the element whose children or self they are about, counted under pressure. */
  const heat = new Map<Node, number>();
  const frozen = new Map<Node, { until: number; held: Set<Node> }>();
  const frozenMs = new WeakMap<Node, number>();

  // One observer for all roots: with one each, a node that moves between roots would be seen to come and not to go.
  const observer = new (native<typeof MutationObserver>('MutationObserver'))(core.guard((records: MutationRecord[]) => gather(records)));

  const observe = (root: Node) => observer.observe(root, { childList: true, subtree: true, attributes: true, characterData: true });

  function clear(): void {
    observer.takeRecords();
    for (const each of [touched, texts, attributes, heat, frozen]) each.clear();
    stack = [];
    removes = [];
  }

  function gather(records: MutationRecord[]): void {
    const hot = sink.pressed();
    const moved: Node[] = [];
    for (let i = 0; i < records.length; i++) {
      const { type, target, attributeName, attributeNamespace, addedNodes, removedNodes } = records[i];
      const listed = type === 'childList';
      const noisy = listed ? target : target.parentNode;
      if (noisy && (hot || frozen.size)) {
        const ice = frozen.get(noisy) || frozen.get(target);
        if (ice) {
          removedNodes.forEach((node) => ice.held.add(node));
          continue;
        }
        const count = (heat.get(noisy) || 0) + 1;
        heat.set(noisy, count);
        if (count > NOISY_RECORDS && known(noisy)) freeze(noisy);
      }
      // The text of a text area is its value; with other options another one may be chosen.
      if (noisy && /^(TEXTAREA|SELECT|OPTGROUP)$/.test(noisy.nodeName)) sink.meant(noisy as Element, 'value');
      if (listed) {
        for (let n = 0; n < addedNodes.length; n++) moved.push(addedNodes[n]);
        for (let n = 0; n < removedNodes.length; n++) moved.push(removedNodes[n]);
      } else if (attributeName) {
        const name = (attributeNamespace ? 'xlink:' : '') + attributeName;
        const names = attributes.get(target as Element);
        if (names) names.add(name);
        else attributes.set(target as Element, new Set([name]));
      } else texts.add(target);
    }
    if (moved.length) anew(moved);
    sink.wake();
  }

  /** Stops following a subtree; each time it turns out to be noisy still, for twice as long. */
  function freeze(node: Node): void {
    const ms = Math.min(FROZEN_LONGEST_MS, (frozenMs.get(node) || FROZEN_MS / 2) * 2);
    frozenMs.set(node, ms);
    heat.delete(node);
    frozen.set(node, { until: Date.now() + ms, held: new Set() });
    sink.froze(node, true);
    sink.wake(ms);
  }

  function thaw(): void {
    frozen.forEach(({ until, held }, node) => {
      if (Date.now() < until) return;
      frozen.delete(node);
      held.forEach((each) => {
        // What left meanwhile goes with the subtree it is still in for the player.
        if (known(each)) forget(each);
        touched.add(each);
      });
      if (known(node)) {
        anew(node.nodeName === 'BODY' ? Array.from(node.childNodes) : [node]);
        sink.froze(node, false);
      }
    });
    if (!sink.pressed()) heat.clear();
  }

  /** Brings the player up to the page; stops when `overdue` says so and returns whether all is done. */
  function flush(overdue: () => boolean): boolean {
    const records = observer.takeRecords();
    if (records.length) gather(records);
    if (frozen.size) thaw();
    const mutation: Mutation = { texts: [], attributes: [], removes: [], adds: [] };
    mirror.flush++;
    if (touched.size || attributes.size || texts.size) resend();
    mutation.removes = removes;
    removes = [];
    if (touched.size) queueAdds();
    adds(mutation, overdue);
    let count = 0;
    const late = () => ++count % 64 === 0 && overdue();
    for (const node of texts) {
      if (late()) break;
      texts.delete(node);
      const meta = known(node);
      if (meta && meta.flush !== mirror.flush) mutation.texts.push({ id: meta.id, value: serializer.textOf(node, node.parentNode, meta.flags) });
    }
    for (const [element, names] of attributes) {
      if (late()) break;
      attributes.delete(element);
      const meta = known(element);
      if (!meta || meta.flush === mirror.flush || meta.flags & BLOCKED) continue;
      const changed: Mutation['attributes'][0]['attributes'] = {};
      names.forEach((name) => {
        const value = element.getAttribute(name);
        // Before `open` itself: so the player opens and closes the dialog, and does not only set the attribute.
        if (name === 'open' && element.nodeName === 'DIALOG') changed.rr_open_mode = serializer.openMode(element);
        changed[name] = value === null ? null : serializer.attribute(element, element.localName, name, value, meta.flags);
        sink.meant(element, name);
      });
      mutation.attributes.push({ id: meta.id, attributes: changed });
    }
    if (mutation.adds.length + mutation.removes.length + mutation.texts.length + mutation.attributes.length) sink.change(mutation);
    return !(touched.size + texts.size + attributes.size + stack.length);
  }

  /** What is sent anew as a whole: elements that became blocked or masked, styles whose text replaces rules that scripts made. */
  function resend(): void {
    attributes.forEach((names, element) => {
      const meta = known(element);
      if (!meta || !(privacy.custom || names.has('class'))) return;
      const above = known(meta.parent);
      if (privacy.flags(element, above ? above.flags : 0) !== meta.flags) anew([element]);
    });
    const check = (node: Node) =>
      [known(node)?.parent, node.parentNode].forEach((parent) => {
        if (parent && parent.nodeName === 'STYLE' && known(parent) && serializer.wasRuled(parent)) anew([parent]);
      });
    touched.forEach(check);
    texts.forEach(check);
  }

  /**
   * Takes nodes from the player and has what is still on the page added again. Done when the records come and not when
   * they are sent: what happens later inside a node that has left the page, nobody tells.
   */
  function anew(nodes: Node[]): void {
    const leaving = new Map<Node, Meta>();
    nodes.forEach((node) => {
      touched.add(node);
      const meta = known(node);
      if (meta) leaving.set(node, meta);
    });
    leaving.forEach((meta) => {
      // A node above, where the player has it, may go too and take this one along.
      for (let node = meta.parent; node; node = known(node)?.parent || null) if (leaving.has(node)) return;
      removes.push({ parentId: mirror.id(meta.parent), id: meta.id, ...(meta.parent!.nodeType === 11 && { isShadow: true }) });
    });
    leaving.forEach((_, node) => forget(node));
  }

  /**
   * The player drops a removed node with all it has below it. What left the subtree before was taken from it itself.
   * Not so below shadow roots: there the player keeps what it had under its id, so that what comes back needs a new one.
   */
  function forget(node: Node, renew?: boolean): void {
    const meta = known(node);
    if (!meta) return;
    meta.generation = 0;
    if (renew) meta.id = 0;
    if (node.nodeName === 'IFRAME') sink.gone(node as HTMLIFrameElement);
    const root = serializer.shadowOf(node);
    if (root) forget(root, true);
    for (let child = node.firstChild; child; child = child.nextSibling) forget(child, renew);
  }

  /** Pushes what the page has and the player has not, run by run, so that the last of each run is sent first. */
  function queueAdds(): void {
    const waiting = touched;
    touched = new Set();
    const waits = (node: Node | null) => node && waiting.has(node);
    waiting.forEach((node) => {
      if (!known(node.parentNode)) return;
      while (waits(node.previousSibling)) node = node.previousSibling!;
      for (let next: Node | null = node; waits(next); next = next!.nextSibling) {
        waiting.delete(next!);
        stack.push(next!);
      }
    });
  }

  function adds(mutation: Mutation, overdue: () => boolean): void {
    for (let count = 1; stack.length; count++) {
      if (count % 32 === 0 && overdue()) return;
      const node = stack.pop()!;
      const parent = node.parentNode;
      const above = known(parent);
      if (!above || !open(parent!) || known(node)) continue;
      const described = serializer.describe(node, parent, true);
      if (!described) continue;
      let next = node.nextSibling;
      while (next && !known(next)) next = next.nextSibling;
      mutation.adds.push({ parentId: above.id, nextId: mirror.id(next) || null, node: described });
      pushChildren(node);
    }
  }

  /** Whether the player gets what is inside. */
  const open = (node: Node) => !(known(node)!.flags & BLOCKED) && node.nodeName !== 'TEXTAREA';

  function pushChildren(node: Node): void {
    if (!open(node)) return;
    for (const root of [serializer.shadowOf(node), node]) {
      if (!root) continue;
      if (root !== node) rooted(root as ShadowRoot, node);
      for (let child = root.firstChild; child; child = child.nextSibling) stack.push(child);
    }
  }

  /** Gives a shadow root its host's id. */
  function rooted(root: ShadowRoot, host: Node): void {
    const meta = known(host)!;
    mirror.add(root, host, meta.flags, meta.rootId, meta.id);
    sink.rooted(root);
  }

  /** The tree of a document for a full snapshot. What is too deep, or comes when time is up, follows as additions. */
  function tree(node: Node, parent: Node | null, depth: number, overdue: () => boolean): SerializedNode | null {
    const described = serializer.describe(node, parent, false);
    if (!described || !described.childNodes || !open(node)) return described;
    if ((depth > DEEPEST || (depth > 3 && overdue())) && node.nodeName !== 'STYLE') {
      pushChildren(node);
      sink.wake();
      return described;
    }
    for (const root of [node, serializer.shadowOf(node)]) {
      if (!root) continue;
      if (root !== node) rooted(root as ShadowRoot, node);
      for (let child = root.firstChild; child; child = child.nextSibling) {
        const below = tree(child, root, depth + 1, overdue);
        if (below) described.childNodes.push(below);
      }
    }
    return described;
  }

  function stop(): void {
    observer.disconnect();
    clear();
  }

  /** Sends the node anew, with everything below it. */
  function again(node: Node): void {
    anew([node]);
    sink.wake();
  }

  return { observe, clear, flush, tree, rooted, stop, again };
}
