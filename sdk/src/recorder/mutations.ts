import { later, native } from '../natives';
import { difference } from './css';
import { forgetAdopted } from './cssom';
import type { Mutation, SerializedNode } from './format';
import { leaveFrame, meet, settle } from './frames';
import { note } from './input';
import { DEEPEST, FROZEN_LONGEST_MS, FROZEN_MS, LARGEST_SNAPSHOT, NOISY_RECORDS } from './limits';
import { add, BLOCKED, flushes, idOf, known, type Meta, nextFlush } from './mirror';
import { observeRoot } from './observe';
import { flagsOf } from './privacy';
import { change, guard, mark, overdue, pressure, put, release, slice, wake } from './recording';
import { attribute, describe, hidesChoice, nameOf, shadowOf, shownStyle, textOf, wasRuled } from './snapshot';

// Turns what changed in the DOM into rrweb's mutations. Records are only gathered when they come, as sets of nodes; a
// flush later compares the page with what the player has. So a storm that ends where it began costs nothing, the order
// of the records does not matter, and work can stop at any node and go on in the next slice.

let touched = new Set<Node>();
let removes: Mutation['removes'] = [];
/** Texts, and elements with the names of the attributes that have changed. */
const changed = new Map<Node, Set<string>>();
/** Nodes to add: siblings in their order, the children of all that were sent after them. */
let queue: Node[] = [];
/** What is still to be described for the full snapshot. */
let branches: Branch[] = [];
/** Records by the element whose children they are about, counted under pressure. */
const heat = new Map<Node, number>();
/** Elements whose children are not followed for a while. */
const frozen = new Set<Node>();
let frozenMs = FROZEN_MS;
let flushing = false;

// One observer for all roots: with one each, a node that moves between roots would be seen to come and not to go.
let observer: MutationObserver | undefined;

export function observeNodes(root: Node): void {
  observer = observer || new (native<typeof MutationObserver>('MutationObserver'))(guard(gather));
  observer.observe(root, { childList: true, subtree: true, attributes: true, characterData: true });
}

/** Forgets what has gathered. */
export function clear(): void {
  if (observer) observer.disconnect();
  for (const each of [touched, changed, heat, frozen]) each.clear();
  queue = [];
  branches = [];
  removes = [];
  frozenMs = FROZEN_MS;
}

function gather(records: MutationRecord[]): void {
  const hot = pressure() > 0;
  const moved = new Set<Node>();
  const move = (node: Node) => moved.add(node);
  if (!hot) heat.clear();
  for (const record of records) {
    const { target } = record;
    const listed = record.type === 'childList';
    const noisy = listed ? target : target.parentNode;
    if (hot && noisy) {
      const count = (heat.get(noisy) || 0) + 1;
      heat.set(noisy, count);
      if (count > NOISY_RECORDS && known(noisy) && !frozen.has(noisy)) freeze(noisy);
    }
    const cold = frozen.has(noisy!);
    // The text of a text area is its value; with other options another one may be chosen.
    if (noisy && /^(textarea|select|optgroup)$/.test(nameOf(noisy)!)) note(noisy as Element);
    if (listed) {
      record.removedNodes.forEach(move);
      if (!cold) record.addedNodes.forEach(move);
    } else if (!cold) touch(target, (record.attributeNamespace ? 'xlink:' : '') + record.attributeName);
  }
  anew(moved);
}

/** An attribute, or a text, has another value. */
export const touch = (node: Node, name: string): void => put(changed, node, name);

/** Stops following a subtree but for what leaves it; each time for twice as long. */
function freeze(node: Node): void {
  const tell = (state: string) => mark('claymore.' + state, { id: idOf(node) });
  frozen.add(node);
  tell('frozen');
  later(
    guard(() => {
      if (!frozen.delete(node) || !known(node)) return;
      heat.delete(node);
      anew(Array.from(node.childNodes));
      tell('thawed');
    }),
    frozenMs,
  );
  frozenMs = Math.min(FROZEN_LONGEST_MS, frozenMs * 2);
}

/** Brings the player up to the page, as far as the slice reaches; whether that was all. */
export function flush(most?: number): boolean {
  // Serializing runs page code in rare cases (custom getters), which may land here again.
  if (flushing) return false;
  flushing = true;
  slice(most);
  nextFlush();
  try {
    if (!grow(branches)) return false;
    cut();
    anew([]);
    changed.forEach(check);
    touched.forEach((node) => {
      current(node.parentNode);
      checkStyle(node);
    });
    nextFlush();
    const mutation = { texts: [], attributes: [], removes, adds: [] };
    removes = [];
    queueAdds();
    sendAdds(mutation);
    sendChanges(mutation);
    if (Object.values(mutation).some((each) => each.length)) change(mutation);
  } finally {
    settle();
    flushing = false;
  }
  return !(touched.size + changed.size + queue.length);
}

