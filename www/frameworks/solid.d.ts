/** `import 'campagnodon/solid'`: the elements, and their types in the JSX of Solid: `on:campagnodon-change={…}`. */
import type { JSX } from 'solid-js'
import type { CampagnodonEvents } from '../index.js'
import type {
  CampagnodonFormAttributes,
  CampagnodonFormElement,
  CampagnodonGoalAttributes,
  CampagnodonGoalElement,
} from '../element.js'

export * from '../element.js'

type Handlers = {
  [Name in keyof CampagnodonEvents as `on:campagnodon-${Name}`]?: (event: CustomEvent<CampagnodonEvents[Name]>) => void
}

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'campagnodon-form': Omit<JSX.HTMLAttributes<CampagnodonFormElement>, keyof CampagnodonFormAttributes> &
        CampagnodonFormAttributes &
        Handlers
      'campagnodon-goal': JSX.HTMLAttributes<CampagnodonGoalElement> & CampagnodonGoalAttributes
    }
  }
}
