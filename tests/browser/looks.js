// What is looked for on a page. These functions run inside it.

/** What is cut off, runs out of the page, lies over other words, or is broken inside a word. */
export function faults() {
  const found = []
  const width = document.documentElement.clientWidth
  const words = (element) => (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 50)
  const scrolls = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return true
    }
    return false
  }
  // Where the browser has no letters, nothing below would find a fault.
  const title = document.createRange()
  title.selectNodeContents(document.querySelector('h1'))
  if (title.getBoundingClientRect().width < 20) found.push('nothing is written')
  if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} wide, of ${width}`)
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect()
    if (box.width === 0 || !element.checkVisibility()) continue
    const style = getComputedStyle(element)
    if (box.right > width + 1 && !scrolls(element)) found.push(`runs out at the right: ${element.tagName} ${words(element)}`)
    if (box.left < -1) found.push(`runs out at the left: ${element.tagName} ${words(element)}`)
    const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY)
    if (hides && element.tagName !== 'svg' && words(element) && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
      found.push(`cut off: ${element.tagName} ${words(element)}`)
    }
    if (element.tagName === 'text') {
      const picture = element.ownerSVGElement.getBoundingClientRect()
      if (box.right > picture.right + 1 || box.left < picture.left - 1 || box.top < picture.top - 1 || box.bottom > picture.bottom + 1) {
        found.push(`out of its picture: ${words(element)}`)
      }
    }
  }
  for (const picture of document.querySelectorAll('svg')) {
    const texts = [...picture.querySelectorAll('text')].map((text) => [words(text), text.getBoundingClientRect()])
    for (const [at, [one, a]] of texts.entries()) {
      for (const [other, b] of texts.slice(at + 1)) {
        const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)]
        if (x > 2 && y > 3) found.push(`over each other: ${one} | ${other}`)
        else if (x > -3 && y > Math.min(a.height, b.height) * 0.7) found.push(`one word with the next: ${one} | ${other}`)
      }
    }
  }
  // A table may scroll; what is written above it is to be read without.
  for (const caption of document.querySelectorAll('caption > span')) {
    if (caption.checkVisibility() && caption.getBoundingClientRect().right > width) found.push(`a caption runs out: ${words(caption)}`)
  }
  // A number is read as another one where it goes on in the next line.
  const range = document.createRange()
  for (const element of document.querySelectorAll('h1, h2, h3, th, td, dt, .value, .amount, .bar-value')) {
    if (!element.checkVisibility()) continue
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue
      for (const word of node.data.matchAll(/[^\s/-]+/g)) {
        range.setStart(node, word.index)
        range.setEnd(node, word.index + word[0].length)
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)))
        if (lines.size > 1) found.push(`broken inside: ${word[0]}`)
      }
    }
  }
  return [...new Set(found)]
}

/** What axe finds that keeps somebody from reading: serious or critical. */
export async function barriers() {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  const bad = violations.filter((found) => ['serious', 'critical'].includes(found.impact))
  return bad.map((found) => `${found.id} (${found.impact}, ${found.nodes.length}): ${found.nodes[0].html.slice(0, 160)}`)
}
