/** The options of a terminal: one for each input but the mode, and one for each file that holds a secret. */
import type {OptionKinds} from './host/command-line.ts'
import {secretFiles} from './host/secret-files.ts'
import {inputNames} from './inputs/catalogue.ts'

/** May stand without a value, which then is true. */
const switches: readonly string[] = ['upload', 'allow-public', 'mail-attach', 'independent']

export const optionNames: readonly string[] = [
  ...inputNames.filter(name => name !== 'mode'),
  ...Object.keys(secretFiles),
]

/** For `parseArgs`. */
export const optionKinds: OptionKinds = Object.fromEntries(
  ['mode', ...optionNames].map(name => [name, {type: switches.includes(name) ? 'boolean' : 'string'}]),
)
