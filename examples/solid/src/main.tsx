import { render } from 'solid-js/web'
import { App } from './App'

const place = document.getElementById('app')
if (place) render(() => <App />, place)
