import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.CLAYMORE_DEV_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: { target: 'es2023', cssTarget: 'es2022', chunkSizeWarningLimit: 700, assetsInlineLimit: 2048 },
  server: {
    host: '127.0.0.1',
    // The server refuses state-changing requests of other origins, so the proxy presents itself as the server's own page.
    proxy: Object.fromEntries(
      ['/api', '/v1', '/sdk', '/demo', '/health'].map((path) => [
        path,
        { target: server, changeOrigin: true, headers: { origin: server } },
      ]),
    ),
  },
});
