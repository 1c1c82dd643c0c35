import { native } from '../natives';
import type { Mutation, SerializedNode } from './format';
import { BLOCKED, MASKED, type Meta, type Mirror } from './mirror';
import type { Privacy } from './privacy';
import type { Serializer } from './snapshot';

export interface MutationSink {
  /** Called with what has gathered; the nodes in it are known to the player from now on. */
  send(mutation: Mutation): void;
  /** Something has to be flushed soon. */
  wake(): void;
  /** The node, and everything the player had below it, left the page. */
  gone(node: Node): void;
  /** A shadow root whose content is recorded from now on. */
  shadow(root: ShadowRoot): void;
  /** What an attribute or a text stands for may have changed: the value of a field. */
  attributeChanged(element: Element, name: string): void;
}

/**
 * Turns what changed in the DOM into rrweb's mutations. Records are only gathered when they come, as sets of nodes; a
 * flush later compares the page with what the player has. So a storm that ends where it began costs nothing, the
 * order of the records does not matter, and work can stop at any node and go on in the next slice.
 */
export class Mutations {
  private readonly observer: MutationObserver;
  private touched = new Set<Node>();
  private texts = new Set<Node>();
  private attributes = new Map<Element, Set<string>>();
  /** Nodes to add, the last first; the children of a node are pushed when it is sent. */
  private stack: Node[] = [];
  /** Attribute mutations and texts since the last flush, by node: which subtree makes the noise. */
  private frozen = new WeakSet<Node>();
  records = 0;

  constructor(
    private readonly mirror: Mirror,
    private readonly serializer: Serializer,
    private readonly privacy: Privacy,
    private readonly sink: MutationSink,
    guard: <T extends (...args: any[]) => void>(run: T) => T,
  ) {
    this.observer = new (native<typeof MutationObserver>('MutationObserver'))(guard((records: MutationRecord[]) => this.gather(records)));
  }

  /** One observer for all roots: with one each, a node that moves between roots would be seen to come and not to go. */
  observe(root: Node): void {
    this.observer.observe(root, { childList: true, subtree: true, attributes: true, characterData: true });
  }

  stop(): void {
    this.observer.disconnect();
    this.clear();
  }

  /** Forgets what has gathered: a full snapshot says it all. */
  clear(): void {
    this.observer.takeRecords();
    this.touched.clear();
    this.texts.clear();
    this.attributes.clear();
    this.stack = [];
  }

  get pending(): number {
    return this.touched.size + this.texts.size + this.attributes.size + this.stack.length;
  }

  /** Leaves the children of a node the player has to the next slices. */
  defer(node: Node): void {
    this.pushChildren(node);
    this.sink.wake();
  }

  /** Sends the node anew, with everything below it. */
  again(node: Node): void {
    this.touched.add(node);
    this.sink.wake();
  }

  freeze(node: Node): void {
    this.frozen.add(node);
  }

  gather(records: MutationRecord[]): void {
    this.records += records.length;
    for (let i = 0; i < records.length; i++) {
      const record = records[i];
      const target = record.target;
      if (record.type === 'attributes') {
        const name = record.attributeName!;
        const set = this.attributes.get(target as Element);
        if (set) set.add(name);
        else this.attributes.set(target as Element, new Set([name]));
      } else if (record.type === 'characterData') {
        this.texts.add(target);
      } else {
        const { addedNodes, removedNodes } = record;
        for (let n = 0; n < addedNodes.length; n++) this.touched.add(addedNodes[n]);
        for (let n = 0; n < removedNodes.length; n++) this.touched.add(removedNodes[n]);
      }
    }
    this.sink.wake();
  }

