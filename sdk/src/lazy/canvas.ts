import { later } from '../natives';
import { CANVAS_MUTATION } from '../recorder/format';
import { BLOCKED, type known, MASKED } from '../recorder/mirror';
import type { guard, send } from '../recorder/recording';

const LONGEST_SIDE = 1_000;
const QUALITY = 0.5;

/** What this part is given by the recorder, which is in another file. */
export interface Pictured {
  known: typeof known;
  guard: typeof guard;
  send: typeof send;
  /** Milliseconds between two looks at all canvases. */
  everyMs: number;
}

let latest: object;

/** Pictures of the canvases on the page, as often as the option says and only when they have changed. */
export function start(recorder: Pictured) {
  const { known, guard, send, everyMs } = recorder;
  const last = new WeakMap<HTMLCanvasElement, string>();
  latest = recorder;

  /** Smaller than the canvas where that is large; nothing when it has pixels of another origin. */
  function picture(canvas: HTMLCanvasElement): string | undefined {
    const { width, height } = canvas;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    if (!width || !height) return undefined;
    try {
      const small = document.createElement('canvas');
      small.width = Math.max(1, width * scale);
      small.height = Math.max(1, height * scale);
      small.getContext('2d')!.drawImage(canvas, 0, 0, small.width, small.height);
      return small.toDataURL('image/webp', QUALITY);
    } catch {
      return undefined;
    }
  }

  // Ends with the recording: what is guarded does not run then.
  const look = guard(() => {
    if (latest !== recorder) return;
    for (const canvas of Array.from(document.getElementsByTagName('canvas'))) {
      const meta = known(canvas);
      const { top, bottom } = canvas.getBoundingClientRect();
      if (!meta || meta.flags & (BLOCKED | MASKED) || bottom < 0 || top > innerHeight) continue;
      const image = picture(canvas);
      if (!image || last.get(canvas) === image) continue;
      last.set(canvas, image);
      const blob = { rr_type: 'Blob', data: [{ rr_type: 'ArrayBuffer', base64: image.slice(image.indexOf(',') + 1) }], type: image.slice(5, image.indexOf(';')) };
      const { width, height } = canvas;
      send(CANVAS_MUTATION, {
        id: meta.id,
        type: 0,
        commands: [
          { property: 'clearRect', args: [0, 0, width, height] },
          { property: 'drawImage', args: [{ rr_type: 'ImageBitmap', args: [blob] }, 0, 0, width, height] },
        ],
      });
    }
    later(look, everyMs);
  });
  look();
  return picture;
}
