import { LitElement, css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

class TodoItem extends LitElement {
  static properties = { text: {}, done: { type: Boolean, reflect: true } };
  static styles = css`:host { display: block; padding: 4px } :host([done]) { opacity: 0.5 } label:hover { color: red }`;

  render() {
    return html`<label><input type="checkbox" .checked=${this.done} /> ${this.text} <slot></slot></label>`;
  }
}

class TodoList extends LitElement {
  static properties = { items: { state: true } };
  static styles = css`ul { border: 1px solid; padding: 6px; list-style: none } h1 { font-size: 20px }`;

  constructor() {
    super();
    this.items = Array.from({ length: 10 }, (_, id) => ({ id, done: id % 3 === 0 }));
  }

  connectedCallback() {
    super.connectedCallback();
    let turn = 0;
    const timer = setInterval(() => {
      if (++turn > 15) return clearInterval(timer);
      this.items = [...this.items.slice(2), { id: 40 + turn, done: turn % 2 === 0 }, this.items[0]];
    }, 60);
  }

  render() {
    return html`<h1>Lit</h1><ul>${repeat(this.items, (item) => item.id, (item) => html`<li><todo-item text="item ${item.id}" ?done=${item.done}><em>${item.id}</em></todo-item></li>`)}</ul><p>${this.items.length} items</p>`;
  }
}

customElements.define('todo-item', TodoItem);
customElements.define('todo-list', TodoList);
document.getElementById('app').append(document.createElement('todo-list'));
