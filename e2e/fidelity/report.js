/** One line for the console. */
export function summary(result) {
  const head = `${result.exact ? 'exact  ' : result.shown ? 'SHOWN  ' : result.direct ? 'PLAYER ' : 'DIFFERS'} ${result.recorder.padEnd(5)} ${result.page} seed ${result.seed}`;
  if (result.exact) return `${head} (${result.events} events, ${result.bytes} bytes)`;
  const first = result.differences[0];
  const reason = first ? `${first.path} ${first.what}: ${short(first.live)} ≠ ${short(first.replay)}` : '';
  return `${head}: ${result.differenceCount} differences, ${result.warnings.length} warnings; ${reason} ${result.warnings[0] || ''}`;
}

function short(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? 'none' : text.length > 160 ? text.slice(0, 160) + '…' : text;
}

/** The report of all runs: totals, a row per page, and the first differences of each run that differs. */
export function markdown(results, { recorders, steps, seeds, seconds, browser }) {
  const totals = ['| | exact without changes | exact under storms | the same, as the UI plays it | the same, played without virtual DOM | runs with warnings |', '|---|---|---|---|---|---|'];
  for (const recorder of recorders) {
    const mine = results.filter((result) => result.recorder === recorder);
    const calm = mine.filter((result) => result.seed === 0);
    const storms = mine.filter((result) => result.seed !== 0);
    const exact = (list) => `${list.filter((result) => result.exact).length} of ${list.length}`;
    totals.push(`| ${recorder} | ${exact(calm)} | ${exact(storms)} | ${storms.filter((result) => result.shown).length} of ${storms.length} | ${storms.filter((result) => result.direct).length} of ${storms.length} | ${mine.filter((result) => result.warnings.length).length} |`);
  }
  const rows = [`| page | ${recorders.map((recorder) => `${recorder}: ${seeds.map((seed) => (seed ? `seed ${seed}` : 'calm')).join(', ')}`).join(' | ')} |`, `|---|${recorders.map(() => '---|').join('')}`];
  for (const page of new Set(results.map((result) => result.page))) {
    const cells = recorders.map((recorder) =>
      results
        .filter((result) => result.page === page && result.recorder === recorder)
        .map((result) => (result.exact ? 'exact' : result.direct ? 'player' : `**${result.differenceCount}**${result.warnings.length ? ' ⚠' : ''}`))
        .join(', '),
    );
    rows.push(`| ${page} | ${cells.join(' | ')} |`);
  }
  const details = results
    .filter((result) => !result.exact)
    .map((result) =>
      [
        `### ${result.recorder}, ${result.page}, seed ${result.seed}: ${result.differenceCount} differences`,
        ...result.differences.map((found) => `* \`${found.path || '/'}\` ${found.what}: \`${short(found.live)}\` ≠ \`${short(found.replay)}\``),
        ...result.warnings.slice(0, 5).map((warning) => `* ⚠ ${warning}`),
      ].join('\n'),
    );
  const intro = `${new Set(results.map((result) => result.page)).size} pages, storms of ${steps} changes, Chromium ${browser}, ${seconds} s`;
  return {
    totals: `${intro}\n\n${totals.join('\n')}`,
    text: `# Fidelity\n\n${intro}\n\n${totals.join('\n')}\n\n${rows.join('\n')}\n\n## Differences\n\n${details.join('\n\n')}\n`,
  };
}