  /** Brings the player up to the page; stops when `overdue` says so and returns whether all is done. */
  flush(overdue: () => boolean): boolean {
    const waiting = this.observer.takeRecords();
    if (waiting.length) this.gather(waiting);
    if (!this.pending) return true;
    this.mirror.flush++;
    const mutation: Mutation = { texts: [], attributes: [], removes: [], adds: [] };
    this.changeVerdicts();
    this.changeStyles();
    this.removes(mutation);
    this.queueAdds();
    this.adds(mutation, overdue);
    this.changeTexts(mutation, overdue);
    this.changeAttributes(mutation, overdue);
    if (mutation.adds.length + mutation.removes.length + mutation.texts.length + mutation.attributes.length) this.sink.send(mutation);
    return !this.pending;
  }

  /** An element that became blocked or masked, or is no longer, is sent anew. */
  private changeVerdicts(): void {
    this.attributes.forEach((names, element) => {
      const meta = this.mirror.get(element);
      if (!meta || !this.verdictMayChange(names)) return;
      const above = this.mirror.get(meta.parent);
      if (this.privacy.flags(element, above ? above.flags : 0) !== meta.flags) this.touched.add(element);
    });
  }

  /** A `<style>` whose rules went as a whole, or were changed by scripts, is sent anew when its text changes. */
  private changeStyles(): void {
    const check = (node: Node) => {
      for (const parent of [this.mirror.get(node)?.parent, node.parentNode]) {
        if (parent && parent.nodeName === 'STYLE' && this.mirror.get(parent) && this.serializer.wasRuled(parent)) this.touched.add(parent);
      }
    };
    this.touched.forEach(check);
    this.texts.forEach(check);
  }

  private verdictMayChange(names: Set<string>): boolean {
    if (names.has('class') || this.privacy.custom) return true;
    for (const name of names) if (name.startsWith('data-claymore')) return true;
    return false;
  }

  private removes(mutation: Mutation): void {
    const leaving: [Node, Meta][] = [];
    this.touched.forEach((node) => {
      const meta = this.mirror.get(node);
      if (meta) leaving.push([node, meta]);
    });
    if (!leaving.length) return;
    const set = new Set(leaving.map(([node]) => node));
    for (const [, meta] of leaving) {
      if (covered(this.mirror, meta.parent, set)) continue;
      const remove: Mutation['removes'][0] = { parentId: this.mirror.id(meta.parent), id: meta.id };
      if (meta.parent && meta.parent.nodeType === 11) remove.isShadow = true;
      mutation.removes.push(remove);
    }
    for (const [node] of leaving) this.forget(node);
  }

  /** The player drops a removed node with all it has below it. What left the subtree before is touched itself. */
  private forget(top: Node): void {
    const stack = [top];
    for (let node = stack.pop(); node; node = stack.pop()) {
      const meta = this.mirror.get(node);
      if (!meta) continue;
      this.mirror.forget(meta);
      if (node.nodeType === 1) {
        if (node.nodeName === 'IFRAME') this.sink.gone(node);
        const root = this.serializer.shadowOf(node);
        if (root) stack.push(root);
      }
      for (let child = node.firstChild; child; child = child.nextSibling) stack.push(child);
    }
  }

  /** Pushes what the page has and the player has not, run by run, so that the last of each run is sent first. */
  private queueAdds(): void {
    const touched = this.touched;
    this.touched = new Set();
    const queued = new Set<Node>();
    const waits = (node: Node | null): boolean => !!node && touched.has(node) && !queued.has(node);
    touched.forEach((node) => {
      const parent = node.parentNode;
      if (!waits(node) || !this.mirror.get(parent)) return;
      let first = node;
      while (waits(first.previousSibling)) first = first.previousSibling!;
      for (let next: Node | null = first; waits(next); next = next!.nextSibling) {
        queued.add(next!);
        this.stack.push(next!);
      }
    });
  }

