/** `import 'campagnodon/react'`: the elements, and their types in the JSX of React 19 and later. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type {
  CampagnodonFormAttributes,
  CampagnodonFormElement,
  CampagnodonGoalAttributes,
  CampagnodonGoalElement,
  CampagnodonHandlers,
} from '../element.js'

export * from '../element.js'

type Props<T> = DetailedHTMLProps<HTMLAttributes<T>, T>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'campagnodon-form': Props<CampagnodonFormElement> & CampagnodonFormAttributes & CampagnodonHandlers
      'campagnodon-goal': Props<CampagnodonGoalElement> & CampagnodonGoalAttributes
    }
  }
}
