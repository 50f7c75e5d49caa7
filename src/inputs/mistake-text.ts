/** How a mistake in one input reads, whatever it was read for. */
import {pluralise} from '../audit/numbers.ts'
import type {InputMistake} from './readers.ts'

/** @param name the input as a person writes it. @param isSecret whether its text must not be shown. */
export function mistakeText(name: string, text: string, mistake: InputMistake, isSecret = false): string {
  const given = isSecret || mistake.secret ? hiddenText(text) : shownText(text)
  const why = mistake.why === undefined ? '' : `: ${mistake.why}`
  const expected = mistake.expected === undefined ? '' : `; expected ${mistake.expected}`
  return `${name} is ${given}${why}${expected}.`
}

/** Long texts are not shown: they may be a key pasted into the wrong input. */
export function shownText(text: string): string {
  return text.length > 60 || /[\r\n]|-----BEGIN/.test(text) ? hiddenText(text) : `“${text}”`
}

export function hiddenText(text: string): string {
  return `${pluralise(text.length, 'character')} (not shown)`
}
