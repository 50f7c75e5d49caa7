/** The figures of Copilot and agents as rows: the same on the page and in the summary. */
import {thousands} from '../../audit/numbers.ts'
import type {AiFigures} from './ai.ts'
import type {Busiest} from './busiest.ts'

/** @returns name and count. */
export function aiNumbers(ai: AiFigures): [name: string, count: string][] {
  const {files, sites} = ai.touched
  return [
    ['Questions', thousands(ai.interactions)],
    ['People who asked', distinct(ai.people.distinct)],
    ['Agents', thousands(ai.agents().length)],
    ['Apps', thousands(ai.apps.ranked().length)],
    ['Files and pages read for answers', distinct(files)],
    ['Sites that they lie in', distinct(sites)],
    ['Readings refused, or kept out by a policy', thousands(ai.refusals)],
    ['Readings of files with instructions for the AI', thousands(ai.injections)],
    ['Prompts that tried to bypass the rules', thousands(ai.jailbreaks)],
  ]
}

function distinct({count, exact}: Busiest['distinct']): string {
  return `${exact ? '' : 'over '}${thousands(count)}`
}
