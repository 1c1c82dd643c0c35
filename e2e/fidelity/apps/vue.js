import { createApp, ref, computed, Teleport, TransitionGroup, h } from 'vue/dist/vue.esm-bundler.js';

createApp({
  components: { Teleport, TransitionGroup },
  setup() {
    const items = ref(Array.from({ length: 10 }, (_, id) => ({ id, text: `item ${id}`, done: false })));
    const draft = ref('draft');
    const left = computed(() => items.value.filter((item) => !item.done).length);
    let turn = 0;
    const timer = setInterval(() => {
      if (++turn > 15) return clearInterval(timer);
      items.value.reverse();
      items.value[turn % items.value.length].done = true;
      items.value.push({ id: 20 + turn, text: `new ${turn}`, done: false });
      if (turn % 3 === 0) items.value.splice(2, 2);
      draft.value = `typed ${turn}`;
    }, 60);
    return { items, draft, left, choice: ref('b') };
  },
  template: `
    <h1>Vue</h1>
    <input type="text" v-model="draft"> <select v-model="choice"><option>a</option><option>b</option></select>
    <TransitionGroup tag="ul" name="list"><li v-for="item in items" :key="item.id" :class="{ done: item.done }"><input type="checkbox" v-model="item.done"> {{ item.text }}</li></TransitionGroup>
    <p v-if="left % 2">odd</p><template v-else><i>even</i> <b v-show="left > 4">many</b></template>
    <Teleport to="body"><aside :style="{ width: left * 10 + 'px' }">{{ left }} left</aside></Teleport>`,
}).mount('#app');
