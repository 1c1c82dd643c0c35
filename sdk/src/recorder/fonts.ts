import { json } from '../natives';
import { absoluteUrls } from './css';
import { FONT } from './format';
import { LARGEST_FONT_BYTES } from './limits';
import { send } from './recording';
import { fontParts } from './witness';

/** A font that a script has made, and has added to its document. */
export function sendFont(font: FontFace): void {
  const [family, source, descriptors] = fontParts.get(font) || [];
  const buffer = typeof source === 'object';
  if (!source || source.byteLength > LARGEST_FONT_BYTES) return;
  const fontSource = buffer ? json(Array.from(new Uint8Array(source.buffer || source))) : absoluteUrls(source, document.baseURI);
  send(FONT, { family, fontSource, buffer, descriptors });
}
