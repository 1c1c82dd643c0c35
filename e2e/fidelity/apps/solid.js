import { createSignal, onCleanup } from 'solid-js';
import { render, For, Show } from 'solid-js/web';
import html from 'solid-js/html';

function App() {
  const [items, setItems] = createSignal(Array.from({ length: 10 }, (_, id) => ({ id })));
  let turn = 0;
  const timer = setInterval(() => {
    if (++turn > 15) return clearInterval(timer);
    setItems((list) => [...list.slice(1), { id: 50 + turn }].reverse());
  }, 60);
  onCleanup(() => clearInterval(timer));
  return html`<h1>Solid</h1><ul><${For} each=${items}>${(item) => html`<li>item ${item.id} <input value=${`v${item.id}`} /></li>`}<//></ul><${Show} when=${() => items()[0].id % 2}><p>odd</p><//>`;
}

render(App, document.getElementById('app'));
