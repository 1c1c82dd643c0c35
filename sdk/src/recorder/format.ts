/** The parts of rrweb's event format that the recorder writes; numbers as in `@rrweb/types`. */
export interface ReplayEvent {
  type: number;
  data: any;
  timestamp: number;
}

export interface SerializedNode {
  type: number;
  id: number;
  rootId?: number;
  tagName?: string;
  attributes?: { [name: string]: string | number | boolean | null };
  childNodes?: SerializedNode[];
  textContent?: string;
  isShadow?: true;
  isShadowHost?: true;
  isSVG?: true;
  isCustom?: true;
  isStyle?: true;
  [other: string]: any;
}

export interface Mutation {
  adds: { parentId: number; nextId: number | null; node: SerializedNode }[];
  removes: { parentId: number; id: number; isShadow?: true }[];
  texts: { id: number; value: string | null }[];
  attributes: { id: number; attributes: { [name: string]: any } }[];
  isAttachIframe?: true;
}

export const META = 4;
export const FULL_SNAPSHOT = 2;
export const INCREMENTAL = 3;
export const CUSTOM = 5;

export const MUTATION = 0;
export const MOUSE_MOVE = 1;
export const MOUSE_INTERACTION = 2;
export const SCROLL = 3;
export const VIEWPORT_RESIZE = 4;
export const INPUT = 5;
export const TOUCH_MOVE = 6;
export const MEDIA_INTERACTION = 7;
export const STYLE_SHEET_RULE = 8;
export const CANVAS_MUTATION = 9;
export const FONT = 10;
export const STYLE_DECLARATION = 13;
export const SELECTION = 14;
export const ADOPTED_STYLE_SHEET = 15;
