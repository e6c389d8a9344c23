/**
 * What this was built from.
 */
export { version } from '../../package.json'

/** The commit's, of 40 digits; empty where the build had no repository. */
export const commit = COMMIT
