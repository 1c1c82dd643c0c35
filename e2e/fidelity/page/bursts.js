// Runs inside a page: the workloads whose cost is measured with and without a recorder.

function body() {
  return document.body;
}

function fill(count) {
  const host = document.createElement('main');
  let markup = '';
  for (let index = 0; index < count; index++) {
    markup += `<p class="row r${index % 7}" data-n="${index}"><b>${index}</b> text of row <a href="/item/${index}">link</a></p>`;
  }
  host.innerHTML = markup;
  body().append(host);
}

/** Prepared before the recorder starts; the first snapshot of what it makes is one of the rows. */
export const prepare = {
  small: () => fill(20),
  elements10000: () => fill(3333),
  nodes250000: () => fill(41667),
};

/** Each burst makes its changes and resolves when they are made; the recorder's work after it is counted too. */
export const bursts = {
  /** 10 trees, each 300 deep. */
  async deepNesting() {
    for (let tree = 0; tree < 10; tree++) {
      let at = document.createElement('div');
      const top = at;
      for (let depth = 0; depth < 300; depth++) {
        const child = document.createElement('div');
        child.append(`level ${depth}`);
        at.append(child);
        at = child;
      }
      body().append(top);
      await new Promise((resolve) => setTimeout(resolve));
    }
  },
  /** 1000 lists of 10 entries, one by one. */
  async nodes1000x10() {
    for (let list = 0; list < 1000; list++) {
      const host = document.createElement('ul');
      body().append(host);
      for (let entry = 0; entry < 10; entry++) {
        const item = document.createElement('li');
        item.textContent = `${list} ${entry}`;
        host.append(item);
      }
      if (list % 100 === 99) await new Promise((resolve) => setTimeout(resolve));
    }
  },
  async addAndRemove() {
    for (let round = 0; round < 20; round++) {
      const host = document.createElement('section');
      body().append(host);
      for (let index = 0; index < 500; index++) {
        const item = document.createElement('p');
        item.append(`row ${index}`, document.createElement('i'));
        host.append(item);
        if (index % 2) host.firstChild.remove();
      }
      await new Promise((resolve) => setTimeout(resolve));
      host.remove();
    }
  },
  async addAndMove() {
    const one = document.createElement('section');
    const other = document.createElement('section');
    body().append(one, other);
    for (let index = 0; index < 2000; index++) {
      const item = document.createElement('p');
      item.append(`row ${index}`);
      one.append(item);
      other.prepend(item);
      if (index % 3 === 0) one.append(other.lastChild);
      if (index % 500 === 499) await new Promise((resolve) => setTimeout(resolve));
    }
  },
  async attributes10000() {
    const rows = document.querySelectorAll('.row');
    for (let index = 0; index < 10000; index++) {
      const row = rows[index % rows.length];
      if (index % 3 === 0) row.style.width = `${index % 300}px`;
      else row.setAttribute(index % 3 === 1 ? 'data-n' : 'title', String(index));
      if (index % 1000 === 999) await new Promise((resolve) => setTimeout(resolve));
    }
  },
  /** Five seconds of an application: a list that is rendered anew and sorted, a field that is typed into, clicks, scrolling. */
  async inUse() {
    const list = document.createElement('section');
    const field = document.createElement('input');
    body().prepend(field, list);
    for (let round = 0; round < 50; round++) {
      let markup = '';
      for (let row = 0; row < 120; row++) markup += `<p class="item" data-n="${row}"><b>${round}</b> entry <button>open ${row}</button></p>`;
      list.innerHTML = markup;
      if (round % 4 === 0) list.replaceChildren(...[...list.children].reverse());
      for (const row of list.children) row.classList.toggle('seen', (row.dataset.n + round) % 3 === 0);
      field.value += 'x';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      list.querySelector('button').click();
      scrollTo(0, round * 30);
      await new Promise((resolve) => setTimeout(resolve, 90));
    }
  },
  async changes100000() {
    const rows = [...document.querySelectorAll('.row')];
    for (let index = 0; index < 100000; index++) {
      const row = rows[index % rows.length];
      const kind = index % 5;
      if (kind === 0) row.setAttribute('data-n', String(index));
      else if (kind === 1) row.firstChild.firstChild.data = String(index);
      else if (kind === 2) row.lastChild.before(document.createElement('i'));
      else if (kind === 3) row.parentNode.append(row);
      else if (row.childNodes.length > 4) row.childNodes[2].remove();
      if (index % 2000 === 1999) await new Promise((resolve) => setTimeout(resolve));
    }
  },
};

/** Tasks of 50 ms and more since the call, or with `all` since the page began: `stop()` answers their number, sum and longest. */
export function watchLongTasks(all = false) {
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ type: 'longtask', buffered: all });
  return {
    stop() {
      entries.push(...observer.takeRecords());
      observer.disconnect();
      const times = entries.map((entry) => entry.duration);
      return { count: times.length, total: Math.round(times.reduce((sum, time) => sum + time, 0)), longest: Math.round(Math.max(0, ...times)) };
    },
  };
}
