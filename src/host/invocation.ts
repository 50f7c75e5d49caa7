/** How this program is started, in what it advises. */
import {isAbsolute, relative} from 'node:path'

/** As texts and pages write it, from the folder of the action. */
export const invocation = 'node dist/index.js'

/**
 * The same for a program that lies elsewhere, in bash and PowerShell.
 * @param script as Node names it, an absolute path.
 */
export function invocationOf(script: string | undefined, folder: string): string {
  if (script === undefined) return invocation
  const below = relative(folder, script)
  const path = (below === '' || below.startsWith('..') || isAbsolute(below) ? script : below).replaceAll('\\', '/')
  if (path.includes("'")) return invocation
  return `node ${/^[\w./:@-]+$/.test(path) && !path.startsWith('@') ? path : `'${path}'`}`
}

/** @param started what `invocationOf` gives. */
export function asStarted(text: string, started: string): string {
  return text.replaceAll(invocation, () => started)
}
