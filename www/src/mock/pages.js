/**
 * The plain page that is around what the mock shows.
 */

/** A text as HTML. @param {string} text */
export const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[sign]};`)

/**
 * A page, as an answer. Its style sheets are where a relay has them, beside its forms.
 * @param {{ title: string, language: string, content: string, status?: number, headers?: Record<string, string>, prefix?: string }} of
 */
export const page = ({ title, language, content, status = 200, headers, prefix = '' }) =>
  html(
    `<!doctype html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escaped(title)}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="${prefix}/campagnodon/campagnodon.css">
  <link rel="stylesheet" href="${prefix}/campagnodon/campagnodon-pages.css">
</head>
<body class="campagnodon-page">
  <main>
${content}
  </main>
</body>
</html>
`,
    { status, headers },
  )

/**
 * HTML, as an answer.
 * @param {string} body
 * @param {{ status?: number, headers?: Record<string, string> }} [how]
 */
export const html = (body, { status = 200, headers } = {}) =>
  new Response(body, { status, headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' } })
