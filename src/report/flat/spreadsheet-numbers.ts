/** Texts that Excel turns into another number, or into a date, when it opens a CSV; in any of its languages that we know. */

/** Longer texts are none. */
const longest = 80

/** Up to eleven digits, no zero first: shown as they are. */
const harmless = /^(?:0|[1-9]\d{0,10})$/
/** `00123`, 16 digits, `1,234.5`, `1.234,5`, `12 345`, `1E5`, `.5`, `12%`, `$5`, `(12)`. */
const number = /^[-+(]*[$€£¥]? ?(?:\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+|\d+)?(?:[.,]\d*)?(?:e[-+]?\d+)? ?[%$€£¥]?\)?$/i
/** `10-5`, `5/10/2026`, `1.5`, `2026-10-05 12:00`, `12:30:15.5 PM`. */
const time = String.raw`\d{1,4}:\d{1,2}(?::\d{1,2}(?:[.,]\d+)?)?(?: ?[ap]\.?m?\.?)?`
const date = String.raw`\d{1,4} ?[-/.] ?\d{1,4}(?: ?[-/.] ?\d{1,4})?\.?`
const dateOrTime = new RegExp(`^(?:${date}(?:,? ${time})?|${time})$`, 'i')
/** `MAR1`, `Oct-5`, `5. Okt 2026`, `1 mai`. */
const months =
  'jan|ene|gen|feb|fév|fev|mar|mär|maa|mrz|apr|abr|avr|may|mai|mei|maj|mag|jun|jui|giu|jul|lug|aug|ago|aoû|sep|set|oct|okt|out|ott|nov|dec|dez|dic|déc|des|led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pro|sty|lut|kwi|cze|lip|sie|wrz|paź|gru'
const named = new RegExp(
  String.raw`^(?:\d{1,4}[-/. ]{0,2})?(?:${months})\p{L}{0,8}\.?(?:[-/. ]{0,2}\d{1,4}(?:[-/., ]{1,2}\d{1,4})?)?(?:,? ${time})?$`,
  'iu',
)

/** Whether Excel would show something else than the text. Says yes too often rather than too seldom. */
export function looksLikeNumberOrDate(text: string): boolean {
  if (text.length > longest) return false
  const bare = text.trim()
  if (!/\d/.test(bare)) return false
  // A space around a number does not keep it from being one, and is lost.
  if (harmless.test(bare)) return bare !== text
  return number.test(bare) || dateOrTime.test(bare) || named.test(bare)
}
