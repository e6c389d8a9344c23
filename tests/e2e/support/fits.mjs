/** Whether a page can be read without a scroll sideways. */
import assert from 'node:assert/strict'

/** Nothing stands out of the window, on either side, or the test fails. */
export async function fits(page, what) {
  const wide = await page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement
    // The site's menu is one line, along which a finger moves; a wide table moves in its own frame.
    const over = [...document.querySelectorAll('body :not(nav *, [role=region][tabindex] *)')].filter((element) => {
      const { left, right } = element.getBoundingClientRect()
      return right > innerWidth + 1 || left < -1
    })
    return { excess: Math.max(0, scrollWidth - innerWidth), over: over.map(({ outerHTML }) => outerHTML.slice(0, 99)) }
  })
  assert.deepEqual(wide, { excess: 0, over: [] }, what)
}
