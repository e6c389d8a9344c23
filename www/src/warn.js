/**
 * Says in the console what went wrong, for whoever looks after the site.
 * @param {unknown} error
 */
export const warn = (error) => console.warn('Campagnodon:', error)
