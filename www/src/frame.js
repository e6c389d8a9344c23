/**
 * For a page with a form of the relay in a frame: `<iframe src="https://…/forms/donation?embed">` becomes as high as the form.
 */

/** No form is higher; a number is all that is taken from the frame. */
const HIGHEST = 20_000

addEventListener('message', ({ data, origin, source }) => {
  if (data?.type !== 'campagnodon:height' || !(data.height > 0 && data.height < HIGHEST)) return
  for (const frame of document.querySelectorAll('iframe'))
    if (frame.contentWindow === source && new URL(frame.src).origin === origin) frame.style.height = `${data.height}px`
})
