/** Who could read the export where it goes, and what follows for it. */
import {isPublic} from '../github.ts'
import type {RunFacts} from '../host/host.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {type Disclosure, permitted} from '../report/disclose.ts'
import {Failure} from '../wire/failure.ts'
import type {PeriodContext} from './context.ts'

/** Refuses what everyone could read, and says how much of people may be shown at most. */
export async function checkVisibility(
  settings: Pick<MonthSettings, 'disclose' | 'githubToken' | 'allowPublic' | 'upload'>,
  context: PeriodContext,
  {isProtected}: {isProtected: boolean},
): Promise<Disclosure> {
  const {host, world} = context
  if (context.synthetic || host.facts.repository === undefined) return settings.disclose
  const visible = await isPublic(world, host.facts, settings.githubToken)
  const protectedEnough = settings.allowPublic || isProtected
  if (visible.value === true && !protectedEnough) throw repositoryIsPublic(host.facts)
  if (visible.value === undefined && settings.upload !== 'off' && !protectedEnough) {
    const note = `Whether this repository is public could not be learned (${visible.because}): make sure that it is not, since its readers can download the artifact.`
    context.log.warning(note)
  }
  return permitted(settings.disclose, visible.value)
}

/** The repository is public, and the inputs do not allow for that. */
export function repositoryIsPublic({repository}: Pick<RunFacts, 'repository'>): Failure {
  return new Failure({
    code: 'REPOSITORY_PUBLIC',
    message: `The repository ${repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
    remedy:
      'Run this in a private repository, or encrypt the files (encrypt-to), or replace people by pseudonyms (pseudonym-key). If the exposure is wanted, set allow-public: true.',
  })
}
