/** `import 'campagnodon/vue'`: the elements, and their types in templates of Vue 3: `@campagnodon-change="…"`. */
import type { HTMLAttributes } from 'vue'
import type { CampagnodonEvents } from '../index.js'
import type { CampagnodonFormAttributes, CampagnodonGoalAttributes } from '../element.js'

export * from '../element.js'

type Handlers = {
  [Name in keyof CampagnodonEvents as `onCampagnodon-${Name}`]?: (event: CustomEvent<CampagnodonEvents[Name]>) => void
}

declare module 'vue' {
  interface GlobalComponents {
    'campagnodon-form': new () => { $props: HTMLAttributes & CampagnodonFormAttributes & Handlers }
    'campagnodon-goal': new () => { $props: HTMLAttributes & CampagnodonGoalAttributes }
  }
}
