import { CANVAS_MUTATION } from '../recorder/format';
import type { Core } from '../recorder/core';
import { later } from '../natives';

const LONGEST_SIDE = 1_000;
const QUALITY = 0.5;

/** Pictures of the canvases on the page, as often as the option says and only when they have changed. */
export function start(core: Core) {
  let stopped = false;
  const last = new WeakMap<HTMLCanvasElement, string>();
  const everyMs = 1_000 / Math.min(4, core.options.canvas!);
  core.undo(() => (stopped = true));

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

  const tick = core.guard(() => {
    if (stopped) return;
    for (const canvas of Array.from(document.getElementsByTagName('canvas'))) {
      const id = core.mirror.id(canvas);
      const { top, bottom } = canvas.getBoundingClientRect();
      if (!id || core.mirror.get(canvas)!.flags & 3 || bottom < 0 || top > innerHeight) continue;
      const image = picture(canvas);
      if (!image || last.get(canvas) === image) continue;
      last.set(canvas, image);
      const blob = { rr_type: 'Blob', data: [{ rr_type: 'ArrayBuffer', base64: image.slice(image.indexOf(',') + 1) }], type: image.slice(5, image.indexOf(';')) };
      const { width, height } = canvas;
      core.send(CANVAS_MUTATION, {
        id,
        type: 0,
        commands: [
          { property: 'clearRect', args: [0, 0, width, height] },
          { property: 'drawImage', args: [{ rr_type: 'ImageBitmap', args: [blob] }, 0, 0, width, height] },
        ],
      });
    }
    later(tick, everyMs);
  });
  tick();
  return { picture };
}
