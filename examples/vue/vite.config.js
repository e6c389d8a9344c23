import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The relay is on the same site as the pages, as browsers see it. */
const relay = process.env.RELAY ?? 'http://127.0.0.1:8080'
const proxy = Object.fromEntries(['/forms', '/payments', '/campagnodon'].map((path) => [path, relay]))

/** Vue looks for a component of that name otherwise. */
const isCustomElement = (tag) => tag.startsWith('campagnodon-')

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  server: { proxy },
  preview: { proxy },
})
