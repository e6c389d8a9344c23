import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

/** The relay is on the same site as the pages, as browsers see it. */
const relay = process.env.RELAY ?? 'http://127.0.0.1:8080'
const proxy = Object.fromEntries(['/forms', '/payments', '/campagnodon'].map((path) => [path, relay]))

export default defineConfig({ plugins: [react()], server: { proxy }, preview: { proxy } })
