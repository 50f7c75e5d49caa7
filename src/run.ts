/** The story of one month: sign in, read it window by window, write the evidence, keep it, and tell. */
import {resolve} from 'node:path'
import {limits} from './audit/filters.ts'
import {span} from './audit/ledger.ts'
import {instantOf} from './audit/record.ts'
import {EvidenceFolder} from './collect/folder.ts'
import {isPublic} from './github.ts'
import type {MonthRun, RunContext} from './month/context.ts'
import {deliver} from './month/delivery.ts'
import {findEarlier} from './month/earlier.ts'
import {writeEvidence} from './month/evidence.ts'
import {filtersOf, protectionOf} from './month/protection.ts'
import {readPeriod} from './month/reading.ts'
import {signIn} from './month/session.ts'
import {beginWatch} from './month/watching.ts'
import {keep} from './publish/artifact.ts'
import {type Telling, tellFailure, tellOutcome, tellSkipped} from './publish/tell.ts'
import {type Disclosure, permitted} from './report/disclose.ts'
import {whenToRun} from './when.ts'
import {asFailure, Failure} from './wire/failure.ts'

/** Runs the export and tells of it. Never throws: what goes wrong is told, and fails the step. */
export async function runMonth(settings: MonthRun, context: RunContext): Promise<void> {
  const {host, world} = context
  const telling: Telling = {host, failOn: settings.failOn, directory: settings.directory}
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
    const {tenantId} = session
    const watch = await beginWatch(settings, context, {period, tenantId, notes})
    const owner = {
      tenant: tenantId,
      period: {label: period.label, start: instantOf(period.start), end: instantOf(period.end)},
      filters: filtersOf(settings.filters, protection),
    }
    const path = resolve(host.facts.workspace, settings.directory)
    const folder = await EvidenceFolder.take(path, owner, protection.encrypt)
    const earlier = await findEarlier(settings, context, {period, owner, protection, notes, path})
    try {
      const job = {period, session, folder, protection, watch, notes, disclose, earlier}
      const read = await host.group('Read', () => readPeriod(settings, context, job))
      const evidence = await host.group('Write', () => writeEvidence(settings, context, {...job, read}))
      const kept = await keep(settings, host, {
        folder: folder.path,
        names: evidence.files.map(file => file.name),
        period,
        tenant: tenantId,
        filtered: limits(settings.filters),
      })
      const published = await deliver(settings, context, {session, folder, evidence, kept})
      await tellOutcome(telling, {...evidence, ...kept, published})
    } finally {
      await folder.clear()
      await earlier?.remove()
    }
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