/**
 * What the player has of a node that may be seen as before. An element that became blocked or masked is sent anew as a whole; it may stand
 * far above, and a selector may ask for what is around it, so all that the node is in are asked, once a flush.
 */
export function current(node: Node | null): Meta | undefined {
  const path: Node[] = [];
  let meta: Meta | undefined;
  for (let at = node; (meta = known(at)) && meta.sent !== flushes; at = meta.under) {
    meta.sent = flushes;
    path.push(at!);
  }
  for (let at = path.pop(); at; at = path.pop()) {
    meta = known(at);
    if (meta && at.nodeType === 1 && flagsOf(at as Element, known(meta.under)?.flags || 0) !== meta.flags) anew([at]);
  }
  return known(node);
}

/** What is sent anew as a whole: elements of another kind than before, styles whose text replaces rules that scripts made. */
function check(names: Set<string>, node: Node): void {
  const name = nameOf(node);
  // A modal dialog does not become one by an attribute.
  if (current(node) && (name === 'link' || (name === 'dialog' && names.has('open')))) anew([node]);
  checkStyle(node);
}

function checkStyle(node: Node): void {
  for (const parent of [known(node)?.under, node.parentNode]) {
    if (parent && nameOf(parent) === 'style' && known(parent) && wasRuled(parent)) anew([parent]);
  }
}

function sendChanges({ texts, attributes }: Mutation): void {
  for (const [node, names] of changed) {
    if (overdue()) return;
    changed.delete(node);
    const meta = known(node);
    if (!meta || meta.sent === flushes || meta.flags & BLOCKED) continue;
    if (node.nodeType !== 1) texts.push({ id: meta.id, value: textOf(node, meta.flags) });
    else {
      const its = attributesOf(node as Element, names, meta);
      // Not even which of the choices it was.
      if (Object.keys(its)[0]) attributes.push({ id: meta.id, attributes: its });
    }
  }
}

function attributesOf(element: any, names: Set<string>, meta: Meta): { [name: string]: any } {
  const attributes: { [name: string]: any } = {};
  names.forEach((name) => {
    // What a frame shows is recorded by itself, masked.
    if (/^(checked|selected)$/.test(name) ? hidesChoice(element, meta.flags) : /^iframe src/.test(element.localName + ' ' + name)) return;
    const value = element.getAttribute(name);
    attributes[name] = value && attribute(element, element.localName, name, value, meta.flags);
    if (name === 'style') {
      // What scripts have set can be sent as what is different, unless more than that is sent.
      const set = value === element.style?.cssText && !element.popover ? value : '';
      attributes.style = difference(meta.styled, set) || attributes.style;
      meta.styled = set;
      if (element.popover) shownStyle(element, attributes);
    }
    if (/^(value|type|checked)$/.test(name)) note(element);
  });
  return attributes;
}

/**
 * Takes nodes from the player and has what is still on the page added again. Done when the records come and not when
 * they are sent: what happens later inside a node that has left the page, nobody tells.
 */
export function anew(nodes: Node[] | Set<Node>): void {
  // What has moved since belongs to where it is for the player, not to where it is in the page.
  const pending = observer ? observer.takeRecords() : [];
  if (pending.length) gather(pending);
  const leaving = new Map<Node, Meta>();
  nodes.forEach((node) => {
    touched.add(node);
    const meta = known(node);
    if (meta) leaving.set(node, meta);
    wake();
  });
  leaving.forEach((meta) => {
    let taken: unknown;
    let shadowed: unknown;
    // A node above, where the player has it, may go too and take this one along; with a shadow root between them it comes back as another.
    for (let node: Node | null | undefined = meta.under; node; node = known(node)?.under) {
      shadowed = shadowed || node.nodeType === 11;
      if (!leaving.has(node)) continue;
      taken = true;
      if (shadowed) meta.id = 0;
    }
    if (!taken) removes.push({ parentId: idOf(meta.under), id: meta.id, ...(meta.under!.nodeType === 11 && { isShadow: true }) });
  });
  leaving.forEach((meta, node) => forget(node, !meta.id));
}

/**
 * The player drops a removed node with all it has below it. What left the subtree before was taken from it itself.
 * Not so below shadow roots: there the player keeps what it had under its id, so that what comes back needs a new one,
 * as does a dialog, which would stay a modal one.
 */