  private adds(mutation: Mutation, overdue: () => boolean): void {
    for (let count = 1; this.stack.length; count++) {
      if (count % 32 === 0 && overdue()) return;
      const node = this.stack.pop()!;
      const parent = node.parentNode;
      const above = this.mirror.get(parent);
      if (!above || above.flags & BLOCKED || this.mirror.get(node)) continue;
      if (parent!.nodeName === 'TEXTAREA') {
        this.sink.attributeChanged(parent as Element, 'value');
        continue;
      }
      const described = this.serializer.describe(node, parent, true);
      if (!described) continue;
      let next = node.nextSibling;
      while (next && !this.mirror.get(next)) next = next.nextSibling;
      mutation.adds.push({ parentId: above.id, nextId: next ? this.mirror.id(next) : null, node: described });
      this.pushChildren(node);
    }
  }

  private pushChildren(node: Node): void {
    const meta = this.mirror.get(node);
    if (!meta || meta.flags & BLOCKED) return;
    const root = node.nodeType === 1 && this.serializer.shadowOf(node);
    if (root) for (let child = this.shadow(root, node).firstChild; child; child = child.nextSibling) this.stack.push(child);
    if (node.nodeName === 'TEXTAREA') return;
    for (let child = node.firstChild; child; child = child.nextSibling) this.stack.push(child);
  }

  private changeTexts(mutation: Mutation, overdue: () => boolean): void {
    let count = 0;
    for (const node of this.texts) {
      if (++count % 64 === 0 && overdue()) return;
      this.texts.delete(node);
      const meta = this.mirror.get(node);
      if (!meta || meta.flush === this.mirror.flush || this.frozen.has(node)) continue;
      const value = node.nodeType === 8 && meta.flags & MASKED ? '' : this.serializer.textOf(node, node.parentNode, meta.flags);
      mutation.texts.push({ id: meta.id, value });
    }
  }

  private changeAttributes(mutation: Mutation, overdue: () => boolean): void {
    let count = 0;
    for (const [element, names] of this.attributes) {
      if (++count % 64 === 0 && overdue()) return;
      this.attributes.delete(element);
      const meta = this.mirror.get(element);
      if (!meta || meta.flush === this.mirror.flush || meta.flags & BLOCKED || this.frozen.has(element)) continue;
      const changed: Mutation['attributes'][0]['attributes'] = {};
      for (const name of names) {
        const value = element.getAttribute(name);
        changed[name] = value === null ? null : this.serializer.attribute(element, element.localName, name, value, meta.flags);
        this.sink.attributeChanged(element, name);
      }
      mutation.attributes.push({ id: meta.id, attributes: changed });
    }
  }

  /** The tree of a document for a full snapshot. What is too deep, or comes when time is up, follows as additions. */
  tree(node: Node, parent: Node | null, depth: number, overdue: () => boolean): SerializedNode | null {
    const described = this.serializer.describe(node, parent, false);
    if (!described || !described.childNodes) return described;
    const meta = this.mirror.get(node)!;
    if (meta.flags & BLOCKED || (node.nodeName === 'TEXTAREA' && node.nodeType === 1)) return described;
    if (depth > 400 || (depth > 3 && overdue())) {
      if (node.nodeName !== 'STYLE') {
        this.defer(node);
        return described;
      }
    }
    this.treeChildren(described, node, depth, overdue);
    const root = node.nodeType === 1 && this.serializer.shadowOf(node);
    if (root) this.treeChildren(described, this.shadow(root, node), depth, overdue);
    return described;
  }

  private treeChildren(described: SerializedNode, node: Node, depth: number, overdue: () => boolean): void {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      const sn = this.tree(child, node, depth + 1, overdue);
      if (sn) described.childNodes!.push(sn);
    }
  }

  /** Gives a shadow root its host's id. */
  shadow(root: ShadowRoot, host: Node): ShadowRoot {
    const meta = this.mirror.get(host)!;
    this.mirror.add(root, host, meta.flags, meta.rootId, meta.id);
    this.sink.shadow(root);
    return root;
  }
}

/** Whether a node above, where the player has it, goes too and takes this one along. */
function covered(mirror: Mirror, node: Node | null, leaving: Set<Node>): boolean {
  for (; node; node = mirror.get(node)?.parent || null) if (leaving.has(node)) return true;
  return false;
}
