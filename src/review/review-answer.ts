/** What a review is answered: what counted, what did not, and what is still lacking. No text of the comment stands in it. */

import {pluralise} from '../audit/numbers.ts'
import {escapeMarkdown} from '../report/markdown.ts'
import {type CommandMistake, dispositions} from './review-command.ts'
import type {ReviewFile, Said} from './review-file.ts'
import type {ReviewState} from './review-state.ts'

export interface ReviewOutcome {
  state: ReviewState
  /** Commands that counted. */
  counted: readonly Said[]
  /** Commands that did not, each with the reason. */
  refused: readonly CommandMistake[]
}

const mostListed = 20

/** Markdown, for a comment under the month's issue and for the job's summary. */
export function reviewAnswer({state, counted, refused}: ReviewOutcome): string {
  const {file, lack} = state
  const lines = [
    ...counted.map(one => `- Recorded: ${describe(one)}.`),
    ...refused.slice(0, mostListed).map(({line, why}) => `- Not counted: ${code(line)}: ${escapeMarkdown(why, 300)}.`),
  ]
  return [
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    file.status === 'reviewed' ? `**${reviewedLine(file)}**` : lackWords(state),
    ...(lack.incidents.length > 0 ? [commandsFor(lack.incidents)] : []),
    `The review is of \`manifest.json\` with the SHA-256 \`${file.manifest}\` (content digest \`${file.content}\`).`,
  ].join('\n\n')
}

function describe({command, incident, disposition}: Said): string {
  if (command === 'incident') return `incident ${code(incident ?? '')} ${disposition}`
  return command === 'reopen' ? 'opened again' : 'reviewed'
}

/** `Reviewed by ines on 2026-11-03, jo on 2026-11-04.` */
export function reviewedLine({reviewedBy}: Pick<ReviewFile, 'reviewedBy'>): string {
  const people = reviewedBy.map(({login, at}) => `${escapeMarkdown(login, 60)} on ${at.slice(0, 10)}`)
  return `Reviewed by ${people.join(' and by ')}.`
}

/** What a month that is not reviewed lacks, in a sentence or two. */
export function lackWords({lack, file}: ReviewState): string {
  const {incidents, people, another} = lack
  const parts = [
    ...(incidents.length > 0
      ? [`${pluralise(incidents.length, 'incident')} of medium or high severity without a disposition`]
      : []),
    ...(people > 0 ? [`${pluralise(people, 'sign-off')} (\`/reviewed WHAT YOU LOOKED AT\`)`] : []),
    ...(another && people === 0
      ? [
          `a sign-off by another person than the one who ran the export${file.ranBy ? ` (${escapeMarkdown(file.ranBy, 60)})` : ', who is not known'}`,
        ]
      : []),
  ]
  return `**Not reviewed yet.** Missing: ${parts.join('; ')}.`
}

function commandsFor(incidents: readonly string[]): string {
  const lines = incidents.slice(0, mostListed).map(id => `/incident ${id} ${dispositions.join('|')} WHY`)
  const more = incidents.length > mostListed ? [`and ${incidents.length - mostListed} more`] : []
  return [
    'For each of these, one line at the beginning of a comment’s line:',
    `\`\`\`text\n${[...lines, ...more].join('\n')}\n\`\`\``,
  ].join('\n\n')
}

/** Backticks and line breaks would end it. */
function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ').slice(0, 80)}\``
}
