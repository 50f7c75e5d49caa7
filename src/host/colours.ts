/** Colours of a terminal: whether to use them, and what gets which. */
import {styleText} from 'node:util'

type Environment = Readonly<Record<string, string | undefined>>

/** By https://no-color.org, https://force-color.org and the terminal itself. */
export function hasColours(environment: Environment, isTerminal: boolean): boolean {
  const {NO_COLOR, FORCE_COLOR, TERM} = environment
  if (NO_COLOR) return false
  if (FORCE_COLOR) return !/^(0|false)$/i.test(FORCE_COLOR)
  return isTerminal && TERM !== 'dumb'
}

type Style = 'red' | 'yellow' | 'green' | 'cyan' | 'bold'

/** Verdicts, the doctor's results and the labels of messages, as words at the beginning of a line. */
const styles: readonly [RegExp, Style][] = [
  [/^(error:|INCOMPLETE\b|MISSING\b)/, 'red'],
  [/^(warning:|PROVISIONAL\b|CONSISTENT\b|UNKNOWN\b)/, 'yellow'],
  [/^(COMPLETE\b|PROVEN\b|OK\b)/, 'green'],
  [/^notice:/, 'cyan'],
]

/** The text with its first word in colour, where that word is a verdict or a label. */
export function colourFirstWord(text: string): string {
  const found = styles.find(([pattern]) => pattern.test(text))
  if (found === undefined) return text
  const [pattern, style] = found
  const [word = ''] = pattern.exec(text) ?? []
  return styled(style, word) + text.slice(word.length)
}

/** Always: whether there are colours is decided above, and Node would decide once more by its own stream. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, {validateStream: false})
}
