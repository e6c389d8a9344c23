/** `import 'campagnodon/svelte'`: the elements, and their types in templates of Svelte 5 and later. */
import type { HTMLAttributes } from 'svelte/elements'
import type {
  CampagnodonFormAttributes,
  CampagnodonFormElement,
  CampagnodonGoalAttributes,
  CampagnodonGoalElement,
  CampagnodonHandlers,
} from '../element.js'

export * from '../element.js'

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'campagnodon-form': HTMLAttributes<CampagnodonFormElement> & CampagnodonFormAttributes & CampagnodonHandlers
    'campagnodon-goal': HTMLAttributes<CampagnodonGoalElement> & CampagnodonGoalAttributes
  }
}