function forget(node: Node, renew?: boolean): void {
  const meta = known(node);
  if (!meta) return;
  meta.sent = 0;
  if (renew || nameOf(node) === 'dialog') meta.id = 0;
  if (nameOf(node) === 'iframe') leaveFrame(node as HTMLIFrameElement);
  const root = shadowOf(node);
  if (root) {
    // A player that catches up gives it the sheets of the document it was in, also when it has gone to another, which may not have them.
    if (forgetAdopted(root)) meta.id = 0;
    forget(root, true);
  }
  for (let child = node.firstChild; child; child = child.nextSibling) forget(child, renew);
}

/** Queues what the page has and the player has not, run by run of siblings. */
function queueAdds(): void {
  const waiting = touched;
  touched = new Set();
  const waits = (node: Node | null) => node && waiting.has(node);
  waiting.forEach((node) => {
    if (!known(node.parentNode)) return;
    while (waits(node.previousSibling)) node = node.previousSibling!;
    for (let next: Node | null = node; waits(next); next = next!.nextSibling) {
      waiting.delete(next!);
      queue.push(next!);
    }
  });
}

function sendAdds({ adds }: Mutation): void {
  let done = 0;
  let before: Node | undefined;
  let next: Node | null;
  while (done < queue.length && !overdue()) {
    const node = queue[done++];
    const parent = node.parentNode;
    const above = known(parent);
    if (!above || !open(parent!) || frozen.has(parent!) || known(node)) continue;
    const described = describe(node, parent, true);
    if (!described) continue;
    // All of a run of siblings stand before the same node that the player has: a number that repeats is packed well.
    if (!before || node.previousSibling !== before) for (next = node.nextSibling; next && !known(next); ) next = next.nextSibling;
    before = node;
    adds.push({ nextId: idOf(next!) || null, parentId: above.id, node: described });
    pushChildren(node);
  }
  queue.splice(0, done);
}

/** Whether the player gets what is inside. */
const open = (node: Node) => !(known(node)!.flags & BLOCKED) && nameOf(node) !== 'textarea';

/** The node and its shadow root, as far as the player gets what is inside. */
function roots(node: Node): Node[] {
  if (!open(node)) return [];
  const root = shadowOf(node);
  if (!root) return [node];
  shadowed(node, root);
  return [node, root];
}

function addChildren(parent: Node): void {
  for (let child = parent.firstChild; child; child = child.nextSibling) if (!known(child)) queue.push(child);
}

const pushChildren = (node: Node): void => roots(node).forEach(addChildren);

/** A shadow root has its host's id. */
export function shadowed(host: Node, root: ShadowRoot): void {
  const meta = known(host);
  if (!meta) return;
  add(root, host, meta.flags, meta.rootId, meta.id);
  meet(() => observeRoot(root));
}

// --- Whole documents --------------------------------------------------------------------------------------------------

/** A node whose children are being described, what they go into, and the last of them so far. */
type Branch = [parent: Node, into: SerializedNode, last: Node | null];

/** How many more elements the full snapshot may have. */
let room: number;

/** The tree of a document: of a frame as far as the slice reaches, else without children, which come by and by. */
export function tree(doc: Node, frame: Node | null): SerializedNode {
  const described = describe(doc, frame)!;
  const all: Branch[] = [[doc, described, null]];
  if (frame) {
    grow(all);
    all.forEach(addRest);
  } else {
    branches = all;
    room = LARGEST_SNAPSHOT;
  }
  wake();
  return described;
}

/**
 * Describes the children of branches, and theirs, as far as the slice reaches; whether that was all. The page may change meanwhile: what
 * comes or moves waits among the touched nodes, and follows as an addition.
 */
function grow(all: Branch[]): boolean {
  all.forEach(([parent]) => current(parent));
  while (all[0]) {
    const branch = all[all.length - 1];
    const [parent, into, last] = branch;
    if (all.length > 3 && overdue() && nameOf(parent) !== 'style') return false;
    let child = last && last.parentNode === parent && !touched.has(last) ? last.nextSibling : parent.firstChild;
    while (child && (touched.has(child) || known(child))) child = child.nextSibling;
    branch[2] = child;
    if (!child || !known(parent)) all.pop();
    else {
      const described = describe(child, parent);
      if (!described) continue;
      // A list that begins with its first entry has no room for twenty: of a large page that is a tenth of the memory.
      if (into.childNodes![0]) into.childNodes!.push(described);
      else into.childNodes = [described];
      if (all.length > DEEPEST || --room < 0) pushChildren(child);
      else if (described.childNodes) for (const root of roots(child)) all.push([root, described, null]);
    }
  }
  return true;
}

const addRest = ([parent]: Branch): void => addChildren(parent);

/** Ends the full snapshot as it is by now; what is missing follows as additions. */
export function cut(): void {
  branches.forEach(addRest);
  branches = [];
  release();
}
