import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { QueryResult } from '../../api/types';
import { full } from '../../format/number';
import { columnIndex } from '../useAnswer';
import css from './Heatmap.module.css';

const COLUMNS = 50;
/** Of the drawing: a cell's side in pixels of the canvas. */
const CELL = 12;
const MOST_ROWS = 400;

/** Clicks over the width of the window and down the page: the warmer, the more. */
export function ClickGrid({ result, device }: { result: QueryResult; device: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const [said, setSaid] = useState('');
  const [column, row, count] = ['column', 'row', 'count'].map((name) => columnIndex(result, name)) as [
    number,
    number,
    number,
  ];
  const cells = result.rows
    .map((cells) => ({ x: Number(cells[column]), y: Number(cells[row]), count: Number(cells[count]) }))
    .filter((cell) => cell.y >= 0 && cell.y < MOST_ROWS);
  const rows = Math.max(24, ...cells.map((cell) => cell.y + 2));
  const most = Math.max(1, ...cells.map((cell) => cell.count));

  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!target || !context) return;
    const color = getComputedStyle(target)
      .getPropertyValue(scheme === 'dark' ? '--friction' : '--error')
      .trim();
    context.clearRect(0, 0, target.width, target.height);
    for (const cell of cells) {
      // The square root lets the quiet places be seen beside the busy ones.
      const strength = Math.sqrt(cell.count / most);
      const [x, y] = [(cell.x + 0.5) * CELL, (cell.y + 0.5) * CELL];
      const radius = CELL * (0.9 + strength * 1.3);
      const glow = context.createRadialGradient(x, y, 0, x, y, radius);
      glow.addColorStop(0, color);
      // Not `transparent`, which is black: the rim would darken.
      glow.addColorStop(1, `${color}00`);
      context.globalAlpha = 0.08 + strength * strength * 0.7;
      context.fillStyle = glow;
      context.fillRect(x - radius, y - radius, radius * 2, radius * 2);
    }
  });

  return (
    <div className={css.stage}>
      <div className={css.sheet} data-device={device}>
        <canvas
          ref={canvas}
          width={COLUMNS * CELL}
          height={rows * CELL}
          className={css.canvas}
          role="img"
          aria-label={`${full(cells.reduce((sum, cell) => sum + cell.count, 0))} clicks by position`}
          onMouseMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const x = Math.floor(((event.clientX - box.left) / box.width) * COLUMNS);
            const y = Math.floor(((event.clientY - box.top) / box.height) * rows);
            const cell = cells.find((one) => one.x === x && one.y === y);
            setSaid(cell ? `${full(cell.count)} here` : '');
          }}
          onMouseLeave={() => setSaid('')}
        />
      </div>
      <p className={css.said}>{said || `${full(cells.reduce((sum, cell) => sum + cell.count, 0))} in all`}</p>
    </div>
  );
}
