import type { ClaymoreEvent, Options } from '../options';
import { FULL_SNAPSHOT, INCREMENTAL, MUTATION, type ReplayEvent, VIEWPORT_RESIZE } from '../recorder/format';
import { type add as addNode, BLOCKED, type Meta } from '../recorder/mirror';

/** What a frame and the page around it say to each other, always to an origin that the page names. */
interface Message {
  claymore: 'hello' | 'begin' | 'event';
  /** An event of the frame, as it would be sent. */
  item?: any;
}

const HELLO_EVERY_MS = 1_000;
const MOST_HELLOS = 120;
/** Numbers of style sheets of frames stand far above the page's own. */
const STYLE_IDS = 1e6;
const EVENTS = /^(click|input|request|error|custom|console|scroll)$/;

const messageOf = ({ data }: MessageEvent): Message | undefined => (data && typeof data.claymore === 'string' ? data : undefined);

/** The origin of the page around this frame; browsers without `ancestorOrigins` know it from the referrer alone. */
function originAround(): string {
  const { ancestorOrigins } = location;
  return ancestorOrigins ? ancestorOrigins[0] : document.referrer && new URL(document.referrer).origin;
}

/**
 * A frame offers what it captures to the page around it, if that is of one of the origins, and begins once the page has
 * agreed. Page views and sampling are the page's own.
 */
export function child(parents: string[], options: Options, forwardTo: (take: (item: object) => boolean) => unknown, begin: () => void, checkpoint: () => void): void {
  const origin = originAround();
  if (!parents.includes(origin)) return begin();
  let hellos = 0;
  let agreed = false;
  const tell = (message: Message) => window.parent.postMessage(message, origin);
  window.addEventListener('message', (event) => {
    const message = messageOf(event);
    if (!message || event.source !== window.parent || event.origin !== origin) return;
    if (agreed) return checkpoint();
    agreed = true;
    Object.assign(options, { sampleRate: 1, replaySampleRate: 1, capture: { ...options.capture, pages: false, vitals: false } });
    forwardTo((item) => {
      tell({ claymore: 'event', item });
      return true;
    });
    begin();
  });
  const hello = () => {
    if (agreed || ++hellos > MOST_HELLOS) return;
    tell({ claymore: 'hello' });
    setTimeout(hello, HELLO_EVERY_MS);
  };
  hello();
}

/**
 * A page takes in what the frames of the named origins offer: their events, and their recordings inside of its own.
 * `frames` are those that the recorder has met, `known` is what the player has of one (another object once it was sent
 * anew), `add` gives ids, `onCheckpoint` hears of each full snapshot of the page.
 */
export function parent(
  origins: string[],
  frames: ReadonlyMap<HTMLIFrameElement, unknown>,
  known: (frame: Node) => Meta | undefined,
  add: typeof addNode,
  send: (source: number, data: object) => void,
  put: (event: ClaymoreEvent) => unknown,
  onCheckpoint: (run: () => void) => unknown,
): void {
  const guests = new Map<Window, { frame: HTMLIFrameElement; origin: string; meta: object; take: (event: ReplayEvent, parentId: number) => void }>();
  /** Asks for a full snapshot, the first one or another. */
  const tell = (to: Window, origin: string) => to.postMessage({ claymore: 'begin' }, origin);

  window.addEventListener('message', (event) => {
    const message = messageOf(event);
    if (!message || !origins.includes(event.origin)) return;
    const source = event.source as Window;
    if (message.claymore === 'hello') {
      const frame = Array.from(frames.keys()).find((each) => each.contentWindow === source);
      const meta = frame && known(frame);
      if (!meta || meta.flags & BLOCKED) return;
      guests.set(source, { frame: frame!, origin: event.origin, meta, take: taker(add, send) });
      tell(source, event.origin);
      return;
    }
    const guest = guests.get(source);
    const { item } = message;
    if (!guest || guest.origin !== event.origin || message.claymore !== 'event' || !item) return;
    if (item.type !== 'replay') {
      if (EVENTS.test(item.type)) put(item);
      return;
    }
    const meta = known(guest.frame);
    if (!meta) return;
    const anew = guest.meta !== meta;
    guest.meta = meta;
    // The player has an empty frame again.
    if (anew && item.data.type !== FULL_SNAPSHOT) tell(source, guest.origin);
    else guest.take(item.data, meta.id);
  });

  onCheckpoint(() =>
    guests.forEach(({ frame, origin }, to) => {
      if (frame.isConnected) tell(to, origin);
      else guests.delete(to);
    }),
  );
}

/** Puts the events of one document in a frame into the page's recording: with ids of the page's own. */
function taker(add: typeof addNode, send: (source: number, data: object) => void) {
  const ids = new Map<number, number>();
  const styleIds = new Map<number, number>();
  let documentId = 0;

  const fresh = (map: Map<number, number>, id: number, above = 0): number => {
    if (!map.has(id)) map.set(id, above + add({} as Node, null, 0, 0).id);
    return map.get(id)!;
  };

  /** Exchanges the ids in whatever an event holds; attributes have texts for values and stay as they are. */
  function exchange(value: any, key?: string): any {
    if (typeof value === 'number') {
      if (/^(id|parentId|nextId|previousId|rootId|start|end)$/.test(key!)) return value > 0 ? fresh(ids, value) : value;
      return /^styleIds?$/.test(key!) ? fresh(styleIds, value, STYLE_IDS) : value;
    }
    if (Array.isArray(value)) return value.map((each) => exchange(each, key));
    if (!value || typeof value !== 'object') return value;
    const result: any = {};
    for (const name in value) result[name] = exchange(value[name], name);
    // What is in the frame's document says so; documents themselves do not.
    if (/^(node|childNodes)$/.test(key!) && result.type && !result.rootId) result.rootId = documentId;
    return result;
  }

  return ({ type, data }: ReplayEvent, parentId: number): void => {
    if (type === FULL_SNAPSHOT) {
      documentId = fresh(ids, data.node.id);
      send(MUTATION, { texts: [], attributes: [], removes: [], adds: [{ parentId, nextId: null, node: exchange(data.node, 'node') }], isAttachIframe: true });
    } else if (type === INCREMENTAL && documentId && data.source !== VIEWPORT_RESIZE) send(data.source, exchange(data));
  };
}
