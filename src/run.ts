/** The story of one run: sign in, export the month, make up for earlier ones, and tell. */
import {span} from './audit/ledger.ts'
import {isPublic} from './github.ts'
import {makeUp} from './month/backfill.ts'
import type {MonthRun, RunContext} from './month/context.ts'
import {exportPeriod} from './month/export.ts'
import {protectionOf} from './month/protection.ts'
import {signIn} from './month/session.ts'
import {type Telling, tellFailure, tellOutcome, tellSkipped} from './publish/tell.ts'
import {type Disclosure, permitted} from './report/disclose.ts'
import {whenToRun} from './when.ts'
import {asFailure, Failure} from './wire/failure.ts'
import {withSkew} from './wire/skew.ts'

/** Runs the export and tells of it. Never throws: what goes wrong is told, and fails the step. */
export async function runMonth(settings: MonthRun, given: RunContext): Promise<void> {
  const {host} = given
  const world = withSkew(given.world)
  const context = {...given, world}
  const telling: Telling = {host, failOn: settings.failOn, directory: settings.directory}
  const began = world.now()
  try {
    const when = await whenToRun(settings, host, world)
    if ('skip' in when) return tellSkipped(telling, when.skip)
    const period = when.run
    telling.period = period
    const notes = [...when.notes]
    host.info(`Period ${period.text} in ${period.timezone}: ${span(period)}.`)
    const disclose = await howPublic(settings, context, notes)
    const protection = await protectionOf(settings)

    const session = await host.group('Sign in', () => signIn(settings, context, notes))
    const run = {session, protection, disclose}
    const outcome = await exportPeriod(settings, context, {...run, period, notes})
    const until = began + settings.deadline
    const earlierMonths = await makeUp(settings, context, {...run, main: period, until})
    await tellOutcome(telling, outcome, earlierMonths)
  } catch (error) {
    tellFailure(telling, asFailure(error))
  }
}

/** Refuses what everyone could read, and says how much of people may be shown at most. */
async function howPublic(settings: MonthRun, context: RunContext, notes: string[]): Promise<Disclosure> {
  const {host, world} = context
  if (context.synthetic || host.facts.repository === undefined) return settings.disclose
  const visible = await isPublic(world, host.facts, settings.githubToken)
  const protectedEnough = settings.allowPublic || settings.encryptTo.length > 0 || settings.pseudonymKey !== undefined
  if (visible.value === true && !protectedEnough) {
    throw new Failure({
      code: 'REPOSITORY_PUBLIC',
      message: `The repository ${host.facts.repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
      remedy:
        'Run this in a private repository, or encrypt the files (encrypt-to), or replace people by pseudonyms (pseudonym-key). If the exposure is wanted, set allow-public: true.',
    })
  }
  if (visible.value === undefined && settings.upload && !protectedEnough) {
    const note = `Whether this repository is public could not be learned (${visible.because}): make sure that it is not, since its readers can download the artifact.`
    notes.push(note)
    host.warning(note)
  }
  return permitted(settings.disclose, visible.value)
}
