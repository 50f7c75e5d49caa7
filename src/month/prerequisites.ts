/**
 * What an export makes sure of by itself before it reads, in one list: an export goes through it up to the first failure, the
 * doctor to its end. What only a service can tell is checked by what talks to it (`Source.check`, `Publisher.check`).
 */
import type {Baseline} from '../detect/baseline.ts'
import type {OwnRules} from '../detect/detection.ts'
import {countOf} from '../detect/rule.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {CheckName} from '../signin/check.ts'
import type {DiskContext} from './context.ts'
import {namedBaseline, type TeamLists, teamLists} from './detection-setup.ts'
import {ownRules} from './own-rules.ts'
import {type Protection, protectionOf} from './protection.ts'

/** What the list finds, by name. */
interface Found {
  protection: Protection
  lists: TeamLists | undefined
  ownRules: OwnRules | undefined
  baseline: Baseline | undefined
}

export type PrerequisiteName = keyof Found
export type PrerequisiteSettings = Pick<MonthSettings, 'accepted' | 'baseline' | 'encryptTo' | 'pseudonymKey' | 'rules'>

interface Prerequisite<T> {
  /** The doctor's check. */
  check: CheckName
  /** @throws Failure as the export ends with. */
  look(settings: PrerequisiteSettings, context: DiskContext): Promise<T>
  /** What is well, in a sentence; undefined where these settings have no use for it. */
  says(found: T, settings: PrerequisiteSettings): string | undefined
}

/** In order. */
export const prerequisites: {readonly [Name in PrerequisiteName]: Prerequisite<Found[Name]>} = {
  protection: {
    check: 'inputs',
    look: protectionOf,
    says: () => 'All that is given is understood.',
  },
  lists: {
    check: 'accepted',
    look: teamLists,
    says: (lists, {accepted}) => lists && `${accepted.path} is understood, with ${countsOf(lists)}.`,
  },
  ownRules: {
    check: 'rules',
    look: ownRules,
    says: (own, {rules}) =>
      own && [`${rules} is understood: ${countOf(own.rules.length, 'rule')} will run.`, ...own.notes].join(' '),
  },
  baseline: {
    check: 'baseline',
    look: async ({baseline}, context) =>
      baseline.from === 'file' ? await namedBaseline(baseline.path, context) : undefined,
    says: (found, {baseline}) => (found && baseline.from === 'file' ? `${baseline.path} is a baseline.` : undefined),
  },
}

/** What these of the list find. @throws the first failure. */
export async function lookAt<Name extends PrerequisiteName>(
  names: readonly Name[],
  settings: PrerequisiteSettings,
  context: DiskContext,
): Promise<Pick<Found, Name>> {
  const found: Partial<Found> = {}
  for (const name of names) Object.assign(found, {[name]: await prerequisites[name].look(settings, context)})
  return found as Pick<Found, Name>
}

/** The files that inputs name for detection. */
export const detectionFiles = ['lists', 'ownRules', 'baseline'] as const satisfies readonly PrerequisiteName[]

function countsOf({accepted, watched}: TeamLists): string {
  return `${countOf(accepted.length, 'accepted finding')}${watched.length > 0 ? ` and ${countOf(watched.length, 'watched address')}` : ''}`
}
