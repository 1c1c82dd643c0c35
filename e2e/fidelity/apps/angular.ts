import 'zone.js';
import '@angular/compiler';
import { Component, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

@Component({
  selector: 'app-root',
  styles: ['ul { border: 1px solid; padding: 6px } li.done { opacity: 0.6 }'],
  template: `
    <h1>Angular</h1>
    <input type="text" [value]="draft()" />
    <ul>
      @for (item of items(); track item.id) {
        <li [class.done]="item.done" [style.padding-left.px]="item.id"><input type="checkbox" [checked]="item.done" /> {{ item.text }}</li>
      }
    </ul>
    @if (items().length % 2) { <p>odd</p> } @else { <p><i>even</i></p> }`,
})
class App {
  items = signal(Array.from({ length: 10 }, (_, id) => ({ id, text: `item ${id}`, done: id % 2 === 0 })));
  draft = signal('draft');

  constructor() {
    let turn = 0;
    const timer = setInterval(() => {
      if (++turn > 15) return clearInterval(timer);
      this.items.update((list) => [...list.slice(turn % 3), { id: 60 + turn, text: `new ${turn}`, done: false }, ...list.slice(0, 1)]);
      this.draft.set(`typed ${turn}`);
    }, 60);
  }
}

const root = document.createElement('app-root');
document.getElementById('app')!.append(root);
bootstrapApplication(App);
