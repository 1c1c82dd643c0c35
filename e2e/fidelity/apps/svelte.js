import { mount } from 'svelte';
import App from './_todo.svelte';

mount(App, { target: document.getElementById('app') });
